// Whose calls count as a stranger's, and which of them stay when their share is full. Pure.
import type { HistoryEntry } from '../../../contract/view.ts';
import { compareCalls } from './history-page.ts';

/** How many of strangers' calls stay: half of what the view shows, so that the newest of all others always stand beside them. */
export const MOST_OF_STRANGERS = 100;

/** Whether this person did something for the call: placed it, or answered it. */
export function isOwnDoing({ direction, answered, durationMs }: HistoryEntry): boolean {
  return direction === 'out' || answered === true || durationMs > 0;
}

/** The call as one of a stranger. */
export function asStranger(call: HistoryEntry): HistoryEntry {
  return { ...call, stranger: true };
}

/** The call as one of somebody known. */
export function asKnown({ stranger: _stranger, ...call }: HistoryEntry): HistoryEntry {
  return call;
}

/** What becomes of the strangers' part: `stay` is within the share, `join` belongs to people who are no strangers (any more). */
export interface Shared {
  readonly stay: readonly HistoryEntry[];
  readonly join: readonly HistoryEntry[];
}

/**
 * Divides calls of the strangers' part. Beyond the share the oldest call goes of the stranger who has most: one who calls without end
 * pushes out their own calls and no other stranger's.
 */
export function shareOut(calls: readonly HistoryEntry[], isKnown: (address: string) => boolean): Shared {
  const dealtWith = new Set(calls.filter(isOwnDoing).map(({ address }) => address));
  const isNoStranger = ({ address }: HistoryEntry): boolean => dealtWith.has(address) || isKnown(address);
  const stay = calls.filter((call) => !isNoStranger(call)).toSorted(compareCalls);
  while (stay.length > MOST_OF_STRANGERS) stay.splice(oldestOfMost(stay), 1);
  return { stay: stay.map(asStranger), join: calls.filter(isNoStranger).map(asKnown) };
}

// Newest first, so the last one found is the oldest; where several have most, the oldest of all of theirs.
function oldestOfMost(calls: readonly HistoryEntry[]): number {
  const counts = new Map<string, number>();
  for (const { address } of calls) counts.set(address, (counts.get(address) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return calls.findLastIndex(({ address }) => counts.get(address) === most);
}
