// How an end is named to a person: a call that came in and was never answered is a missed one, an own call that was hung up
// before anyone talked was given up.
import type { EndReason } from '../../contract/failure.ts';
import { isMissed } from '../../contract/missed.ts';
import type { HistoryEntry, HistoryKey } from '../../contract/view.ts';

/** The reason to show where a call ended with `reason`; `connected` says whether the two talked. */
export function shownReason(reason: EndReason, connected: boolean): EndReason | 'given-up' {
  return reason === 'hung-up' && !connected ? 'given-up' : reason;
}

/** The reason to show for `entry`; `missed` stands for every unanswered call that came in and nobody declined. */
export function historyOutcome(entry: HistoryEntry): EndReason | 'given-up' | 'missed' {
  return isMissed(entry) ? 'missed' : shownReason(entry.outcome, talked(entry));
}

/** Where the sentence stands that says why the call ended. */
export function whyOf(
  entry: HistoryEntry,
): 'calls.whileBusy' | 'calls.whileAway' | `reason.${EndReason | 'given-up'}.why` {
  // The sentence of the reason is the caller's, who hears that the other one is in a call.
  if (entry.direction === 'in' && entry.outcome === 'busy') return 'calls.whileBusy';
  if (entry.direction === 'in' && entry.outcome === 'unreachable') return 'calls.whileAway';
  return `reason.${shownReason(entry.outcome, talked(entry))}.why`;
}

/** A past call among all others; main knows it by the same three. */
export function historyKey({ id, direction, address }: HistoryKey): string {
  return `${direction} ${id} ${address}`;
}

/** Whether the two talked, so that the duration says more than the reason. */
export function talked(entry: HistoryEntry): boolean {
  return entry.durationMs > 0;
}

/** What was known of the person when the call ended; what one has verified oneself wins. */
export function historyRelation(entry: HistoryEntry): 'verified' | 'confirmed' | 'unverified' {
  if (entry.verified) return 'verified';
  return entry.confirmed === true ? 'confirmed' : 'unverified';
}
