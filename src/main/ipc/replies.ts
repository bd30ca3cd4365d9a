// The answers of handlers.
import type { RefusalCode } from '../../contract/failure.ts';
import type { Reply } from '../../contract/ipc.ts';

/** What came of an act: done, or why not. */
type Outcome = 'done' | RefusalCode;
/** An answer without a value. */
export type Done = Reply<undefined>;
export const done: Done = { ok: true, value: undefined };

/** The answer to what is refused. */
export function refuse(code: RefusalCode): { readonly ok: false; readonly code: RefusalCode } {
  return { ok: false, code };
}

/** The answer that says what came of an act. */
export function reply(outcome: Outcome): Done {
  return outcome === 'done' ? done : refuse(outcome);
}
