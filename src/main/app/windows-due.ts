// Which windows a view asks for: pure. The card stands while a call rings and was not silenced; a call's window stands from
// placing or answering until its end was seen, and waits hidden while it rings, so that answering is quick.
import type { Knock } from '../../contract/knock.ts';
import type { CallView } from '../../contract/view.ts';

/** How a call's window is due. */
export type WindowDue = 'shown' | 'waiting' | 'soon';

/** What is due. */
export interface WindowsDue {
  /** The call whose card stands. */
  readonly card: Pick<CallView, 'id'> | undefined;
  /**
   * By call: `shown` must be seen, `waiting` exists hidden, `soon` is shown a moment later, while the callee is looked up: making a window
   * is work for main, and so is the look. A call that is not here has no window.
   */
  readonly callWindows: ReadonlyMap<string, WindowDue>;
  /** Calls that ended before anyone answered, so that no window is left to dismiss them. */
  readonly unseen: readonly string[];
}

/** The windows due for these calls, or for somebody who knocks at a locked program; `seen` are the ids of those that were due to be shown before. */
export function windowsDue(calls: readonly CallView[], seen: ReadonlySet<string>, knock?: Knock): WindowsDue {
  const isUnseen = ({ id, direction, phase }: CallView): boolean =>
    phase.kind === 'ended' && direction === 'in' && !seen.has(id);
  const ringing = calls.find(({ phase }) => phase.kind === 'ringing' && !phase.silenced);
  return {
    card: knock?.isSilenced === false ? { id: knock.call } : ringing,
    callWindows: new Map(calls.filter((call) => !isUnseen(call)).map(({ id, phase }) => [id, dueIn(phase)])),
    unseen: calls.filter(isUnseen).map(({ id }) => id),
  };
}

function dueIn(phase: CallView['phase']): WindowDue {
  if (phase.kind === 'ringing') return 'waiting';
  return phase.kind === 'placing' && phase.paced !== true ? 'soon' : 'shown';
}
