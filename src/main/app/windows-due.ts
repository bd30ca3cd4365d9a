// Which windows a view demands. Pure. The card is shown while a call rings or somebody calls a locked program, unless
// that call is silenced. A call's window is shown from placing or answering until the end was seen. While an incoming
// call rings, its window waits hidden, so that answering is quick.
import type { Knock } from '../../contract/knock.ts';
import type { CallView } from '../../contract/view.ts';

/** How a call's window is due. */
export type WindowDue = 'shown' | 'waiting' | 'soon';

/** What is due. */
export interface WindowsDue {
  /** The call whose card is shown. */
  readonly card: Pick<CallView, 'id'> | undefined;
  /**
   * By call. `shown`: must be visible. `waiting`: exists hidden. `soon`: the callee is being looked up. Making a window
   * and looking up both take main's time, so the window is shown once the look-up is over, or after `SOON_MS`
   * (windows.ts) if that takes longer. A call that is not listed has no window.
   */
  readonly callWindows: ReadonlyMap<string, WindowDue>;
  /**
   * Incoming calls that ended before they were answered here: no window was shown in which a person could dismiss them.
   */
  readonly unseen: readonly string[];
}

/**
 * The windows due for these calls, or for a caller of a locked program. `seen`: the ids of calls whose window was due
 * to be shown before.
 */
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
