// The person's own status, as long as the program runs, and what contacts are told. It gates nothing: what do not
// disturb means for a call that comes in is said in calls/ring/disturb.ts.
import type { CallView, Presence, Status } from '../../contract/view.ts';

const BEFORE_OR_AFTER: readonly CallView['phase']['kind'][] = ['placing', 'ringing', 'ended'];

/** The own status. */
export interface OwnStatus {
  readonly read: () => Status;
  readonly set: (status: Status) => void;
}

/** Available, until the person says otherwise; `onChange` is called after a change. */
export function createStatus(onChange: () => void): OwnStatus {
  let status: Status = 'available';
  return {
    read: () => status,
    set: (next) => {
      if (next === status) return;
      status = next;
      onChange();
    },
  };
}

/**
 * What contacts are told of this device. A call that is placed counts from INVITE on, one that is answered from CONFIRM on: told before,
 * the device at the other end would draw that first. Somebody who is only looked up is no cause to tell anybody anything.
 */
export function presenceOf(
  status: Status,
  calls: readonly Pick<CallView, 'direction' | 'phase'>[],
): Extract<Presence, 'online' | 'busy' | 'dnd'> {
  if (status === 'dnd') return 'dnd';
  const isInCall = ({ direction, phase }: Pick<CallView, 'direction' | 'phase'>): boolean =>
    !BEFORE_OR_AFTER.includes(phase.kind) && !(direction === 'in' && phase.kind === 'securing');
  return calls.some(isInCall) ? 'busy' : 'online';
}
