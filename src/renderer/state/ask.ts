// How a screen sends commands to main. A refusal becomes a message unless the screen shows it itself. Nothing is
// retried or guessed: what main replies is what happened.
import type { RefusalCode } from '../../contract/failure.ts';
import type { CommandName, Input, Output, Reply, Siegel } from '../../contract/ipc.ts';
import type { PageStore } from './store.ts';

/** The ways to send a command to main. */
export interface Ask {
  /** Sends a command. Returns whether it was carried out. A refusal is shown as a message. */
  readonly send: <N extends CommandName>(name: N, input: Input<N>) => Promise<boolean>;
  /**
   * Sends a command before which main asks the person. If the person says no, no refusal is shown. Returns whether the
   * command was carried out.
   */
  readonly sendAsked: <N extends CommandName>(name: N, input: Input<N>) => Promise<boolean>;
  /** Sends a command. Returns the refusal, for a form to show beside its field, or undefined if it was carried out. */
  readonly attempt: <N extends CommandName>(name: N, input: Input<N>) => Promise<RefusalCode | undefined>;
  /** Sends a command whose result is wanted. Returns main's reply, or why it refused, for the screen to show. */
  readonly request: <N extends CommandName>(name: N, input: Input<N>) => Promise<Reply<Output<N>>>;
}

/** Commands over `siegel`, with refusals in `store`. A rejected promise of `siegel` counts as `internal`. */
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
