// Printing by the system's dialog. The printed page goes to the system. On Linux it passes through a temporary file,
// which the engine removes once the system has the page (read in Chromium's source, not measured).
import type { WebContents } from 'electron';

/**
 * `done`: the page was handed to the system. `cancelled`: the person closed the dialog. `not-printed`: printing failed.
 * `recovery-gone`: the window with the code does not exist.
 */
export type PrintOutcome = 'done' | 'cancelled' | 'not-printed' | 'recovery-gone';

/** Asks the person for a printer and prints the page in its print style, black on white. */
export function printPage(contents: Pick<WebContents, 'print'>): Promise<PrintOutcome> {
  return new Promise((resolve) => {
    contents.print({ silent: false, printBackground: false }, (isPrinted, reason) => {
      resolve(isPrinted ? 'done' : /cancel/iu.test(reason) ? 'cancelled' : 'not-printed');
    });
  });
}
