// How commands on a call find their call and reply.
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

/** Runs `run` with the call of this id (in hex). Replies `DONE`, or a refusal with the code that `run` returned. */
export type OnCalls = (call: string, run: (found: Call) => RefusalCode | undefined | void) => Reply<undefined>;

/** Runs commands with these calls. A command whose id belongs to none of them is refused with `unknown-call`. */
export function onCalls(inHand: Pick<InHand, 'find'>): OnCalls {
  return (call, run) => {
    const found = inHand.find(call);
    const code = found === undefined ? 'unknown-call' : run(found);
    return code === undefined ? DONE : refusal(code);
  };
}
