// What every command on a call begins and ends with: finding the call, and the reply.
import type { RefusalCode } from '../../contract/failure.ts';
import type { Reply } from '../../contract/ipc.ts';
import type { Call } from './call.ts';
import type { InHand } from './in-hand.ts';

/** The command was carried out. */
export const DONE = { ok: true, value: undefined } as const;

/** The command was refused. */
export function refusal(code: RefusalCode): { readonly ok: false; readonly code: RefusalCode } {
  return { ok: false, code };
}

/** Runs `run` with the call of this id (in hex). Replies with the reason for refusal, or that it was carried out. */
export type OnCalls = (call: string, run: (found: Call) => RefusalCode | undefined | void) => Reply<undefined>;

/** Runs commands with these calls. An id that is not among them is refused with `unknown-call`. */
export function onCalls(inHand: Pick<InHand, 'find'>): OnCalls {
  return (call, run) => {
    const found = inHand.find(call);
    const code = found === undefined ? 'unknown-call' : run(found);
    return code === undefined ? DONE : refusal(code);
  };
}
