// The trust book: whom we know, which identity is pinned for an address, who was verified when and how. A key change never
// passes silently: it is noted, stays until the person has read it, and ends every verification. Knows no network.
import { type Bytes, equal } from '../../core/bytes.ts';
import { compareWithPin, type DeviceList, type ListPin, pinOf } from '../../core/keys/device-list.ts';
import type { Trust } from '../../contract/view.ts';
import type { OnRecord } from '../record/record-event.ts';
import type { Store } from '../vault/store.ts';
import { type BookEntry, type BookState, type KeyChange, loadPin, storePin } from './book-state.ts';

const byName = new Intl.Collator();
const SKEW_MS = 300_000; // between the clocks of two devices (protocol §5 rule 18)

/** A contact as lists show it; `person` where an identity is pinned. */
export interface Contact {
  readonly address: string;
  readonly name: string;
  readonly trust: Trust;
  readonly person: Bytes | undefined;
  /** Also while nobody is to be disturbed. */
  readonly alwaysRings: boolean;
}

/** What is known of addresses. Addresses are in wire form (protocol §2), times in ms since 1970. */
export interface Book {
  readonly trustOf: (address: string) => Trust;
  /** The pinned list, also while a change waits to be read. */
  readonly pin: (address: string) => ListPin | undefined;
  /** Pins on first use, follows newer lists of the pinned identity; anything else is noted as a change and stays `changed`. */
  readonly accept: (address: string, list: DeviceList, atMs: number) => 'ok' | 'changed';
  /** Notes a change that was seen elsewhere than in a list; the first one stands until it is read. */
  readonly noteChange: (address: string, change: KeyChange, atMs: number) => void;
  /** The person has read what changed: pin and verification are gone, the next contact pins anew. */
  readonly acceptKey: (address: string, atMs: number) => 'accepted' | 'not-changed' | 'disk';
  /** Marks the pinned identity as verified by code; false where it is not this one, is changed, or could not be written. */
  readonly markVerified: (address: string, person: Uint8Array, atMs: number) => boolean;
  /**
   * Marks the pinned identity as verified, as the person has done on another of their devices. `other`: it is not the pinned one, or
   * is changed; `old`: it was done before the person accepted a change here, or may have been, by a clock of up to five minutes ahead;
   * `unpinned`: there is none yet. What was verified before stays as it is.
   */
  readonly hearVerified: (
    address: string,
    person: Uint8Array,
    atMs: number,
  ) => 'marked' | 'known' | 'other' | 'old' | 'unpinned' | 'disk';
  /** Counts a call that ended between ANSWER and READY (protocol §5 rule 5). */
  readonly noteFailedSecureCall: (address: string) => void;
  readonly failedSecureCalls: () => readonly { readonly address: string; readonly count: number }[];
  /** The person has read the count. */
  readonly clearFailedSecureCalls: (address: string) => void;
  readonly contact: (address: string) => Pick<Contact, 'name' | 'alwaysRings'> | undefined;
  readonly add: (address: string, name: string) => 'added' | 'exists' | 'disk';
  /** Takes a contact off the list; what is pinned and verified stays known, and `restore` undoes it. */
  readonly remove: (address: string) => 'removed' | 'unknown' | 'disk';
  readonly restore: (address: string) => 'restored' | 'unknown' | 'disk';
  /** Whether a contact rings also while nobody is to be disturbed. */
  readonly ringAlways: (address: string, always: boolean) => 'set' | 'unknown' | 'disk';
  /** Sorted by name, then address; the same list and the same contacts until something about them changes. */
  readonly contacts: () => readonly Contact[];
  /** Called after every change of what the book says. */
  readonly onChange: (listener: () => void) => void;
}

/**
 * The book in a store. Where a write fails, `onDisk` is told: pins, changes and counts are then kept in memory and written with
 * the next change (forgetting them would be silent trust); what a person does is not done. `onRecord` hears of every key change
 * and verification, without whose it is.
 */
export function openBook(store: Store<BookState>, onDisk: () => void, onRecord: OnRecord): Book {
  const entries = new Map(store.read()?.entries.map((entry) => [entry.address, entry]));
  const listeners: (() => void)[] = [];
  const known = new WeakMap<BookEntry, Contact>();
  let listed: readonly Contact[] | undefined;

  function write(entry: BookEntry, onFailure: 'keep' | 'undo'): boolean {
    const before = entries.get(entry.address);
    entries.set(entry.address, entry);
    listed = undefined;
    const isWritten = store.write({ entries: [...entries.values()] }) === 'written';
    if (!isWritten) {
      onDisk();
      if (onFailure === 'undo') {
        if (before === undefined) entries.delete(entry.address);
        else entries.set(entry.address, before);
        return false;
      }
    }
    for (const listener of listeners) listener();
    return isWritten;
  }

  function entryOf(address: string): BookEntry {
    return entries.get(address) ?? { address, failedSecureCalls: 0 };
  }

  function noteChange(address: string, kind: KeyChange, atMs: number): void {
    const entry = entryOf(address);
    if (entry.change !== undefined) return;
    write({ ...entry, change: { kind, seenAtMs: atMs } }, 'keep');
    onRecord({ kind: 'key-change', change: kind });
  }

  function accept(address: string, list: DeviceList, atMs: number): 'ok' | 'changed' {
    const entry = entryOf(address);
    if (entry.change !== undefined) return 'changed';
    if (entry.pin === undefined) {
      write({ ...entry, pin: storePin(pinOf(list), atMs) }, 'keep');
      return 'ok';
    }
    const comparison = compareWithPin(loadPin(entry.pin), list);
    if (comparison === 'same') return 'ok';
    if (comparison !== 'newer') {
      noteChange(address, comparison, atMs);
      return 'changed';
    }
    write({ ...entry, pin: storePin(pinOf(list), entry.pin.sinceMs) }, 'keep');
    return 'ok';
  }

  function acceptKey(address: string, atMs: number): 'accepted' | 'not-changed' | 'disk' {
    const entry = entries.get(address);
    if (entry?.change === undefined) return 'not-changed';
    const { pin: _pin, verified: _verified, change: _change, ...rest } = entry;
    if (!write({ ...rest, acceptedAtMs: atMs }, 'undo')) return 'disk';
    onRecord({ kind: 'key-accepted' });
    return 'accepted';
  }

  function markVerified(address: string, person: Uint8Array, atMs: number): boolean {
    const entry = entries.get(address);
    if (entry?.pin === undefined || entry.change !== undefined) return false;
    if (!equal(loadPin(entry.pin).person, person)) return false;
    if (!write({ ...entry, verified: { atMs, way: 'code' }, failedSecureCalls: 0 }, 'undo')) return false;
    onRecord({ kind: 'peer-verified', way: 'code' });
    return true;
  }

  function hearVerified(address: string, person: Uint8Array, atMs: number): ReturnType<Book['hearVerified']> {
    const entry = entryOf(address);
    if (entry.change !== undefined) return 'other';
    // A broker may keep a word for a week: what ended by a change does not come back with it, not even for the same identity.
    if (entry.acceptedAtMs !== undefined && atMs <= entry.acceptedAtMs + SKEW_MS) return 'old';
    if (entry.pin === undefined) return 'unpinned';
    if (!equal(loadPin(entry.pin).person, person)) return 'other';
    if (entry.verified !== undefined) return 'known';
    // What failed on this device did so all the same: its count stays.
    if (!write({ ...entry, verified: { atMs, way: 'own-device' } }, 'undo')) return 'disk';
    onRecord({ kind: 'peer-verified', way: 'own-device' });
    return 'marked';
  }

  function add(address: string, name: string): 'added' | 'exists' | 'disk' {
    const { removedName: _removed, alwaysRings: _before, ...entry } = entryOf(address);
    if (entry.name !== undefined) return 'exists';
    return write({ ...entry, name }, 'undo') ? 'added' : 'disk';
  }

  function remove(address: string): 'removed' | 'unknown' | 'disk' {
    const { name, ...entry } = entryOf(address);
    if (name === undefined) return 'unknown';
    return write({ ...entry, removedName: name }, 'undo') ? 'removed' : 'disk';
  }

  function restore(address: string): 'restored' | 'unknown' | 'disk' {
    const { removedName, ...entry } = entryOf(address);
    if (removedName === undefined) return 'unknown';
    return write({ ...entry, name: removedName }, 'undo') ? 'restored' : 'disk';
  }

  function ringAlways(address: string, always: boolean): 'set' | 'unknown' | 'disk' {
    const { alwaysRings: _before, ...entry } = entryOf(address);
    if (entry.name === undefined) return 'unknown';
    return write(always ? { ...entry, alwaysRings: true } : entry, 'undo') ? 'set' : 'disk';
  }

  // Asked for with each view, so kept: the list until something is written, and each contact for as long as its entry stands.
  function contacts(): readonly Contact[] {
    listed ??= [...entries.values()]
      .flatMap((entry) => (entry.name === undefined ? [] : [contactIn(entry, entry.name)]))
      .toSorted((a, b) => byName.compare(a.name || a.address, b.name || b.address) || (a.address < b.address ? -1 : 1));
    return listed;
  }

  function contactIn(entry: BookEntry, name: string): Contact {
    const found = known.get(entry);
    if (found !== undefined) return found;
    const { address, pin, alwaysRings = false } = entry;
    const contact = { address, name, trust: trustIn(entry), person: pin && loadPin(pin).person, alwaysRings };
    known.set(entry, contact);
    return contact;
  }

  return {
    trustOf: (address) => trustIn(entryOf(address)),
    pin: (address) => {
      const pin = entries.get(address)?.pin;
      return pin && loadPin(pin);
    },
    accept,
    noteChange,
    acceptKey,
    markVerified,
    hearVerified,
    noteFailedSecureCall: (address) => {
      const entry = entryOf(address);
      write({ ...entry, failedSecureCalls: entry.failedSecureCalls + 1 }, 'keep');
    },
    failedSecureCalls: () =>
      [...entries.values()]
        .filter((entry) => entry.failedSecureCalls > 0)
        .map((entry) => ({ address: entry.address, count: entry.failedSecureCalls })),
    clearFailedSecureCalls: (address) => {
      const entry = entries.get(address);
      if (entry !== undefined && entry.failedSecureCalls > 0) write({ ...entry, failedSecureCalls: 0 }, 'keep');
    },
    contact: (address) => {
      const { name, alwaysRings } = entryOf(address);
      return name === undefined ? undefined : { name, alwaysRings: alwaysRings === true };
    },
    add,
    remove,
    restore,
    ringAlways,
    contacts,
    onChange: (listener) => void listeners.push(listener),
  };
}

function trustIn(entry: BookEntry): Trust {
  if (entry.change !== undefined) {
    return {
      kind: 'changed',
      seenAt: entry.change.seenAtMs,
      ...(entry.verified === undefined ? {} : { verifiedAt: entry.verified.atMs }),
      change: 'identity', // a list that does not follow is another one, whatever is wrong with it
    };
  }
  if (entry.pin === undefined) return { kind: 'new' };
  if (entry.verified !== undefined) return { kind: 'verified', at: entry.verified.atMs, way: entry.verified.way };
  return { kind: 'pinned', since: entry.pin.sinceMs };
}
