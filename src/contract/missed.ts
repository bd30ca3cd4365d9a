// Which calls were missed. Main, which stores and counts them, and the page, which shows them, both use this answer.
import type { EndReason } from './failure.ts';
import type { HistoryEntry } from './view.ts';

// Ends of a call that nobody here answered and nobody here declined.
const UNANSWERED: readonly EndReason[] = [
  'cancelled',
  'no-answer',
  'timeout',
  'unreachable',
  'peer-hung-up',
  'busy', // this device had no room for the call
  'app-closed',
  'app-locked',
  'page-lost',
];

/**
 * Whether the call came in and nobody answered or declined it: not on this device and, as far as is known, on no other.
 */
export function isMissed(entry: Pick<HistoryEntry, 'direction' | 'durationMs' | 'answered' | 'outcome'>): boolean {
  if (entry.direction === 'out' || entry.durationMs > 0 || entry.answered === true) return false;
  return UNANSWERED.includes(entry.outcome);
}

/** How many missed calls were not looked at yet. */
export function unseenCalls(history: readonly Pick<HistoryEntry, 'unseen'>[]): number {
  return history.filter(({ unseen }) => unseen === true).length;
}

/**
 * The numbers of missed calls that were not looked at yet, separately for people this person knew and for strangers: a
 * flood of strangers' calls must not hide a contact's call in one large number.
 */
export interface UnseenApart {
  readonly known: number;
  readonly strangers: number;
}

/** Counts missed calls that were not looked at yet, separately for known people and strangers. */
export function unseenApart(history: readonly Pick<HistoryEntry, 'unseen' | 'stranger'>[]): UnseenApart {
  const strangers = unseenCalls(history.filter(({ stranger }) => stranger === true));
  return { known: unseenCalls(history) - strangers, strangers };
}
