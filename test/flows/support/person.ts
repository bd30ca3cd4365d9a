// A person with one installation: their own keys, address book and desk, at the broker of the test. The desk and
// the code that reads the directory are real. The network, the disk, the page, the worker, policy and the organisation
// are faked.
import { unwrap } from '../../../src/core/assert.ts';
import type { Bytes } from '../../../src/core/bytes.ts';
import type { Chain } from '../../../src/core/keys/chain.ts';
import type { CarriedLink } from '../../../src/core/keys/link.ts';
import { linksToCarry } from '../../../src/core/signal/message.ts';
import type { DeviceKeys } from '../../../src/core/keys/identity.ts';
import type { RefusalCode } from '../../../src/contract/failure.ts';
import type { OrganisationMark } from '../../../src/contract/managed.ts';
import type { CallView, HistoryEntry, Media, UnknownCallers } from '../../../src/contract/view.ts';
import type { Random } from '../../../src/main/time/clock.ts';
import { createSlices } from '../../../src/main/time/slices.ts';
import type { CallDeps, CallNotice, MediaChoice } from '../../../src/main/calls/call-deps.ts';
import { createDesk, type Desk } from '../../../src/main/calls/desk.ts';
import type { CallIdState } from '../../../src/main/calls/inbox/call-ids.ts';
import { defaultSettings } from '../../../src/main/policy/settings.ts';
import { mediaChoice } from '../../../src/main/calls/media-choice.ts';
import { type Book, openBook } from '../../../src/main/contacts/book.ts';
import type { BookState } from '../../../src/main/contacts/book-state.ts';
import { createLog } from '../../../src/main/log.ts';
import type { Confirmations } from '../../../src/main/organisation/confirmations.ts';
import type { ProvenDevice } from '../../../src/core/organisation/proven-device.ts';
import type { RecordEvent } from '../../../src/main/record/record-event.ts';
import { createAddressReader } from '../../../src/main/people/address-reader.ts';
import { type ChainPeopleParts, createChainPeople } from '../../../src/main/people/chain-people.ts';
import { createDisputes, type Disputes } from '../../../src/main/people/disputes.ts';
import { type ForeignClaims, openForeignClaims } from '../../../src/main/people/foreign-claims.ts';
import { openSeenDevices } from '../../../src/main/people/seen-devices.ts';
import type { Store } from '../../../src/main/vault/store.ts';
import { MemoryHistory } from '../../main/memory-history.ts';
import { fixedPolicy } from '../../main/policy/fixed-policy.ts';
import { Air, Page } from './air.ts';
import { MemoryBroker } from './broker.ts';
import { dice } from './dice.ts';
import { HandClock } from './hand-clock.ts';
import { Membership, type Published } from './household.ts';
import { deviceKeysOf } from './made-once.ts';

/** State in memory; `isFull` makes every write fail. */
export class MemoryStore<T> implements Store<T> {
  value: T | undefined;
  isFull = false;
  readonly read = (): T | undefined => this.value;
  readonly write = (value: T): 'written' | 'disk' => {
    if (this.isFull) return 'disk';
    this.value = structuredClone(value);
    return 'written';
  };
}

/** Everything that a test of whole calls needs. */
export class World {
  readonly clock = new HandClock();
  readonly broker = new MemoryBroker(this.clock);
  readonly air = new Air(this.clock);
  readonly people: Person[] = [];
  /** Chains are judged in turns of the event loop, while the clock stands still. */
  readonly slices = createSlices();
  /** Another seed gives other keys, ids and nonces. */
  readonly seed: string;

  constructor(seed = 'a world') {
    this.seed = seed;
    this.clock.isBusy = this.slices.isBusy;
  }

  /** A person with a new identity, or another device of an existing one. */
  person(address: string, device = 'one', of?: Person): Person {
    const person = new Person(this, address, device, of, 'published');
    this.people.push(person);
    return person;
  }

  /** A new device of `of`, who has lost all others and recovers with the code of this seed. */
  recovered(of: Person, code: Bytes): Person {
    const person = new Person(this, of.address, 'recovered', of, 'published', code);
    this.people.push(person);
    return person;
  }

  /** Somebody with their own keys who claims `address`; their chain is in no directory. */
  impostor(address: string): Person {
    const person = new Person(this, address, 'false', undefined, 'hidden');
    this.people.push(person);
    return person;
  }
}

/** How a person differs from the usual one. */
export interface Quirks {
  iceServers: MediaChoice['iceServers'];
  isDoNotDisturb: boolean;
  unknownCallers: UnknownCallers;
}

/** What the organisation confirms, set by the test; `say` tells every listener. */
export class PlayedConfirmations implements Pick<Confirmations, 'check' | 'markOfDevice' | 'onChange'> {
  readonly asked: string[] = [];
  readonly #clock: HandClock;
  readonly #marks = new Map<string, OrganisationMark>();
  readonly #listeners: (() => void)[] = [];

  constructor(clock: HandClock) {
    this.#clock = clock;
  }

  readonly markOfDevice = ({ device }: ProvenDevice): OrganisationMark => this.#marks.get(device) ?? { kind: 'none' };
  readonly check = (device: ProvenDevice): Promise<OrganisationMark> => {
    this.asked.push(device.device);
    // A broker's round trip.
    return new Promise((resolve) => this.#clock.after(50, () => resolve(this.markOfDevice(device))));
  };
  readonly onChange = (listener: () => void): void => void this.#listeners.push(listener);

  /** The organisation's answer about people who claim one address. */
  readonly people: ChainPeopleParts['organisation'] = {
    devicesOf: () => [],
    oneOf: (claims) => {
      const confirmed = claims.filter(({ devices }) =>
        devices.some(({ id }) => this.#marks.get(id)?.kind === 'confirmed'),
      );
      return Promise.resolve(confirmed.length === 1 ? confirmed[0] : undefined);
    },
    credentials: () => ({
      read: (device) => Promise.resolve(this.#marks.get(device)?.kind === 'confirmed' ? new Uint8Array(1) : undefined),
      isFor: () => true,
    }),
  };

  say(device: string, mark: OrganisationMark): void {
    this.#marks.set(device, mark);
    for (const listener of this.#listeners) listener();
  }
}

/** One installation of one person. */
export class Person {
  readonly address: string;
  readonly device: string;
  readonly deviceKeys: DeviceKeys;
  readonly membership: Membership;
  readonly desk: Desk;
  readonly book: Book;
  readonly bookDisk = new MemoryStore<BookState>();
  readonly historyDisk = new MemoryHistory();
  readonly calls = this.historyDisk.open((address) => this.book.contact(address) !== undefined);
  readonly callIds = new MemoryStore<CallIdState>();
  readonly notices: CallNotice[] = [];
  readonly pages: Page[] = [];
  readonly logs: string[] = [];
  /** Who else claims the address of somebody pinned here. */
  readonly foreignClaims: ForeignClaims;
  readonly quirks: Quirks = { iceServers: [], isDoNotDisturb: false, unknownCallers: 'ring' };
  /** The policy of this machine's administrator. */
  readonly policy = fixedPolicy();
  readonly confirmations: PlayedConfirmations;
  /** Disputes about other people. This person answers every question with yes. */
  readonly disputes: Disputes;
  readonly records: RecordEvent[] = [];
  /** Called with each page before it does anything. */
  onPage: (page: Page) => void = () => undefined;
  /** The links that this device's INVITEs carry. */
  carries = (): readonly CarriedLink[] => linksToCarry(this.chain);
  /** Why this device is not one of its person's devices, as far as it knows; undefined if it is one. */
  out: 'device-removed' | 'device-unfinished' | undefined;
  readonly #world: World;
  readonly #name: string;
  readonly #deps: CallDeps;
  #loaded: Bytes | undefined;

  constructor(
    world: World,
    address: string,
    device: string,
    of: Person | undefined,
    listing: 'published' | 'hidden',
    code?: Bytes,
  ) {
    this.#world = world;
    this.address = address;
    this.#name = `${address.split('@')[0] ?? ''}${device}`;
    const rolled = dice(`${world.seed}/${address}/${device}`);
    const random: Random = (length) => {
      const loaded = this.#loaded;
      if (loaded?.length !== length) return rolled(length);
      this.#loaded = undefined;
      return loaded;
    };
    const deviceKeys = deviceKeysOf(random(32));
    this.deviceKeys = deviceKeys;
    this.device = deviceKeys.id;
    const membership = new Membership(world, address, deviceKeys, of?.membership, listing === 'hidden', code);
    this.membership = membership;
    this.confirmations = new PlayedConfirmations(world.clock);
    this.book = openBook(
      this.bookDisk,
      () => undefined,
      (event) => this.records.push(event),
    );
    const transport = world.broker.connect(this.device);
    const log = createLog('debug', (_level, line) => this.logs.push(line));
    const seen = openSeenDevices(new MemoryStore(), world.clock, () => undefined);
    this.foreignClaims = openForeignClaims({
      store: new MemoryStore(),
      clock: world.clock,
      onRecord: (event) => this.records.push(event),
      onDisk: () => undefined,
      onChange: () => undefined,
    });
    const people = createChainPeople({
      reader: createAddressReader({ source: transport, clock: world.clock, random, slices: world.slices }),
      pins: this.book,
      organisation: this.confirmations.people,
      onClaim: this.foreignClaims.see,
      onNoClaim: this.foreignClaims.clear,
      onDevices: seen.see,
      firstSeenMs: seen.firstSeenMs,
      clock: world.clock,
      log,
    });
    this.disputes = createDisputes({
      chains: people,
      seen,
      confirmations: { check: async () => Promise.resolve({ kind: 'none' }) },
      clock: world.clock,
      consent: async () => Promise.resolve('yes'),
    });
    this.#deps = {
      transport,
      people,
      clock: world.clock,
      random,
      log,
      own: {
        ...membership.own(),
        address,
        name: device,
        carried: () => this.carries(),
        whyOut: () => this.out,
      },
      book: this.book,
      history: this.calls,
      callIds: this.callIds,
      mediaChoice: () => {
        const values = this.policy.values();
        const chosen = mediaChoice(
          { ...defaultSettings([]), relayOnly: values.RelayOnly },
          values,
          undefined,
          (servers) => servers,
        );
        return { ...chosen, codecs: ['VP8'], iceServers: [...chosen.iceServers, ...this.quirks.iceServers] };
      },
      policy: this.policy,
      settings: () => ({ unknownCallers: this.quirks.unknownCallers }),
      confirmations: this.confirmations,
      onRecord: (event) => this.records.push(event),
      isDoNotDisturb: () => this.quirks.isDoNotDisturb,
      onNotice: (notice) => this.notices.push(notice),
    };
    this.desk = this.start();
  }

  /** The next request for random bytes of this length gets `bytes`. */
  loadDice(bytes: Bytes): void {
    this.#loaded = bytes;
  }

  /** Starts the installation's desk, as after a restart of the program; state on disk stays. */
  start(): Desk {
    const desk = createDesk(this.#deps);
    desk.onMediaCommand((command) => {
      if (command.kind === 'open') {
        const page = new Page(
          this.#world.air,
          this.#name,
          command.call,
          (fact) => desk.mediaFact(fact),
          this.pages.length,
        );
        this.pages.push(page);
        this.onPage(page);
        page.obey(command);
        desk.attachWorker(page.call, page.port());
        return;
      }
      this.pages.findLast((page) => page.call === command.call)?.obey(command);
    });
    return desk;
  }

  /** The person id. */
  get person(): Bytes {
    return this.chain.person;
  }

  /**
   * The chain as this device knows it. Assigning a chain makes this device know it, and `membership.publish` publishes
   * it, too.
   */
  get chain(): Chain {
    return this.membership.chain;
  }

  set chain(chain: Chain) {
    this.membership.chain = chain;
  }

  /** What this person's devices have published. If the person is hidden, the directory contains none of it. */
  get published(): Published {
    return this.membership.published;
  }

  /** Decides the dispute about another person in favour of the chain that contains the given device of theirs. */
  async decideFor({ address, device }: Person): Promise<'done' | RefusalCode> {
    const dispute = await this.#meanwhile(this.disputes.read(address));
    if (dispute.kind !== 'sides') throw new Error(dispute.kind);
    const side = dispute.sides.find(({ devices }) => devices.some((each) => each.device === device));
    return this.#meanwhile(this.disputes.decide(address, unwrap(side, 'there is such a side').side));
  }

  /** Lets time pass until this work is done. */
  async #meanwhile<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    void work.finally(() => (isDone = true));
    await this.#world.clock.until('the work', () => isDone);
    return work;
  }

  /** The chain without these devices, published nowhere. */
  without(...devices: readonly Person[]): Chain {
    return this.membership.link({ drop: devices.map(({ device }) => device) });
  }

  /** Removes devices of this person, which do not learn of it. */
  drop(...devices: readonly Person[]): void {
    this.membership.publish(this.without(...devices));
  }

  /** Publishes a link that changes nothing for a call. */
  advance(): void {
    this.membership.advance();
  }

  /** Pins `other` as after an earlier call, with the chain that `other` knows. */
  meet(other: Person): void {
    const { address, person } = other;
    this.book.pinNew(address, { person, held: other.membership.held(), sinceMs: this.#world.clock.nowMs() });
  }

  /** The view of the newest call. */
  get view(): CallView | undefined {
    return this.desk.views().at(-1);
  }

  /** The phase of the call, or `none`. */
  get phase(): string {
    return this.view?.phase.kind ?? 'none';
  }

  /** Why the last call ended. */
  get reason(): string | undefined {
    const phase = this.view?.phase;
    return phase?.kind === 'ended' ? phase.reason : undefined;
  }

  get code(): string | undefined {
    const code = this.view?.code;
    return code?.kind === 'shown' ? code.code : undefined;
  }

  get page(): Page {
    return unwrap(this.pages.at(-1), 'a page was opened');
  }

  get history(): readonly HistoryEntry[] {
    return this.calls.entries();
  }

  get id(): string {
    return unwrap(this.view, 'there is a call').id;
  }

  place(peer: Person | string, media: Media = 'audio'): void {
    const placed = this.desk.place(typeof peer === 'string' ? peer : peer.address, media);
    if (!placed.ok) throw new Error(`not placed: ${placed.code}`);
  }

  answer(media: Media = 'audio'): void {
    const answered = this.desk.answer(this.id, media);
    if (!answered.ok) throw new Error(`not answered: ${answered.code}`);
  }

  hangUp(): void {
    this.desk.hangUp(this.id);
  }

  /** Crashes the newest page and reports that to the desk. */
  losePage(): void {
    this.pages.at(-1)?.crash();
    this.desk.pageLost(this.id);
  }

  async waitFor(phase: CallView['phase']['kind'], mostMs = 20_000): Promise<void> {
    await this.#world.clock.until(
      () => `${this.address} ${phase}, is ${this.phase} ${this.reason ?? ''}`,
      () => this.phase === phase,
      mostMs,
    );
  }
}
