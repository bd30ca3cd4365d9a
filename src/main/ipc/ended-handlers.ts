// What can be done from the window of an ended call: the same call again, and showing its person or its record in the
// main window. Main has decided what is offered; the page names nobody.
import type { CommandName, Handlers } from '../../contract/ipc.ts';
import type { CallView, Media, View } from '../../contract/view.ts';
import type { Proposals } from '../app/proposal.ts';
import type { Windows } from '../app/windows.ts';
import { isSameCall } from '../calls/history/history-page.ts';
import { type Done, done, refuse } from './replies.ts';

type EndedCommand = Extract<CommandName, `ended.${string}`>;

/** What the handlers use. `callAgain` places the call and dismisses the ended one. */
export interface EndedReach {
  readonly view: () => Pick<View, 'calls' | 'history'>;
  readonly windows: Pick<Windows, 'showMain'>;
  readonly proposal: Pick<Proposals, 'propose'>;
  readonly callAgain: (ended: CallView, media: Media) => Done;
}

/** The handlers. */
export function endedHandlers({ view, windows, proposal, callAgain }: EndedReach): Pick<Handlers, EndedCommand> {
  function withEnded(call: string, run: (ended: CallView) => Done): Done {
    const found = view().calls.find(({ id, phase }) => id === call && phase.kind === 'ended');
    return found === undefined ? refuse('unknown-call') : run(found);
  }
  return {
    'ended.callAgain': ({ media }, { call }) => withEnded(call, (ended) => callAgain(ended, media)),
    'ended.addContact': (_input, { call }) =>
      withEnded(call, ({ address }) => {
        proposal.propose({ address, from: 'call' });
        windows.showMain();
        return done;
      }),
    'ended.showLine': (_input, { call }) =>
      withEnded(call, (ended) => {
        const { id, direction, address } = ended;
        if (!view().history.some((entry) => isSameCall(entry, ended))) return refuse('unknown-call');
        proposal.propose({ address, from: 'call', line: { id, direction, address } });
        windows.showMain();
        return done;
      }),
  };
}
