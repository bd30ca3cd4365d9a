// The replies of handlers.
import type { RefusalCode } from '../../contract/failure.ts';
import type { Reply } from '../../contract/ipc.ts';

/** The result of an act: done, or why not. */
type Outcome = 'done' | RefusalCode;
/** A reply without a value. */
export type Done = Reply<undefined>;
/** The reply of a command that was carried out and returns nothing. */
export const done: Done = { ok: true, value: undefined };

/** The reply to a refused command. */
export function refuse(code: RefusalCode): { readonly ok: false; readonly code: RefusalCode } {
  return { ok: false, code };
}

/** The reply with the result of an act. */
export function reply(outcome: Outcome): Done {
  return outcome === 'done' ? done : refuse(outcome);
}
