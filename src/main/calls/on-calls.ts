// What every command on a call begins and ends with: the call it names, and the answer.
import type { RefusalCode } from '../../contract/failure.ts';
import type { Reply } from '../../contract/ipc.ts';
import type { Call } from './call.ts';
import type { InHand } from './in-hand.ts';

/** It is done. */
export const DONE = { ok: true, value: undefined } as const;

/** It is refused. */
export function refusal(code: RefusalCode): { readonly ok: false; readonly code: RefusalCode } {
  return { ok: false, code };
}

/** Runs with the call of this id, in hex, and answers with why it was refused, or that it is done. */
export type OnCalls = (call: string, run: (found: Call) => RefusalCode | undefined | void) => Reply<undefined>;

/** Runs with these calls; refuses one that is not among them with `unknown-call`. */
export function onCalls(inHand: Pick<InHand, 'find'>): OnCalls {
  return (call, run) => {
    const found = inHand.find(call);
    const code = found === undefined ? 'unknown-call' : run(found);
    return code === undefined ? DONE : refusal(code);
  };
}
