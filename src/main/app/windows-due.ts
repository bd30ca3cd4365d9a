// Which windows a view asks for: pure. The card stands while a call rings and was not silenced; the call window stands from
// placing or answering until its end was seen, and waits hidden while it rings, so that answering is quick.
import type { CallView } from '../../contract/view.ts';

/** `shown` must be seen, `waiting` exists hidden, `none` must not exist. */
export type Due = 'shown' | 'waiting' | 'none';

/** What is due; `unseen` says that the call ended before anyone answered, so that no window is left to dismiss it. */
export interface WindowsDue {
  readonly card: Due;
  readonly callWindow: Due;
  readonly unseen: boolean;
}

/** The windows due for this call; `seen` is the id of the last call that was due to be shown. */
export function windowsDue(call: CallView | undefined, seen: string | undefined): WindowsDue {
  if (call === undefined) return { card: 'none', callWindow: 'none', unseen: false };
  const { phase } = call;
  if (phase.kind === 'ringing') {
    return { card: phase.silenced ? 'none' : 'shown', callWindow: 'waiting', unseen: false };
  }
  if (phase.kind === 'ended' && call.direction === 'in' && seen !== call.id) {
    return { card: 'none', callWindow: 'none', unseen: true };
  }
  return { card: 'none', callWindow: 'shown', unseen: false };
}
