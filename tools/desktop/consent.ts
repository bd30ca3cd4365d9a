// Answers the dialogs that main itself shows, in the person's place. The driver replaces main's function for dialogs,
// because the product has no switch for that.
import type { Person } from './person.ts';

/** The content of a dialog. */
export interface Asked {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
  readonly defaultId: number;
}

/**
 * Once this program's window is there, answers its next dialogs with yes or no. The returned function lists the
 * questions since then, in order.
 */
export async function answerDialogs(person: Person, isYes: boolean): Promise<() => Promise<readonly Asked[]>> {
  // A dialog that is shown before the function is replaced below stays open, unanswered.
  await person.window('main');
  const asked = await person.app.evaluateHandle(({ dialog }, answer) => {
    const seen: Asked[] = [];
    // The question must belong to a window: a dialog without one would not block the page.
    dialog.showMessageBox = (...args: readonly unknown[]) => {
      const [, options] = args as readonly [unknown, Asked];
      const { message, detail, buttons, defaultId } = options;
      seen.push({ message, detail, buttons, defaultId });
      return Promise.resolve({ response: answer ? 1 : 0, checkboxChecked: false });
    };
    return seen;
  }, isYes);
  return () => asked.jsonValue();
}
