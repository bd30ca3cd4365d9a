// The order of calls, and pages of them. Pure: history.ts has the list, and a window asks.
import type { HistoryPage, HistoryPlace, HistoryQuery } from '../../../contract/history.ts';
import { matches } from '../../../contract/matches.ts';
import { isMissed } from '../../../contract/missed.ts';
import type { HistoryEntry, HistoryKey } from '../../../contract/view.ts';

/** A text that identifies a call. An id alone does not, because callers choose ids. */
export function keyOf({ id, direction, address }: HistoryKey): string {
  return `${direction} ${id} ${address}`;
}

/** Whether two records are of the same call. */
export function isSameCall(a: HistoryKey, b: HistoryKey): boolean {
  return a.id === b.id && a.direction === b.direction && a.address === b.address;
}

/**
 * Newest first, with a fixed order among calls of the same millisecond: a place in the list stays valid when its call
 * is removed.
 */
export function compareCalls(a: HistoryPlace, b: HistoryPlace): number {
  return b.at - a.at || (keyOf(a) < keyOf(b) ? 1 : keyOf(a) > keyOf(b) ? -1 : 0);
}

/**
 * The page of `calls` (newest first) that `query` asks for. The search stops at the first matching call after the page.
 */
export function readPage(calls: readonly HistoryEntry[], query: HistoryQuery): Omit<HistoryPage, 'keptAside'> {
  const entries: HistoryEntry[] = [];
  const { before } = query;
  const first = before === undefined ? 0 : calls.findIndex((call) => compareCalls(call, before) > 0);
  for (const call of first < 0 ? [] : calls.slice(first)) {
    if (!isWanted(call, query)) continue;
    if (entries.length === query.limit) return { entries, isOldest: false };
    entries.push(call);
  }
  return { entries, isOldest: true };
}

function isWanted(call: HistoryEntry, { text, missed, address }: HistoryQuery): boolean {
  if (address !== undefined && call.address !== address) return false;
  if (missed === true && !isMissed(call)) return false;
  return text === undefined || matches(text, call.name, call.address);
}
