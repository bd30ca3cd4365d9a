// How the list of calls names an outcome: a call that came in and was never answered is a missed one.
import type { EndReason } from '../../contract/failure.ts';
import type { HistoryEntry } from '../../contract/view.ts';

/** The reason to show for `entry`; `missed` stands for every unanswered call that came in and nobody declined. */
export function historyOutcome(entry: HistoryEntry): EndReason | 'missed' {
  const unanswered: readonly EndReason[] = ['cancelled', 'no-answer', 'timeout', 'unreachable', 'peer-hung-up'];
  const missed = entry.direction === 'in' && entry.durationMs === 0 && unanswered.includes(entry.outcome);
  return missed ? 'missed' : entry.outcome;
}

/** Whether the two talked, so that the duration says more than the reason. */
export function talked(entry: HistoryEntry): boolean {
  return entry.durationMs > 0;
}
