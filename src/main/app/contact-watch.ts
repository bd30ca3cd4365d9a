// When contacts are read for their presence: all of them when the connection comes up and every twenty minutes, changed
// contacts at once. A contact read in the last quarter of an hour is not read again. Reading 5,000 contacts that were
// never called takes 21 minutes, so a change of one contact must not cause a reading of the others.
import type { Book } from '../contacts/book.ts';
import type { Contact } from '../contacts/contact-list.ts';
import type { Clock } from '../time/clock.ts';
import type { Presences } from './presences.ts';

const WATCH_EVERY_MS = 20 * 60_000;

/** Watches the contacts of a book. */
export interface ContactWatch {
  /**
   * Now and every twenty minutes, reads the contacts that were not read in the last quarter of an hour: they may have
   * new devices.
   */
  readonly all: () => void;
  /** Reads the contacts that have changed, unless they were read in the last quarter of an hour. */
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
