// The person's hand at the dialog that main itself shows: from
// outside the program, as the product has no switch for it.
import type { Person } from './person.ts';

/** What stood in a dialog. */
export interface Asked {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
  readonly defaultId: number;
}

/**
 * Answers the next dialogs of this program, once its window is there, with
 * yes or no; the function it gives says what was asked since, in order.
 */
export async function answerDialogs(person: Person, isYes: boolean): Promise<() => Promise<readonly Asked[]>> {
  // While a program starts, its engine may collect an answer to the driver before it is told ("Resulting
  // promise was garbage collected"). A dialog that came before this would stay open, unanswered.
  await person.window('main');
  const asked = await person.app.evaluateHandle(({ dialog }, answer) => {
    const seen: Asked[] = [];
    // Asked over a window, always: a dialog without one would not hold the page up.
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
