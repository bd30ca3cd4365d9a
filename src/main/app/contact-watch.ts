// Whose presence is asked for when: everybody's when the connection stands and every twenty minutes, and of contacts that have changed at
// once. Reading 5,000 contacts whom nobody has called takes 21 minutes, and what changes one of them is no reason to read the others.
import type { Book } from '../contacts/book.ts';
import type { Contact } from '../contacts/contact-list.ts';
import type { Clock } from '../time/clock.ts';
import type { Presences } from './presences.ts';

const WATCH_EVERY_MS = 20 * 60_000;

/** The watch over the contacts of a book. */
export interface ContactWatch {
  /** Reads whoever was not read for a quarter of an hour, now and from time to time: a contact may have a new device. */
  readonly all: () => void;
  /** Reads those that have changed since. */
  readonly changed: () => void;
  readonly stop: () => void;
}

/** A watch that has not begun. */
export function createContactWatch(
  book: Pick<Book, 'contacts'>,
  presences: Pick<Presences, 'watch'>,
  clock: Pick<Clock, 'after'>,
): ContactWatch {
  let cancel = (): void => undefined;
  let watched: ReadonlySet<Contact> = new Set();
  const addressOf = ({ address }: Contact): string => address;

  function begin(contacts: readonly Contact[], due: readonly Contact[]): void {
    watched = new Set(contacts);
    void presences.watch(contacts.map(addressOf), due.map(addressOf));
  }

  function all(): void {
    cancel();
    cancel = clock.after(WATCH_EVERY_MS, all);
    begin(book.contacts(), book.contacts());
  }

  return {
    all,
    changed: () => {
      const contacts = book.contacts();
      const due = contacts.filter((contact) => !watched.has(contact));
      if (due.length > 0 || contacts.length !== watched.size) begin(contacts, due);
    },
    stop: () => cancel(),
  };
}
