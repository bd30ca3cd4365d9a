// Which calls are on, which one rings, which one is talked in: one answer for main's windows and tray and for the pages.
import type { CallView } from './view.ts';

/** Whether the call has not ended. */
export function isOn({ phase }: Pick<CallView, 'phase'>): boolean {
  return phase.kind !== 'ended';
}

/** The call that rings here, if one does; there is never a second one. */
export function ringingCall(calls: readonly CallView[]): CallView | undefined {
  return calls.find(({ phase }) => phase.kind === 'ringing');
}

/** Whether the call is up: it can be held, and another one may ring beside it. */
export function isUp({ phase }: Pick<CallView, 'phase'>): boolean {
  return phase.kind === 'connecting' || phase.kind === 'live' || phase.kind === 'mending';
}
