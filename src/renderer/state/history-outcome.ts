// How a page tells a person how a call ended. An incoming call that nobody answered or declined is missed. A call that
// this person hung up before the two talked was given up.
import type { EndReason } from '../../contract/failure.ts';
import { isMissed } from '../../contract/missed.ts';
import type { HistoryEntry, HistoryKey } from '../../contract/view.ts';

/** The reason to show if a call ended with `reason`. `connected`: the two talked. */
export function shownReason(reason: EndReason, connected: boolean): EndReason | 'given-up' {
  return reason === 'hung-up' && !connected ? 'given-up' : reason;
}

/** The reason to show for `entry`. `missed`: an incoming call that nobody answered or declined. */
export function historyOutcome(entry: HistoryEntry): EndReason | 'given-up' | 'missed' {
  return isMissed(entry) ? 'missed' : shownReason(entry.outcome, talked(entry));
}

/** The key of the text that says why the call ended. */
export function whyOf(
  entry: HistoryEntry,
): 'calls.whileBusy' | 'calls.whileAway' | `reason.${EndReason | 'given-up'}.why` {
  // The usual texts are written for the caller: `busy`, for example, says that the other person is in a call.
  if (entry.direction === 'in' && entry.outcome === 'busy') return 'calls.whileBusy';
  if (entry.direction === 'in' && entry.outcome === 'unreachable') return 'calls.whileAway';
  return `reason.${shownReason(entry.outcome, talked(entry))}.why`;
}

/** Identifies a past call; main uses the same three fields. */
export function historyKey({ id, direction, address }: HistoryKey): string {
  return `${direction} ${id} ${address}`;
}

/** Whether the two talked, so that the duration says more than the reason. */
export function talked(entry: HistoryEntry): boolean {
  return entry.durationMs > 0;
}

/** What was known of the person when the call ended. One's own verification comes first. */
export function historyRelation(entry: HistoryEntry): 'verified' | 'confirmed' | 'unverified' {
  if (entry.verified) return 'verified';
  return entry.confirmed === true ? 'confirmed' : 'unverified';
}
