// People as the chains of their devices say (protocol §2, directory; decision 0053). Each reading of an address whose person is pinned
// moves the pin on; a dispute and a recovery are noted in the trust book. Others under the address change nothing about the pinned person.
import { assert, unwrap } from '../../core/assert.ts';
import { type Bytes, equal } from '../../core/bytes.ts';
import { devicesOf } from '../../core/keys/chain.ts';
import { isWithin } from '../app/budget.ts';
import type { Clock } from '../app/clock.ts';
import { disputeOf, type PersonPin, type Pins, pinOf, pinStep } from '../contacts/person-pin.ts';
import type { Log } from '../log.ts';
import type { AddressReader } from './address-reader.ts';
import type { AddressReading, Invited, PersonRead } from './address-reading.ts';
import { ChainPerson, createChainPersons } from './chain-person.ts';
import { choose, firstHeld } from './held.ts';
import type { LookOptions, People, PeerPerson, Sight } from './people.ts';

const DAY_MS = 24 * 3_600_000;
const MOST_TOLD_DEVICES = 8;

/** Somebody else's chain lies under the address of a pinned person: the devices that publish as theirs, eight at most. */
export interface AddressClaim {
  readonly address: string;
  readonly devices: readonly string[];
}

/** What people are known by, and where what becomes of a pin is kept. */
export interface ChainPeopleParts {
  readonly reader: AddressReader;
  readonly pins: Pins;
  /** What the organisation says of people. */
  readonly organisation: {
    /** Devices that it confirms for an address, as far as is known: they are read before strangers'. */
    readonly devicesOf: (address: string) => readonly string[];
    /** Asks it for the one of these persons of whom it confirms a device, if that is exactly one. */
    readonly oneOf: (claims: readonly PeerPerson[]) => Promise<PeerPerson | undefined>;
  };
  /** Told once a day and address. */
  readonly onClaim: (claim: AddressClaim) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** People, until the vault is locked. */
export interface ChainPeople extends People {
  /** The pins may be written no more: whatever is still being read comes to nothing. */
  readonly close: () => void;
}

/** Whether what was read of a pinned person is disputed, and whether that was read before. */
type Outcome = 'agreed' | 'changed' | 'accepted';

/** People by what this reader finds; what contradicts a pin is noted in these pins. */
export function createChainPeople(parts: ChainPeopleParts): ChainPeople {
  const { reader, pins, organisation, clock, log } = parts;
  const personOf = createChainPersons();
  const told = new Map<string, number>(); // when, by what and address
  let isClosed = false;

  async function read(address: string, options: LookOptions): Promise<AddressReading> {
    const pin = pins.pin(address);
    const { rest, ...reading } = await reader.read({
      ...options,
      address,
      held: pin === undefined ? [] : [pin.held],
      confirmed: organisation.devicesOf(address),
    });
    void rest?.then((whole) => take(address, whole)); // a recovery on a device that nobody knew, and who else claims the address
    const now = pins.pin(address);
    const isForgotten = pin !== undefined && (now === undefined || !equal(now.person, pin.person));
    return isForgotten
      ? { ...reading, persons: reading.persons.flatMap((each) => asAfresh(each, pin.person)) }
      : reading;
  }

  // Whoever is pinned when a reading has come is not always who was when it began.
  function take(address: string, { persons }: AddressReading): Outcome {
    const pin = isClosed ? undefined : pins.pin(address);
    if (pin === undefined) return 'agreed';
    const others = persons.filter((each) => each.isFromDirectory && !isOf(each, pin.person));
    if (others.length > 0 && isNews(`claim ${address}`)) parts.onClaim({ address, devices: devicesIn(others) });
    const mine = persons.find((each) => isOf(each, pin.person));
    if (mine === undefined) return 'agreed';
    if (mine.cut.length > 0 && isNews(`cut ${address}`)) {
      log.info('links of removed devices count for nothing', { links: mine.cut.length });
    }
    const step = pinStep(pin.held, mine);
    if (step.kind === 'disputed') return pins.noteDispute(address, step.dispute, clock.nowMs());
    if (step.kind === 'follow') pins.follow(address, step, clock.nowMs());
    return 'agreed';
  }

  function isNews(what: string): boolean {
    const nowMs = clock.nowMs();
    for (const [each, atMs] of told) if (!isWithin(atMs, nowMs, DAY_MS)) told.delete(each);
    if (told.has(what)) return false;
    told.set(what, nowMs);
    return true;
  }

  async function look(address: string, options: LookOptions): Promise<Sight> {
    const reading = await read(address, options);
    const outcome = take(address, reading);
    const claims = reading.persons.map(({ choice }) => personOf(choice.held));
    const isOpen = pins.pin(address) === undefined && claims.length > 1;
    const one = isOpen ? await organisation.oneOf(claims) : undefined;
    if (isClosed) return { kind: 'timeout' };
    const { invited } = options;
    const pin = pins.pin(address);
    if (pin === undefined)
      return invited === undefined ? unpinned(address, reading, one) : calling(reading, invited, one);
    if (invited !== undefined && !equal(invited.person, pin.person)) return { kind: 'other' };
    return pinned(pin, reading, outcome, invited !== undefined);
  }

  function pinned({ person, held }: PersonPin, reading: AddressReading, outcome: Outcome, isCalling: boolean): Sight {
    const isRead = reading.persons.some((each) => isOf(each, person) && each.isFromDirectory);
    const peer = personOf(held);
    if (outcome === 'changed') return { kind: 'changed', peer };
    if (!isRead && !isCalling) return withoutThem(reading, person);
    return { kind: 'person', peer, isConfirmed: isRead && outcome === 'agreed', readAtMs: timeOf(reading) };
  }

  function unpinned(address: string, reading: AddressReading, one: PeerPerson | undefined): Sight {
    const [first, ...others] = reading.persons;
    if (first === undefined) return withoutThem(reading);
    const claims = reading.persons.map(({ choice }) => personOf(choice.held));
    if (others.length > 0 && one === undefined) return { kind: 'several', claims };
    const { choice } = unwrap(
      reading.persons.find((each) => one === undefined || isOf(each, one.person)),
      'one of these',
    );
    const [peer, readAtMs] = [personOf(choice.held), timeOf(reading)];
    if (choice.kind === 'chosen') return { kind: 'person', peer, isConfirmed: true, readAtMs };
    const outcome = pins.noteDispute(address, disputeOf(choice.branches), clock.nowMs());
    return outcome === 'changed' ? { kind: 'changed', peer } : { kind: 'person', peer, isConfirmed: false, readAtMs };
  }

  // A stranger: a dispute is not noted, since anybody can call from any address.
  function calling(reading: AddressReading, { person }: Invited, one: PeerPerson | undefined): Sight {
    const theirs = reading.persons.find((each) => isOf(each, person));
    const isOther = one !== undefined && !equal(one.person, person);
    if (theirs === undefined || isOther) return withoutThem(reading, person);
    const isOnly = reading.persons.length === 1 || one !== undefined;
    const isConfirmed = theirs.isFromDirectory && theirs.choice.kind === 'chosen' && isOnly;
    return { kind: 'person', peer: personOf(theirs.choice.held), isConfirmed, readAtMs: timeOf(reading) };
  }

  function withoutThem(reading: AddressReading, person?: Bytes): Sight {
    if (reading.kind === 'timeout') return { kind: 'timeout' };
    const isOther = reading.persons.some((each) => person === undefined || !isOf(each, person));
    return { kind: isOther ? 'other' : 'none' };
  }

  // Of a silent directory nothing is older than now.
  function timeOf(reading: AddressReading): number {
    return reading.kind === 'read' ? reading.readAtMs : clock.nowMs();
  }

  async function glance(address: string, options: LookOptions): Promise<PeerPerson | 'none' | 'timeout'> {
    const reading = await read(address, options);
    take(address, reading);
    if (isClosed || reading.kind === 'timeout') return 'timeout';
    const pin = pins.pin(address);
    const published = reading.persons.filter(({ isFromDirectory }) => isFromDirectory);
    if (pin !== undefined) return published.some((each) => isOf(each, pin.person)) ? personOf(pin.held) : 'none';
    const [only, ...others] = published;
    return only === undefined || others.length > 0 ? 'none' : personOf(only.choice.held);
  }

  return {
    look,
    glance,
    held: (address) => {
      const pin = pins.pin(address);
      return pin && personOf(pin.held);
    },
    pin: (peer, atMs) => {
      assert(peer instanceof ChainPerson, 'people are pinned where they were looked up');
      return pins.pinNew(peer.address, pinOf(peer.held, atMs));
    },
    close: () => {
      isClosed = true;
    },
  };
}

// Who was forgotten while the address was read: what was held of them before finds nobody, and removes nobody.
function asAfresh(read: PersonRead, forgotten: Bytes): readonly PersonRead[] {
  if (!isOf(read, forgotten)) return [read];
  const [chain] = read.read;
  return chain === undefined ? [] : [{ ...read, choice: choose(firstHeld(chain), read.read) }];
}

function isOf(read: PersonRead, person: Bytes): boolean {
  return equal(read.person, person);
}

function devicesIn(persons: readonly PersonRead[]): readonly string[] {
  const devices = persons.flatMap(({ choice }) => devicesOf(choice.held.chain).map(({ id }) => id));
  return devices.slice(0, MOST_TOLD_DEVICES);
}
