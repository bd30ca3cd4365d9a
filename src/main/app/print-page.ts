// Printing by the system's dialog. What is printed goes to the system, on Linux through a file of the engine's in the folder for
// temporary files, which it removes once the system has it (Chromium's source; not run).
import type { WebContents } from 'electron';

/** What came of printing: handed to the system, or the person closed the dialog, or why not. */
export type PrintOutcome = 'done' | 'cancelled' | 'not-printed' | 'recovery-gone';

/** Asks the person for a printer and prints the page as its style has it, black on white. */
export function printPage(contents: Pick<WebContents, 'print'>): Promise<PrintOutcome> {
  return new Promise((resolve) => {
    contents.print({ silent: false, printBackground: false }, (isPrinted, reason) => {
      resolve(isPrinted ? 'done' : /cancel/iu.test(reason) ? 'cancelled' : 'not-printed');
    });
  });
}
