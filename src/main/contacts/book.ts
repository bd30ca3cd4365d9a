// The trust book: contacts, who is pinned for an address, who was verified, when and how, and how many secure calls
// have failed. A dispute or a recovery never passes silently: each stays noted until an act of the person ends it.
// While a dispute is noted nobody counts as verified, and a decision ends the verification. The book knows no network.
import { assert, unwrap } from '../../core/assert.ts';
import { type Bytes, equal } from '../../core/bytes.ts';
import type { Trust } from '../../contract/view.ts';
import type { OnRecord } from '../record/record-event.ts';
import type { Store } from '../vault/store.ts';
import { type Contact, createContactList } from './contact-list.ts';
import { trustIn, withoutContact, withoutPerson, withOther } from './book-entry.ts';
import type { BookEntry, BookState } from './book-state.ts';
import type { Held } from '../people/held.ts';
import { type KeptPin, keepPin, personIn, type PersonPin, pinOf, type Pins, readPin } from '../people/person-pin.ts';

const SKEW_MS = 300_000; // between the clocks of two devices (protocol §5 rule 18)

/**
 * What is known about addresses. Addresses are in wire form (protocol §2), times in ms since 1970. `disk`: the write
 * failed. `unknown`: the address is no contact's or, for `restore`, no removed contact's.
 */
export interface Book extends Pins {
  readonly trustOf: (address: string) => Trust;
  /**
   * The person here has read that the pinned person used the recovery code. The pinned person counts as before from
   * then on. `verifyAgainAtMs`: present if policy demands a new comparison of the code. The pinned person then counts
   * as not verified from this time on. `not-changed`: no recovery waits to be read, or a dispute waits.
   */
  readonly acceptKey: (address: string, verifyAgainAtMs?: number) => 'accepted' | 'not-changed' | 'disk';
  /**
   * Forgets the pinned person, a dispute and a recovery. After that, the person of the next call is pinned.
   * `not-known`: nobody is pinned and no dispute is noted. `verified`: a verified person is forgotten only with the
   * contact, or replaced by a code.
   */
  readonly forget: (address: string, atMs: number) => 'forgotten' | 'not-known' | 'verified' | 'disk';
  /** Removes a contact and forgets the person and their verification. This cannot be undone. */
  readonly removeForGood: (address: string, atMs: number) => 'removed' | 'unknown' | 'disk';
  /**
   * Marks the pinned person as verified by code. That ends the notice of a recovery and resets the count of failed
   * secure calls. False if nobody or another person is pinned, a dispute waits, or the disk refuses.
   */
  readonly markVerified: (address: string, person: Uint8Array, atMs: number) => boolean;
  /**
   * Marks the pinned person as verified, because another device of ours did. `other`: somebody else is pinned, or a
   * dispute waits. `old`: the verification is not later than `accepted` (book-state.ts), allowing for a clock of that
   * device up to five minutes ahead. `unpinned`: nobody is pinned. `known`: an earlier verification stays as it is. A
   * recovery that waits to be read still waits after a mark.
   */
  readonly hearVerified: (
    address: string,
    person: Uint8Array,
    atMs: number,
  ) => 'marked' | 'known' | 'other' | 'old' | 'unpinned' | 'disk';
  /** Counts a failed secure call: it failed between ANSWER and READY, or the code was wrong (protocol §5.5, §6.4). */
  readonly noteFailedSecureCall: (address: string) => void;
  readonly failedSecureCalls: () => readonly { readonly address: string; readonly count: number }[];
  /** Resets the count, because the person has read it. */
  readonly clearFailedSecureCalls: (address: string) => void;
  readonly contact: (address: string) => Pick<Contact, 'name' | 'alwaysRings'> | undefined;
  readonly add: (address: string, name: string) => 'added' | 'exists' | 'disk';
  /** Takes a contact off the list. The pin and the verification stay, and `restore` undoes the removal. */
  readonly remove: (address: string) => 'removed' | 'unknown' | 'disk';
  readonly restore: (address: string) => 'restored' | 'unknown' | 'disk';
  /** Sets whether a contact's calls ring even under do not disturb. */
  readonly ringAlways: (address: string, always: boolean) => 'set' | 'unknown' | 'disk';
  /**
   * The addresses of people who are no contacts and whose dispute waits, with the time when the dispute was first seen.
   */
  readonly disputed: () => readonly { readonly address: string; readonly seenAt: number }[];
  /**
   * Sorted by name, or by address where there is no name. The list stays the same object until a contact's entry is
   * written. Each contact stays the same object until its own entry is written.
   */
  readonly contacts: () => readonly Contact[];
  /** Called after every change of the book's content. */
  readonly onChange: (listener: () => void) => void;
}

/**
 * The book in a store. `onDisk` is called when a write fails. What a reading brought (pins, recoveries, disputes) and
 * the counts then stay in memory and are written the next time, because forgetting them would be silent trust. Every
 * other change is undone. `onRecord` is called for every dispute, recovery and verification, and for what a person
 * decides about them, without naming anybody.
 */
export function openBook(store: Store<BookState>, onDisk: () => void, onRecord: OnRecord): Book {
  const entries = new Map(store.read()?.entries.map((entry) => [entry.address, entry]));
  const listeners: (() => void)[] = [];
  const pins = new WeakMap<NonNullable<BookEntry['pin']>, PersonPin>(); // each is read only once
  const list = createContactList(() => entries.values());

  function write(entry: BookEntry, onFailure: 'keep' | 'undo'): boolean {
    const before = entries.get(entry.address);
    entries.set(entry.address, entry);
    list.changed(before, entry);
    const isWritten = store.write({ entries: [...entries.values()] }) === 'written';
    if (!isWritten) {
      onDisk();
      if (onFailure === 'undo') {
        if (before === undefined) entries.delete(entry.address);
        else entries.set(entry.address, before);
        list.changed(entry, before);
        return false;
      }
    }
    for (const listener of listeners) listener();
    return isWritten;
  }

  function entryOf(address: string): BookEntry {
    return entries.get(address) ?? { address, failedSecureCalls: 0 };
  }

  function pinIn({ address, pin: kept }: BookEntry): PersonPin | undefined {
    if (kept === undefined) return undefined;
    const pin = pins.get(kept) ?? unwrap(readPin(kept, address), 'a stored pin can be read');
    pins.set(kept, pin);
    return pin;
  }

  function keptOf(pin: PersonPin): KeptPin {
    const kept = keepPin(pin);
    pins.set(kept, pin);
    return kept;
  }

  function keep(entry: BookEntry, pin: PersonPin): void {
    write({ ...entry, pin: keptOf(pin) }, 'keep');
  }

  function pinNew(address: string, pin: PersonPin): 'ok' | 'changed' {
    const entry = entryOf(address);
    if (entry.change !== undefined) return 'changed';
    if (entry.pin !== undefined) return equal(personIn(entry.pin), pin.person) ? 'ok' : 'changed';
    keep(entry, pin);
    return 'ok';
  }

  function follow(address: string, { held, isRecovered }: Parameters<Pins['follow']>[1], atMs: number): void {
    const entry = entryOf(address);
    assert(entry.change === undefined, 'nothing moves a pin while a dispute waits');
    const before = unwrap(pinIn(entry), 'a reading follows only a person whom it found pinned');
    const isNews = isRecovered && entry.recovery === undefined;
    keep(isNews ? { ...entry, recovery: { seenAtMs: atMs } } : entry, { ...before, held });
    if (isNews) onRecord({ kind: 'key-change', change: 'recovered' });
  }

  function noteDispute(address: string, atMs: number): void {
    const entry = entryOf(address);
    if (entry.change !== undefined) return;
    write({ ...entry, change: { seenAtMs: atMs } }, 'keep');
    onRecord({ kind: 'key-change', change: 'disputed' });
  }

  function decide(address: string, held: Held, atMs: number): 'decided' | 'disk' {
    const { verified: _verified, change: _change, recovery: _recovery, ...entry } = entryOf(address);
    const before = pinIn(entry);
    const sinceMs = before !== undefined && equal(before.person, held.chain.person) ? before.sinceMs : atMs;
    if (!write({ ...entry, pin: keptOf(pinOf(held, sinceMs)), accepted: { atMs } }, 'undo')) return 'disk';
    onRecord({ kind: 'dispute-decided', whose: 'other' });
    return 'decided';
  }

  function acceptKey(address: string, verifyAgainAtMs?: number): 'accepted' | 'not-changed' | 'disk' {
    const { recovery, ...entry } = entryOf(address);
    if (recovery === undefined || entry.change !== undefined) return 'not-changed';
    const { verified: _verified, ...unverified } = entry;
    // As with a decision: an earlier verification elsewhere must not return with a note that a broker has stored.
    const read = verifyAgainAtMs === undefined ? entry : { ...unverified, accepted: { atMs: verifyAgainAtMs } };
    if (!write(read, 'undo')) return 'disk';
    onRecord({ kind: 'key-accepted' });
    return 'accepted';
  }

  function forget(address: string, atMs: number): ReturnType<Book['forget']> {
    const next = withoutPerson(entryOf(address), atMs);
    if (typeof next === 'string') return next;
    if (!write(next, 'undo')) return 'disk';
    onRecord({ kind: 'key-accepted' });
    return 'forgotten';
  }

  function removeForGood(address: string, atMs: number): 'removed' | 'unknown' | 'disk' {
    const entry = entryOf(address);
    if (entry.name === undefined) return 'unknown';
    if (!write(withoutContact(entry, atMs), 'undo')) return 'disk';
    if (entry.verified !== undefined) onRecord({ kind: 'verification-ended', by: 'removed' });
    return 'removed';
  }

  function replace(address: string, replaced: Bytes, pin: PersonPin): 'replaced' | 'changed' | 'disk' {
    const next = withOther(entryOf(address), replaced, keptOf(pin), pin.sinceMs);
    if (next === undefined) return 'changed';
    if (!write(next, 'undo')) return 'disk';
    onRecord({ kind: 'verification-ended', by: 'replaced' });
    onRecord({ kind: 'peer-verified', way: 'code' });
    return 'replaced';
  }

  function markVerified(address: string, person: Uint8Array, atMs: number): boolean {
    const { recovery: _read, ...entry } = entryOf(address);
    if (entry.pin === undefined || entry.change !== undefined) return false;
    if (!equal(personIn(entry.pin), person)) return false;
    if (!write({ ...entry, verified: { atMs, way: 'code' }, failedSecureCalls: 0 }, 'undo')) return false;
    onRecord({ kind: 'peer-verified', way: 'code' });
    return true;
  }

  function hearVerified(address: string, person: Uint8Array, atMs: number): ReturnType<Book['hearVerified']> {
    const entry = entryOf(address);
    if (entry.change !== undefined) return 'other';
    // A broker may store a note for a week: a verification that has ended here must not return with the note, even for
    // the same person.
    if (entry.accepted !== undefined && atMs <= entry.accepted.atMs + SKEW_MS) return 'old';
    if (entry.pin === undefined) return 'unpinned';
    if (!equal(personIn(entry.pin), person)) return 'other';
    if (entry.verified !== undefined) return 'known';
    // Failures on this device still count.
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

  return {
    trustOf: (address) => trustIn(entryOf(address)),
    pin: (address) => pinIn(entryOf(address)),
    pinNew,
    isDisputed: (address) => entryOf(address).change !== undefined,
    follow,
    noteDispute,
    decide,
    acceptKey,
    forget,
    removeForGood,
    replace,
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
    disputed: () =>
      [...entries.values()].flatMap(({ address, name, change }) =>
        name === undefined && change !== undefined ? [{ address, seenAt: change.seenAtMs }] : [],
      ),
    contacts: list.read,
    onChange: (listener) => void listeners.push(listener),
  };
}
