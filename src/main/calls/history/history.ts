// The calls of this device, newest first, sealed in the vault. Written when a call has ended; never anything of its content.
// Strangers' calls have a share of their own (docs/decisions/0038): whoever has accounts at the broker can call without end, and must
// push out nobody else's call.
import { type HistoryPage, type HistoryQuery, PAGE_OF_CALLS } from '../../../contract/history.ts';
import { isMissed } from '../../../contract/missed.ts';
import type { HistoryEntry, HistoryKey } from '../../../contract/view.ts';
import type { Steps } from '../../../core/steps.ts';
import { compareCalls, isSameCall, readPage } from './history-page.ts';
import { CALLS_IN_A_PART, type HistoryPlaces, openHistoryParts, type Part, STRANGERS } from './history-parts.ts';
import { asKnown, asStranger, isOwnDoing, MOST_OF_STRANGERS, shareOut } from './strangers-share.ts';

/** How many calls stay, strangers' among them; beyond that the oldest part of 50 goes. */
export const MOST_CALLS = 10_000;

/** Calls that have ended. */
export interface History {
  /** All of them, newest first. */
  readonly entries: () => readonly HistoryEntry[];
  /**
   * The newest 200, newest first: the same array until something changes, so that a push of the view costs nothing here. Of parts that
   * have not been read a call may be missing whose time was ahead of all that came after it.
   */
  readonly newest: () => readonly HistoryEntry[];
  /** One page of calls. */
  readonly read: (query: HistoryQuery) => HistoryPage;
  /** Whether this call has a line. */
  readonly has: (call: HistoryKey) => boolean;
  /** Adds an ended call; a call that is there already is replaced (an id alone is the caller's to choose). */
  readonly add: (entry: HistoryEntry) => void;
  /** Writes on which device of this person a call was handled; whether there is a line of it with this outcome. */
  readonly nameDevice: (call: HistoryKey, outcome: HistoryEntry['outcome'], on: string) => boolean;
  /** The person has looked at the list: no missed call waits any more. */
  readonly see: () => void;
  /** Removes one call, from the disk too, as `clear` does; only memory knows it from here on, until `restore`. */
  readonly remove: (call: HistoryKey) => 'removed' | 'unknown' | 'disk';
  /** Undoes the last `remove` of this call; what was cleared or has grown too old since is gone for good. */
  readonly restore: (call: HistoryKey) => 'restored' | 'unknown' | 'disk';
  /** Removes all calls, and parts that were kept aside. On `disk` some are left, and still shown. */
  readonly clear: () => 'cleared' | 'disk';
  /** Removes what was before this time, in ms since 1970; from the disk too, as `clear` does. On `disk` some of it is left. */
  readonly keepSince: (sinceMs: number) => 'kept' | 'disk';
  /** As `keepSince`, but of the parts that have been read: for the beginning, with the others to be read and kept to it in their turn. */
  readonly keepReadSince: (sinceMs: number) => 'kept' | 'disk';
  /**
   * Reads what opening has left, a part each step, and then tells a change. Whatever else asks for all calls reads at once what has not
   * been.
   */
  readonly readRest: () => Steps<void>;
  readonly onChange: (listener: () => void) => void;
}

/** What a history stands on. */
export interface HistorySources extends HistoryPlaces {
  readonly isContact: (address: string) => boolean;
  /** A write failed; a call that was added stays in memory until its part is written again. */
  readonly onDisk: () => void;
}

/** The history in these places; of it the newest calls are read, and strangers' ones. */
export function openHistory({ isContact, onDisk, ...places }: HistorySources): History {
  const parts = openHistoryParts(places, PAGE_OF_CALLS);
  const listeners: (() => void)[] = [];
  let removed: { readonly number: number; readonly call: HistoryEntry } | undefined; // for as long as that may be undone
  let sorted: readonly HistoryEntry[] | undefined;
  let newest: { readonly list: readonly HistoryEntry[]; readonly isWhole: boolean } | undefined;
  const first = parts.of(STRANGERS);
  // Where strangers had no share yet, none of these calls is marked.
  if (first.some(({ stranger }) => stranger !== true)) divide(first);

  function tell(): void {
    sorted = undefined;
    newest = undefined;
    for (const listener of listeners) listener();
  }

  const inOrder = (of: readonly Part[]): readonly HistoryEntry[] =>
    of.flatMap(({ calls }) => calls).toSorted(compareCalls);
  const entries = (): readonly HistoryEntry[] => (sorted ??= inOrder(parts.all()));

  // Contacts, and all whom this person has called or answered.
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
    put(STRANGERS, stay); // what went is gone from the generation before, too
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
      const isBack = parts.find(call) !== undefined; // told again since
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
      tell(); // also where something else has read all before: whoever hears it asks which parts did not open
    },
    onChange: (listener) => void listeners.push(listener),
  };

  // Parts are in the order in which calls came: what was kept aside before a part of which all is too old is too old as well.
  function eraseBefore(sinceMs: number, among: readonly Part[]): boolean {
    const isAll = sinceMs === Number.POSITIVE_INFINITY;
    const old = among.filter(({ calls }) => isAll || calls.some(({ at }) => at < sinceMs));
    const outcomes = old.map(({ number, calls }) => {
      const young = calls.filter(({ at }) => at >= sinceMs);
      return { number, isEmpty: young.length === 0, outcome: parts.erase(number, young) };
    });
    const gone = isAll
      ? Number.POSITIVE_INFINITY
      : Math.max(0, ...outcomes.map((each) => (each.isEmpty ? each.number : 0)));
    const discarded = gone > 0 && parts.keptAside() > 0 ? parts.discardAside(gone) : 'done';
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
