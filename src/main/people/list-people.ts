// People as their signed device lists in the directory say (protocol §2). The trust book judges whether a list may follow the pinned one.
import { assert } from '../../core/assert.ts';
import type { Bytes } from '../../core/bytes.ts';
import { isValidAt } from '../../core/keys/certificate.ts';
import { compareWithPin, type DeviceList, headOf, relationTo } from '../../core/keys/device-list.ts';
import type { Head, HeadRelation } from '../../core/signal/head.ts';
import type { Clock } from '../app/clock.ts';
import type { Book } from '../contacts/book.ts';
import type { Directory } from '../signalling/directory.ts';
import type { PeerDevice, PeerPerson, People } from './people.ts';

class ListPerson implements PeerPerson {
  readonly list: DeviceList;
  readonly head: Head;
  readonly #clock: Clock;

  constructor(list: DeviceList, clock: Clock) {
    this.list = list;
    this.head = headOf(list);
    this.#clock = clock;
  }

  get address(): string {
    return this.list.address;
  }

  get person(): Bytes {
    return this.list.uik;
  }

  get devices(): readonly PeerDevice[] {
    const nowSeconds = Math.floor(this.#clock.nowMs() / 1000);
    return this.list.devices.filter((certificate) => isValidAt(certificate, nowSeconds));
  }

  readonly relation = (head: Head): HeadRelation => relationTo(this.list, head);
}

/** What lists are read from, and where changes are noted. */
export interface ListPeopleParts {
  readonly directory: Pick<Directory, 'readListFor' | 'lastRead'>;
  readonly book: Pick<Book, 'pin' | 'accept' | 'noteChange'>;
  readonly clock: Clock;
}

/** People, until the vault is locked. */
export interface ListPeople extends People {
  /** The book may be written no more: whatever is still being read comes to nothing. */
  readonly close: () => void;
}

/** People by the lists of this directory; what contradicts a pin is noted in this book. */
export function createListPeople({ directory, book, clock }: ListPeopleParts): ListPeople {
  const known = new WeakMap<DeviceList, ListPerson>();
  let isClosed = false;

  function personOf(list: DeviceList): ListPerson {
    const person = known.get(list) ?? new ListPerson(list, clock);
    known.set(list, person);
    return person;
  }

  return {
    look: async (address, { timeoutMs, maxAgeMs }) => {
      const reading = await directory.readListFor(address, timeoutMs, maxAgeMs);
      if (isClosed || reading.kind === 'timeout') return { kind: 'timeout' };
      if (reading.kind !== 'list') return { kind: 'none' };
      const { list, readAtMs } = reading;
      const pin = book.pin(address);
      const comparison = pin === undefined ? 'newer' : compareWithPin(pin, list);
      if (comparison === 'same' || comparison === 'newer') {
        return { kind: 'person', peer: personOf(list), isConfirmed: true, readAtMs };
      }
      // Seen from the directory itself, so it is a change of what was pinned and not a stranger's word.
      book.noteChange(address, comparison, clock.nowMs());
      return { kind: 'changed', peer: personOf(list) };
    },
    glance: async (address, { timeoutMs, maxAgeMs }) => {
      const reading = await directory.readListFor(address, timeoutMs, maxAgeMs);
      if (reading.kind === 'list') return personOf(reading.list);
      return reading.kind === 'timeout' ? 'timeout' : 'none';
    },
    held: (address) => {
      const [pin, list] = [book.pin(address), directory.lastRead(address)];
      if (pin === undefined || list === undefined) return undefined;
      return compareWithPin(pin, list) === 'same' ? personOf(list) : undefined;
    },
    pin: (peer, atMs) => {
      assert(peer instanceof ListPerson, 'people are pinned where they were looked up');
      return book.accept(peer.address, peer.list, atMs);
    },
    close: () => {
      isClosed = true;
    },
  };
}
