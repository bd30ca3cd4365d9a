// How an end is named to a person: a call that came in and was never answered is a missed one, an own call that was hung up
// before anyone talked was given up.
import type { EndReason } from '../../contract/failure.ts';
import type { HistoryEntry } from '../../contract/view.ts';

/** The reason to show where a call ended with `reason`; `connected` says whether the two talked. */
export function shownReason(reason: EndReason, connected: boolean): EndReason | 'given-up' {
  return reason === 'hung-up' && !connected ? 'given-up' : reason;
}

/** The reason to show for `entry`; `missed` stands for every unanswered call that came in and nobody declined. */
export function historyOutcome(entry: HistoryEntry): EndReason | 'given-up' | 'missed' {
  const unanswered: readonly EndReason[] = ['cancelled', 'no-answer', 'timeout', 'unreachable', 'peer-hung-up'];
  const missed = entry.direction === 'in' && entry.durationMs === 0 && unanswered.includes(entry.outcome);
  return missed ? 'missed' : shownReason(entry.outcome, talked(entry));
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
