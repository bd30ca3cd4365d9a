// The book's contacts in the order of their names. They are part of every view, so the list is kept until the entry of
// a contact is written, and each contact until its own entry is written. Sorting thousands of names takes tens of
// milliseconds, and is done only if a contact came, went or was renamed.
import type { Bytes } from '../../core/bytes.ts';
import type { Trust } from '../../contract/view.ts';
import { personIn } from '../people/person-pin.ts';
import { trustIn } from './book-entry.ts';
import type { BookEntry } from './book-state.ts';

/** A contact as lists show it. `person` is present if somebody is pinned. */
export interface Contact {
  readonly address: string;
  readonly name: string;
  readonly trust: Trust;
  readonly person: Bytes | undefined;
  /** Whether their calls ring even under do not disturb. */
  readonly alwaysRings: boolean;
}

/** The list over the entries of a book. */
export interface ContactList {
  /**
   * Sorted by name, or by address where there is no name. The list stays the same object until a contact's entry is
   * written. Each contact stays the same object until its own entry is written.
   */
  readonly read: () => readonly Contact[];
  /** `after` has replaced `before` at the same address. Undefined stands for no entry. */
  readonly changed: (before: BookEntry | undefined, after: BookEntry | undefined) => void;
}

const byName = new Intl.Collator();

/** The list of the contacts in `entries`, which is called for each new sorting. */
export function createContactList(entries: () => Iterable<BookEntry>): ContactList {
  const known = new WeakMap<BookEntry, Contact>();
  let listed: readonly Contact[] | undefined;

  function contactIn(entry: BookEntry, name: string): Contact {
    const found = known.get(entry);
    if (found !== undefined) return found;
    const { address, pin, alwaysRings = false } = entry;
    const contact = { address, name, trust: trustIn(entry), person: pin && personIn(pin), alwaysRings };
    known.set(entry, contact);
    return contact;
  }

  return {
    read: () =>
      (listed ??= [...entries()]
        .flatMap((entry) => (entry.name === undefined ? [] : [contactIn(entry, entry.name)]))
        .toSorted(
          (a, b) => byName.compare(a.name || a.address, b.name || b.address) || (a.address < b.address ? -1 : 1),
        )),
    changed: (before, after) => {
      const name = after?.name;
      if (before?.name !== name) listed = undefined;
      else if (after !== undefined && name !== undefined)
        listed = listed?.map((each) => (each.address === after.address ? contactIn(after, name) : each));
    },
  };
}
