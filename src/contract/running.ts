// Which calls are on, which one rings, and whether one more may begin. Main's desk, windows and tray use these answers,
// and so do pages.
import type { RefusalCode } from './failure.ts';
import type { CallView } from './view.ts';

/** Whether the call has not ended. */
export function isOn({ phase }: Pick<CallView, 'phase'>): boolean {
  return phase.kind !== 'ended';
}

/** The call that rings here, if any. There is never a second one. */
export function ringingCall<C extends Pick<CallView, 'phase'>>(calls: readonly C[]): C | undefined {
  return calls.find(({ phase }) => phase.kind === 'ringing');
}

/** Whether the call's keys are proven: it can be held, and another one may ring beside it. */
export function isUp({ phase }: Pick<CallView, 'phase'>): boolean {
  return phase.kind === 'connecting' || phase.kind === 'live' || phase.kind === 'reconnecting';
}

/** How many calls a person may have at a time. */
const MOST_CALLS = 2;

// Why another call cannot begin beside these, which are on.
function crowd(on: readonly Pick<CallView, 'phase'>[]): 'two-calls' | 'cannot-hold' | undefined {
  if (on.length >= MOST_CALLS) return 'two-calls';
  return on.every(isUp) ? undefined : 'cannot-hold';
}

/** Whether one more call may ring: there is none, or a single one that can be held. */
export function hasRoomBeside(calls: readonly Pick<CallView, 'phase'>[]): boolean {
  return crowd(calls.filter(isOn)) === undefined;
}

/**
 * Why a call to `address` cannot be placed beside those of `calls` that are on, or undefined if it can. `call-exists`:
 * one of them is with this person. `two-calls`: there are two already. `cannot-hold`: the keys of the other call are
 * not proven, so it cannot be held yet.
 */
export function whyNotBeside(
  calls: readonly Pick<CallView, 'address' | 'phase'>[],
  address: string,
): Extract<RefusalCode, 'call-exists' | 'two-calls' | 'cannot-hold'> | undefined {
  const on = calls.filter(isOn);
  return on.some((call) => call.address === address) ? 'call-exists' : crowd(on);
}
