// People by the chains of their devices (protocol §2.9; decision 0053). Readings update a pin until a dispute is noted,
// which only a person ends. Other persons under the address never change the pinned one.
import { assert, unwrap } from '../../core/assert.ts';
import { type Bytes, equal } from '../../core/bytes.ts';
import { isWithin } from '../../core/within.ts';
import type { Clock } from '../time/clock.ts';
import { type PersonPin, type Pins, pinOf, pinStep } from './person-pin.ts';
import type { Log } from '../log.ts';
import type { AddressReader } from './address-reader.ts';
import type { AddressReading, Credentials, Invited, PersonRead } from './address-reading.ts';
import { ChainPerson, createChainPersons } from './chain-person.ts';
import { type Sides, sidesNowSteps } from './decision.ts';
import { type AddressClaim, claimOf } from './foreign-claims.ts';
import { chooseSteps, firstHeld, type Held, isChoiceFor } from './held.ts';
import type { LookOptions, People, PeerPerson, Sight } from './people.ts';
import { afreshSteps, hasOneClaimant, idsIn, isOf, withoutOne } from './person-reads.ts';

const DAY_MS = 24 * 3_600_000;

/**
 * A dispute about an address, with at least one side. `more` branches are left out. `pinned`: what was held when the
 * dispute was read.
 */
export interface Dispute extends Sides {
  readonly address: string;
  readonly pinned: Held | undefined;
}

/** Why there are no sides to decide between. */
export type NoSides = 'over' | 'nobody' | 'several' | 'timeout';

/** What people are known by, and where changes of a pin are stored. */
export interface ChainPeopleParts {
  readonly reader: AddressReader;
  readonly pins: Pins;
  readonly organisation: {
    /** Devices that the organisation confirms for an address, as far as known: they are read before strangers'. */
    readonly devicesOf: (address: string) => readonly string[];
    /** The one of these persons of whom the organisation confirms a device, if there is exactly one. */
    readonly oneOf: (claims: readonly PeerPerson[]) => Promise<PeerPerson | undefined>;
    /**
     * How the certificates of devices are read, if more devices claim an address than are read. Undefined without an
     * organisation.
     */
    readonly credentials: () => Credentials | undefined;
  };
  /** A reading has found another person beside the pinned one. */
  readonly onClaim: (claim: AddressClaim) => void;
  /** A complete reading of a pinned person's address has found nobody else. */
  readonly onNoClaim: (address: string) => void;
  /** These devices were found of a person who is pinned, about to be pinned, or in dispute. */
  readonly onDevices: (address: string, devices: readonly string[]) => void;
  readonly firstSeenMs: (address: string, device: string) => number | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** People, until the vault is locked. */
export interface ChainPeople extends People {
  /**
   * The sides of a dispute, always including `name` if that side exists. `over`: nothing is disputed. `nobody`,
   * `several`: the dispute is noted, but nobody, or more than one person, claims the address now. `timeout`: the answer
   * is incomplete.
   */
  readonly dispute: (address: string, options: LookOptions, name?: string) => Promise<Dispute | NoSides>;
  /** Pins what the person has decided for. `changed`: the pin has changed since the sides were read. */
  readonly decide: (dispute: Dispute, side: Sides['sides'][number], atMs: number) => 'decided' | 'changed' | 'disk';
  /** From here on, readings under way have no effect, and `pin`, `replace` and `decide` return `changed`. */
  readonly close: () => void;
}

/** The part of a reading that updates a pin. */
type Brought = Pick<AddressReading, 'persons' | 'isWhole'>;

/** `changed`: the pinned person is disputed, or a dispute waits for a decision. */
type Outcome = 'agreed' | 'changed';

/** People as this reader finds them. What contradicts a pin is noted in these pins. */
export function createChainPeople(parts: ChainPeopleParts): ChainPeople {
  const { reader, pins, organisation, clock, log } = parts;
  const personOf = createChainPersons();
  const told = new Map<string, number>(); // when a fact about an address was logged
  let isClosed = false;

  async function read(address: string, options: LookOptions): Promise<AddressReading> {
    const pin = pins.pin(address);
    const credentials = organisation.credentials();
    const reading = await reader.read({
      ...options,
      address,
      held: pin === undefined ? [] : [pin.held],
      confirmed: organisation.devicesOf(address),
      ...(credentials !== undefined && { credentials }),
    });
    void reading.rest?.then((whole) => take(address, whole)); // may show other claims, or recovery on an unknown device
    const now = pins.pin(address);
    const isForgotten = pin !== undefined && (now === undefined || !equal(now.person, pin.person));
    if (!isForgotten) return reading;
    const whole = await wholeOf(reading, options.timeoutMs);
    return { ...whole, persons: await reader.slices.run(afreshSteps(whole.persons, pin.person)) };
  }

  // What is held of the pinned person may have changed since the reading began: then the choice is made anew.
  async function take(address: string, { persons, isWhole }: Brought): Promise<Outcome> {
    const pin = isClosed ? undefined : pins.pin(address);
    const mine = pin && persons.find((each) => isOf(each, pin.person));
    if (pin === undefined || mine === undefined || isChoiceFor(mine.choice, pin.held))
      return taken(address, { persons, isWhole }, mine);
    const now = { ...mine, choice: await reader.slices.run(chooseSteps(pin.held, mine.read)) };
    return take(address, { persons: persons.map((each) => (each === mine ? now : each)), isWhole });
  }

  function taken(address: string, { persons, isWhole }: Brought, mine: PersonRead | undefined): Outcome {
    const pin = isClosed ? undefined : pins.pin(address);
    if (pin === undefined) return !isClosed && pins.isDisputed(address) ? 'changed' : 'agreed';
    const others = persons.filter((each) => each.isFromDirectory && !isOf(each, pin.person));
    if (others.length > 0) parts.onClaim(claimOf(address, pin.person, others));
    else if (isWhole) parts.onNoClaim(address);
    if (mine === undefined) return pins.isDisputed(address) ? 'changed' : 'agreed';
    if (mine.cut.length > 0 && isNews(`cut ${address}`)) {
      log.info('cut or overruled links count for nothing', { parts: mine.cut.length });
    }
    if (pins.isDisputed(address)) return 'changed'; // a noted dispute must not end because somebody withholds a chain
    const step = pinStep(pin.held, mine.choice);
    parts.onDevices(address, idsIn(step.kind === 'follow' ? step.held.chain : pin.held.chain));
    if (step.kind === 'disputed') pins.noteDispute(address, clock.nowMs());
    if (step.kind === 'follow') pins.follow(address, step, clock.nowMs());
    return step.kind === 'disputed' ? 'changed' : 'agreed';
  }

  function newPin(peer: PeerPerson, atMs: number): PersonPin {
    assert(peer instanceof ChainPerson, 'only people who were looked up here are pinned');
    const ids = peer.devices.map(({ id }) => id);
    parts.onDevices(peer.address, ids);
    return pinOf(peer.held, atMs);
  }

  function isNews(what: string): boolean {
    const nowMs = clock.nowMs();
    for (const [each, atMs] of told) if (!isWithin(atMs, nowMs, DAY_MS)) told.delete(each);
    if (told.has(what)) return false;
    told.set(what, nowMs);
    return true;
  }

  async function look(address: string, options: LookOptions): Promise<Sight> {
    const { claimant, invited } = options;
    const reading = await (claimant === undefined ? read(address, options) : readWhole(address, options));
    const outcome = await take(address, reading);
    const one = await confirmedIn(address, reading);
    if (isClosed) return { kind: 'timeout' };
    const pin = pins.pin(address);
    if (claimant !== undefined && (pin === undefined || !equal(claimant, pin.person)))
      return claiming(reading, claimant);
    if (pin === undefined)
      return invited === undefined ? unpinned(address, reading, one) : calling(reading, invited, outcome, one);
    if (invited !== undefined && !equal(invited.person, pin.person))
      return { kind: 'other', readAtMs: timeOf(reading) };
    return pinned(pin, reading, outcome, invited !== undefined);
  }

  /** If nobody is pinned and several persons claim the address, or might: the one whom the organisation confirms. */
  async function confirmedIn(address: string, reading: AddressReading): Promise<PeerPerson | undefined> {
    if (pins.pin(address) !== undefined || hasOneClaimant(reading)) return undefined;
    return organisation.oneOf(reading.persons.map(({ choice }) => personOf(choice.held)));
  }

  function pinned({ person, held }: PersonPin, reading: AddressReading, outcome: Outcome, isCalling: boolean): Sight {
    const isRead = reading.persons.some((each) => isOf(each, person) && each.isFromDirectory);
    const peer = personOf(held);
    if (outcome === 'changed') return { kind: 'changed', peer };
    if (!isRead && !isCalling) return withoutThem(reading, person);
    return { kind: 'person', peer, isConfirmed: isRead, readAtMs: timeOf(reading) };
  }

  function unpinned(address: string, reading: AddressReading, one: PeerPerson | undefined): Sight {
    if (reading.persons.length === 0) return withoutThem(reading);
    const claims = reading.persons.map(({ choice }) => personOf(choice.held));
    if (!hasOneClaimant(reading) && one === undefined)
      return claims.length > 1 || reading.isCrowded ? { kind: 'several', claims } : { kind: 'timeout' };
    const { choice } = unwrap(
      reading.persons.find((each) => one === undefined || isOf(each, one.person)),
      'one of these',
    );
    const peer = personOf(choice.held);
    if (choice.kind === 'chosen' && !pins.isDisputed(address))
      return { kind: 'person', peer, isConfirmed: true, readAtMs: timeOf(reading) };
    pins.noteDispute(address, clock.nowMs());
    return { kind: 'changed', peer };
  }

  async function dispute(address: string, options: LookOptions, name?: string): Promise<Dispute | NoSides> {
    const reading = await readWhole(address, options);
    await take(address, reading);
    const one = await confirmedIn(address, reading);
    if (isClosed) return 'timeout';
    if (reading.kind === 'timeout' || !reading.isWhole) return 'timeout';
    const isNoted = pins.isDisputed(address);
    const pin = pins.pin(address);
    const whom = pin?.person ?? one?.person;
    const [theirs, ...others] = reading.persons.filter((each) => whom === undefined || isOf(each, whom));
    if (theirs === undefined || others.length > 0) {
      if (!isNoted) return 'over';
      return theirs === undefined ? 'nobody' : 'several';
    }
    const now = pin?.held ?? firstHeld(theirs.choice.held.chain);
    const choice = await reader.slices.run(chooseSteps(now, theirs.read));
    if (!isNoted && choice.kind === 'chosen') return 'over';
    const wish = { firstSeenMs: (id: string) => parts.firstSeenMs(address, id), ...(name !== undefined && { name }) };
    const { sides, more } = await reader.slices.run(sidesNowSteps(now, choice, theirs.read, pin !== undefined, wish));
    if (isClosed) return 'timeout';
    parts.onDevices(
      address,
      sides.flatMap(({ chain }) => idsIn(chain)),
    );
    return { address, pinned: pin?.held, sides, more };
  }

  // Waits longer than `read`, because strangers come last, and the other side of a dispute may be among them.
  async function readWhole(address: string, options: LookOptions): Promise<AddressReading> {
    const held = pins.pin(address)?.held;
    const reading = await reader.read({ ...options, address, held: held === undefined ? [] : [held] });
    return wholeOf(reading, options.timeoutMs);
  }

  function wholeOf({ rest, ...first }: AddressReading, ms: number): AddressReading | Promise<AddressReading> {
    if (rest === undefined) return first;
    return Promise.race([rest, new Promise<AddressReading>((resolve) => void clock.after(ms, () => resolve(first)))]);
  }

  function calling(reading: AddressReading, { person }: Invited, outcome: Outcome, one: PeerPerson | undefined): Sight {
    const theirs = reading.persons.find((each) => isOf(each, person));
    const isOther = one !== undefined && !equal(one.person, person);
    if (theirs === undefined || isOther) return withoutThem(reading, person);
    const isOnly = hasOneClaimant(reading) || one !== undefined;
    const isAgreed = theirs.choice.kind === 'chosen' && outcome === 'agreed';
    const isConfirmed = theirs.isFromDirectory && isAgreed && isOnly;
    return { kind: 'person', peer: personOf(theirs.choice.held), isConfirmed, readAtMs: timeOf(reading) };
  }

  // The result for a person who is not the pinned one. Contradictions about that person are noted nowhere.
  function claiming(reading: AddressReading, claimant: Bytes): Sight {
    const theirs = reading.persons.find((each) => isOf(each, claimant));
    if (theirs === undefined) return withoutThem(reading, claimant);
    const isConfirmed = theirs.isFromDirectory && theirs.choice.kind === 'chosen';
    return { kind: 'person', peer: personOf(theirs.choice.held), isConfirmed, readAtMs: timeOf(reading) };
  }

  async function others(address: string, options: LookOptions): Promise<readonly PeerPerson[] | 'timeout'> {
    const reading = await readWhole(address, options);
    await take(address, reading);
    if (isClosed || reading.kind === 'timeout') return 'timeout';
    const pin = pins.pin(address);
    const published = reading.persons.filter((each) => each.isFromDirectory && !(pin && isOf(each, pin.person)));
    return published.map(({ choice }) => personOf(choice.held));
  }

  function withoutThem(reading: AddressReading, person?: Bytes): Sight {
    if (reading.kind === 'timeout') return { kind: 'timeout' };
    const isOther = reading.persons.some((each) => person === undefined || !isOf(each, person));
    if (isOther) return { kind: 'other', readAtMs: timeOf(reading) };
    return { kind: reading.isCrowded ? 'crowded' : 'none' };
  }

  // A silent directory counts as read now.
  function timeOf(reading: AddressReading): number {
    return reading.kind === 'read' ? reading.readAtMs : clock.nowMs();
  }

  async function glance(address: string, options: LookOptions): Promise<PeerPerson | 'none' | 'timeout'> {
    const reading = await read(address, options);
    await take(address, reading);
    if (isClosed || reading.kind === 'timeout') return 'timeout';
    const pin = pins.pin(address);
    const published = reading.persons.filter(({ isFromDirectory }) => isFromDirectory);
    if (pin !== undefined) return published.some((each) => isOf(each, pin.person)) ? personOf(pin.held) : 'none';
    const [only] = published;
    return only === undefined || !hasOneClaimant(reading) ? withoutOne(reading) : personOf(only.choice.held);
  }

  return {
    look,
    glance,
    others,
    held: (address) => {
      const pin = pins.pin(address);
      return pin && personOf(pin.held);
    },
    dispute,
    decide: ({ address, pinned }, { decided }, atMs) =>
      isClosed || pins.pin(address)?.held !== pinned ? 'changed' : pins.decide(address, decided, atMs),
    pin: (peer, atMs) => (isClosed ? 'changed' : pins.pinNew(peer.address, newPin(peer, atMs))),
    replace: (peer, replaced, atMs) =>
      isClosed ? 'changed' : pins.replace(peer.address, replaced, newPin(peer, atMs)),
    close: () => {
      isClosed = true;
    },
  };
}
