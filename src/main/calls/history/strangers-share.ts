// Which calls count as a stranger's, and which of them stay when their share is full. Pure.
import type { HistoryEntry } from '../../../contract/view.ts';
import { compareCalls } from './history-page.ts';

/**
 * How many strangers' calls stay: half of what the view shows, so that the view always has room for the newest calls of
 * all other people.
 */
export const MOST_OF_STRANGERS = 100;

/** Whether this person acted in the call, by placing or answering it. */
export function isOwnDoing({ direction, answered, durationMs }: HistoryEntry): boolean {
  return direction === 'out' || answered === true || durationMs > 0;
}

/** The call, marked as a stranger's. */
export function asStranger(call: HistoryEntry): HistoryEntry {
  return { ...call, stranger: true };
}

/** The call as a known person's, without the mark of a stranger's. */
export function asKnown({ stranger: _stranger, ...call }: HistoryEntry): HistoryEntry {
  return call;
}

/**
 * How the strangers' part is divided. `stay`: calls within the share. `join`: calls of people who are known after all,
 * and so move to the other calls.
 */
export interface Shared {
  readonly stay: readonly HistoryEntry[];
  readonly join: readonly HistoryEntry[];
}

/**
 * Divides the calls of the strangers' part. Beyond the share, the stranger with the most calls loses their oldest one:
 * a person who calls without end pushes out only their own calls.
 */
export function shareOut(calls: readonly HistoryEntry[], isKnown: (address: string) => boolean): Shared {
  const dealtWith = new Set(calls.filter(isOwnDoing).map(({ address }) => address));
  const isNoStranger = ({ address }: HistoryEntry): boolean => dealtWith.has(address) || isKnown(address);
  const stay = calls.filter((call) => !isNoStranger(call)).toSorted(compareCalls);
  while (stay.length > MOST_OF_STRANGERS) stay.splice(oldestOfMost(stay), 1);
  return { stay: stay.map(asStranger), join: calls.filter(isNoStranger).map(asKnown) };
}

// The calls are in order, newest first, so the last match is the oldest. If several strangers have equally many calls,
// the match is the oldest call of all of them.
function oldestOfMost(calls: readonly HistoryEntry[]): number {
  const counts = new Map<string, number>();
  for (const { address } of calls) counts.set(address, (counts.get(address) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return calls.findLastIndex(({ address }) => counts.get(address) === most);
}
