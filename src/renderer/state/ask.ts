// How a screen asks main for something: one call, and a refusal becomes a message unless the screen shows it itself.
// No retry and no guess: what main says is what happened.
import type { RefusalCode } from '../../contract/failure.ts';
import type { CommandName, Input, Output, Reply, Siegel } from '../../contract/ipc.ts';
import type { PageStore } from './store.ts';

export interface Ask {
  /** Sends a command; whether it was done. A refusal is shown as a message. */
  readonly send: <N extends CommandName>(name: N, input: Input<N>) => Promise<boolean>;
  /** Sends a command before which main asks the person, whose no is no refusal; whether it was done. */
  readonly sendAsked: <N extends CommandName>(name: N, input: Input<N>) => Promise<boolean>;
  /** Sends a command; the refusal for a form to show beside its field, or undefined where it was done. */
  readonly attempt: <N extends CommandName>(name: N, input: Input<N>) => Promise<RefusalCode | undefined>;
  /** Sends a command whose answer is wanted: what main said, or why it refused, for the screen to show. */
  readonly request: <N extends CommandName>(name: N, input: Input<N>) => Promise<Reply<Output<N>>>;
}

/** Verbs over `siegel`, refusals into `store`. A wall that breaks counts as `internal`. */
export function createAsk(siegel: Siegel, store: PageStore): Ask {
  const request: Ask['request'] = async (name, input) => {
    try {
      return await siegel.call(name, input);
    } catch {
      return { ok: false, code: 'internal' }; // main is gone, or the window is closing
    }
  };
  const attempt: Ask['attempt'] = async (name, input) => {
    const reply = await request(name, input);
    return reply.ok ? undefined : reply.code;
  };
  const shown = (code: RefusalCode | undefined): boolean => {
    if (code !== undefined) store.setState({ message: { kind: 'refused', code } });
    return code === undefined;
  };
  return {
    request,
    attempt,
    send: async (name, input) => shown(await attempt(name, input)),
    sendAsked: async (name, input) => {
      const code = await attempt(name, input);
      return code === 'cancelled' ? false : shown(code);
    },
  };
}
