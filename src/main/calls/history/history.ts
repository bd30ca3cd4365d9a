// The calls of this device, newest first, sealed in the vault. The record of a call is written when the call has ended
// or a note of a missed call has come, and never contains what was said. Strangers' calls have a share of their own
// (docs/decisions/0038): anybody with accounts at the broker can call without end, and must not push out other people's
// calls.
import { type HistoryPage, type HistoryQuery, PAGE_OF_CALLS } from '../../../contract/history.ts';
import { isMissed } from '../../../contract/missed.ts';
import type { HistoryEntry, HistoryKey } from '../../../contract/view.ts';
import type { Steps } from '../../../core/steps.ts';
import { compareCalls, isSameCall, readPage } from './history-page.ts';
import { CALLS_IN_A_PART, type HistoryPlaces, openHistoryParts, type Part, STRANGERS } from './history-parts.ts';
import { asKnown, asStranger, isOwnDoing, MOST_OF_STRANGERS, shareOut } from './strangers-share.ts';

/** How many calls stay, including strangers'. Beyond that the oldest part of 50 is removed. */
export const MOST_CALLS = 10_000;

/** Calls that have ended. */
export interface History {
  /** All calls, newest first. */
  readonly entries: () => readonly HistoryEntry[];
  /**
   * The newest 200, newest first. It is the same array until something changes, so pushing the view costs nothing here.
   * While parts are unread, a call that was recorded while the clock was ahead may be missing.
   */
  readonly newest: () => readonly HistoryEntry[];
  /** One page of calls. */
  readonly read: (query: HistoryQuery) => HistoryPage;
  /** Whether this call has a record. */
  readonly has: (call: HistoryKey) => boolean;
  /** Adds an ended call, replacing its earlier record. Callers choose ids, so an id alone does not identify a call. */
  readonly add: (entry: HistoryEntry) => void;
  /** Records which device of this person handled a call. Returns whether the call has a record with this outcome. */
  readonly nameDevice: (call: HistoryKey, outcome: HistoryEntry['outcome'], on: string) => boolean;
  /** The person has looked at the list: no missed call waits any more. */
  readonly see: () => void;
  /** Removes one call, also from the disk, like `clear`. Only memory keeps it, for `restore`. */
  readonly remove: (call: HistoryKey) => 'removed' | 'unknown' | 'disk';
  /**
   * Undoes the last `remove`, if that removed this call. A call that has since been cleared or grown too old cannot be
   * restored.
   */
  readonly restore: (call: HistoryKey) => 'restored' | 'unknown' | 'disk';
  /** Removes all calls, and parts that were kept aside. On `disk` some are left, and still shown. */
  readonly clear: () => 'cleared' | 'disk';
  /**
   * Removes calls before this time, in ms since 1970, also from the disk, like `clear`. On `disk` some of them are
   * left.
   */
  readonly keepSince: (sinceMs: number) => 'kept' | 'disk';
  /** Like `keepSince`, but only for the parts read so far. For the start: the others follow when they are read. */
  readonly keepReadSince: (sinceMs: number) => 'kept' | 'disk';
  /**
   * Reads the parts that `openHistory` has left unread, one per step, and then reports a change. Any other request for
   * all calls reads the rest at once.
   */
  readonly readRest: () => Steps<void>;
  readonly onChange: (listener: () => void) => void;
}

/** What a history is built on. */
export interface HistorySources extends HistoryPlaces {
  readonly isContact: (address: string) => boolean;
  /** A write failed. An added call stays in memory until its part is written again. */
  readonly onDisk: () => void;
}

/** The history stored in these places. The newest calls and the strangers' calls are read now. */
export function openHistory({ isContact, onDisk, ...places }: HistorySources): History {
  const parts = openHistoryParts(places, PAGE_OF_CALLS);
  const listeners: (() => void)[] = [];
  let removed: { readonly number: number; readonly call: HistoryEntry } | undefined; // while its removal can be undone
  let gone = 0; // the highest number of a part that was wholly too old, until parts kept aside up to it are discarded
  let sorted: readonly HistoryEntry[] | undefined;
  let newest: { readonly list: readonly HistoryEntry[]; readonly isWhole: boolean } | undefined;
  const first = parts.of(STRANGERS);
  // Before strangers had a share of their own, no call was marked.
  if (first.some(({ stranger }) => stranger !== true)) divide(first);

  function tell(): void {
    sorted = undefined;
    newest = undefined;
    for (const listener of listeners) listener();
  }

  const inOrder = (of: readonly Part[]): readonly HistoryEntry[] =>
    of.flatMap(({ calls }) => calls).toSorted(compareCalls);
  const entries = (): readonly HistoryEntry[] => (sorted ??= inOrder(parts.all()));

  // Contacts, and everybody with a call outside the strangers' share: called or answered, or a contact at that time.
  function whoIsKnown(): (address: string) => boolean {
    const met = new Set<string>();
    for (const { number, calls } of parts.all()) {
      if (number !== STRANGERS) for (const { address } of calls) met.add(address);
    }
    return (address) => met.has(address) || isContact(address);
  }

  function put(number: number, calls: readonly HistoryEntry[]): void {
    if (parts.put(number, calls) === 'disk') onDisk();
  }

  function divide(calls: readonly HistoryEntry[]): void {
    const { stay, join } = shareOut(calls, whoIsKnown());
    joinKnown(join);
    put(STRANGERS, stay);
    put(STRANGERS, stay); // again, to replace the previous generation on disk
  }

  function joinKnown(calls: readonly HistoryEntry[]): void {
    let rest = calls.toSorted(compareCalls).toReversed(); // in the order in which they came
    while (rest.length > 0) {
      const number = parts.newest();
      const there = parts.of(number);
      const room = CALLS_IN_A_PART - there.length;
      put(number, [...there, ...rest.slice(0, room)]);
      rest = rest.slice(room);
    }
  }

  function dropOldest(): void {
    let count = parts.all().reduce((sum, { calls }) => sum + calls.length, 0);
    for (const { number, calls } of parts.all().slice(1)) {
      if (count <= MOST_CALLS || parts.erase(number, []) === 'disk') return; // tried again with the next call
      count -= calls.length;
    }
  }

  function add(entry: HistoryEntry): void {
    const isStranger = !isOwnDoing(entry) && !whoIsKnown()(entry.address);
    const marked = isMissed(entry) ? { ...entry, unseen: true } : entry;
    const call = isStranger ? asStranger(marked) : asKnown(marked);
    const there = parts.find(entry);
    const isInItsShare = there !== undefined && (there.number === STRANGERS) === isStranger;
    const number = isInItsShare ? there.number : isStranger ? STRANGERS : parts.newest();
    const next = [...without(parts.of(number), entry), call];
    if (isStranger && next.length > MOST_OF_STRANGERS) divide(next);
    else put(number, next);
    if (there !== undefined && !isInItsShare) parts.erase(there.number, without(parts.of(there.number), entry));
    dropOldest();
    tell();
  }

  return {
    entries,
    newest: () => {
      if (newest === undefined || newest.isWhole !== parts.isWhole()) {
        newest = { list: inOrder(parts.read()).slice(0, PAGE_OF_CALLS), isWhole: parts.isWhole() };
      }
      return newest.list;
    },
    read: (query) => ({ ...readPage(entries(), query), keptAside: parts.keptAside() }),
    has: (call) => parts.find(call) !== undefined,
    add,
    nameDevice: (call, outcome, on) => {
      const found = parts.find(call);
      if (found === undefined || found.call.outcome !== outcome) return false;
      if (found.call.on === on) return true;
      put(found.number, [...without(parts.of(found.number), call), { ...found.call, on }]);
      tell();
      return true;
    },
    see: () => {
      const waiting = parts.all().filter(({ calls }) => calls.some(({ unseen }) => unseen === true));
      for (const { number, calls } of waiting) put(number, calls.map(asSeen));
      if (waiting.length > 0) tell();
    },
    remove: (call) => {
      const found = parts.find(call);
      if (found === undefined) return 'unknown';
      if (parts.erase(found.number, without(parts.of(found.number), call)) === 'disk') {
        onDisk();
        return 'disk';
      }
      removed = found;
      tell();
      return 'removed';
    },
    restore: (call) => {
      if (removed === undefined || !isSameCall(removed.call, call)) return 'unknown';
      const isBack = parts.find(call) !== undefined; // the call was added again since
      if (!isBack && parts.write(removed.number, [...parts.of(removed.number), removed.call]) === 'disk') {
        onDisk();
        return 'disk';
      }
      removed = undefined;
      tell();
      return 'restored';
    },
    clear: () => {
      if (!eraseBefore(Number.POSITIVE_INFINITY, parts.all())) return 'disk';
      removed = undefined;
      return 'cleared';
    },
    keepSince: (sinceMs) => {
      if (removed !== undefined && removed.call.at < sinceMs) removed = undefined;
      return eraseBefore(sinceMs, parts.all()) ? 'kept' : 'disk';
    },
    keepReadSince: (sinceMs) => (eraseBefore(sinceMs, parts.read()) ? 'kept' : 'disk'),
    readRest: function* readRest() {
      while (!parts.isWhole()) {
        yield;
        parts.readNext();
      }
      tell(); // even if something else has already read everything: listeners ask which parts could not be opened
    },
    onChange: (listener) => void listeners.push(listener),
  };

  // Parts are in the order in which calls came. So if a whole part is too old, the parts that were kept aside before it
  // are too old as well. They are discarded once all parts are read, because an unread one may have to be kept aside.
  function eraseBefore(sinceMs: number, among: readonly Part[]): boolean {
    const isAll = sinceMs === Number.POSITIVE_INFINITY;
    const old = among.filter(({ calls }) => isAll || calls.some(({ at }) => at < sinceMs));
    const outcomes = old.map(({ number, calls }) => {
      const young = calls.filter(({ at }) => at >= sinceMs);
      return { number, isEmpty: young.length === 0, outcome: parts.erase(number, young) };
    });
    gone = isAll
      ? Number.POSITIVE_INFINITY
      : Math.max(gone, ...outcomes.map((each) => (each.isEmpty ? each.number : 0)));
    const isDue = gone > 0 && parts.isWhole();
    const discarded = isDue && parts.keptAside() > 0 ? parts.discardAside(gone) : 'done';
    if (isDue && discarded === 'done') gone = 0;
    const isDone = discarded === 'done' && outcomes.every(({ outcome }) => outcome === 'written');
    if (!isDone) onDisk();
    if (old.length > 0) tell();
    return isDone;
  }
}

function asSeen({ unseen: _unseen, ...entry }: HistoryEntry): HistoryEntry {
  return entry;
}

function without(calls: readonly HistoryEntry[], call: HistoryKey): readonly HistoryEntry[] {
  return calls.filter((other) => !isSameCall(other, call));
}
