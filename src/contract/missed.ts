// Which calls were missed: one answer for main, that keeps and counts them, and for the page, that shows them.
import type { EndReason } from './failure.ts';
import type { HistoryEntry } from './view.ts';

// Ends of a call that nobody here took and nobody here turned away.
const UNANSWERED: readonly EndReason[] = [
  'cancelled',
  'no-answer',
  'timeout',
  'unreachable',
  'peer-hung-up',
  'busy', // this person was in another call
  'app-closed',
  'app-locked',
  'page-lost',
];

/** Whether the call came in and nobody answered it: not on this device, nor, as far as it was told, on another. */
export function isMissed(entry: Pick<HistoryEntry, 'direction' | 'durationMs' | 'answered' | 'outcome'>): boolean {
  if (entry.direction === 'out' || entry.durationMs > 0 || entry.answered === true) return false;
  return UNANSWERED.includes(entry.outcome);
}

/** How many missed calls wait to be looked at. */
export function unseenCalls(history: readonly Pick<HistoryEntry, 'unseen'>[]): number {
  return history.filter(({ unseen }) => unseen === true).length;
}

/** The same, of people this person knew and of strangers apart: a flood must not hide a contact's one call in a large number. */
export interface UnseenApart {
  readonly known: number;
  readonly strangers: number;
}

/** Counts missed calls that wait to be looked at, by whose they are. */
export function unseenApart(history: readonly Pick<HistoryEntry, 'unseen' | 'stranger'>[]): UnseenApart {
  const strangers = unseenCalls(history.filter(({ stranger }) => stranger === true));
  return { known: unseenCalls(history) - strangers, strangers };
}
