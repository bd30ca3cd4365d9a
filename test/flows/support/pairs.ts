// Does two things to a call, one after the other, on either side, at any moment, over a network that duplicates,
// delays, reorders and sometimes loses. Lets everything settle, and returns the final state of each device.
import type { Page } from './air.ts';
import { dice } from './dice.ts';
import { type Person, World } from './world.ts';

/** The events. */
export const HAPPENINGS = [
  'place',
  'answer',
  'decline',
  'hang up',
  'hold',
  'network loss',
  'crash',
  'broker gone',
] as const;
export type Happening = (typeof HAPPENINGS)[number] | 'transfer';

const RING_MS = 46_000; // the ttl of an INVITE, and a second more
const SETTLE_MS = 200_000;
const LOOK_EVERY_MS = 500;

/** The result of one story. */
export interface Outcome {
  /** The events in text, for whoever looks for the mistake. */
  readonly story: readonly string[];
  readonly devices: readonly Person[];
  /** Devices that crashed; their state no longer counts. */
  readonly gone: ReadonlySet<Person>;
  /** Devices that were offline: they never receive what the broker dropped meanwhile. */
  readonly away: ReadonlySet<Person>;
  /** Whether messages may have been lost for good. */
  readonly isLossy: boolean;
  /** What was wrong on the way, and what had not settled at the end. */
  readonly wrongs: readonly string[];
  readonly world: World;
}

type Dice = (sides: number) => number;

/**
 * Plays one pair of events; the same seed gives the same story. `onPeople` is called when all have their keys and
 * nothing has happened.
 */
export async function play(first: Happening, second: Happening, seed: string, onPeople: () => void): Promise<Outcome> {
  const random = dice(`pair ${seed}`);
  const roll: Dice = (sides) => {
    const [high = 0, low = 0] = random(2);
    return (high * 256 + low) % sides;
  };
  const world = new World(seed);
  const anna = world.person('anna@a.example');
  const ben = world.person('ben@b.example');
  const isMoving = [first, second].includes('transfer');
  const devices = [anna, ben];
  if (isMoving || roll(2) === 1) devices.push(world.person(ben.address, 'two', ben));
  if (isMoving && roll(2) === 1) devices.push(world.person(anna.address, 'two', anna));
  onPeople();
  const isLossy = roll(3) === 0;
  const stage = new Play(world, devices, roll);
  world.broker.mischief = (parcel) => {
    const late = { ...parcel, delayMs: 5 + roll(roll(4) === 0 ? 3000 : 200) };
    if (isLossy && roll(8) === 0) return [];
    return roll(6) === 0 ? [late, { ...parcel, delayMs: 5 + roll(4000) }] : [late];
  };
  await stage.begin(isMoving && roll(3) > 0 ? 3 : roll(4));
  for (const happening of [first, second]) {
    await stage.happen(happening, stage.whoFor(happening, devices[roll(devices.length)] ?? anna));
    await stage.pass(roll(3) === 0 ? 0 : roll(4000));
  }
  await stage.settle();
  const { story, gone, away } = stage;
  return { story, devices, gone, away, isLossy, wrongs: stage.wrongs, world };
}

const isOpen = ({ isClosed, isPlaying, isSending, worker }: Page): boolean =>
  !isClosed && isPlaying && isSending.microphone && !worker.isHeld && worker.sealingOf(0) !== undefined;
// Whether sound passes: both ends of one connection are open.
const isHeard = (page: Page): boolean => isOpen(page) && page.peer?.peer === page && isOpen(page.peer);

class Play {
  readonly story: string[] = [];
  readonly wrongs: string[] = [];
  readonly gone = new Set<Person>();
  readonly away = new Set<Person>();
  readonly #world: World;
  readonly #devices: readonly Person[];
  readonly #roll: Dice;
  /** Since when each device has been ringing for its call. */
  readonly #ringing = new Map<string, number>();
  #join: ((page: Person['page']) => void) | undefined;

  constructor(world: World, devices: readonly Person[], roll: Dice) {
    this.#world = world;
    this.#devices = devices;
    this.#roll = roll;
    for (const person of devices) person.desk.onView(() => this.#listen(person));
  }

  /**
   * Begins with no call (0), a call being placed (1), a ringing call (2), or an answered call, which is often live
   * (3).
   */
  async begin(far: number): Promise<void> {
    if (far === 0) return;
    const [anna, ben] = this.#devices;
    if (anna === undefined || ben === undefined) return;
    await this.happen('place', this.#roll(4) === 0 ? ben : anna);
    await this.pass(far === 1 ? this.#roll(300) : 4000);
    if (far < 3) return;
    const rings = this.#devices.find((person) => person.phase === 'ringing');
    if (rings === undefined) return;
    await this.happen('answer', rings);
    await this.pass(this.#roll(2) === 0 ? this.#roll(500) : 8000);
  }

  /** The person for an event. Only somebody who has a live call and another device can move a call. */
  whoFor(what: Happening, chosen: Person): Person {
    if (what !== 'transfer') return chosen;
    return this.#devices.find((person) => person.phase === 'live' && this.#others(person).length > 0) ?? chosen;
  }

  async happen(what: Happening, who: Person): Promise<void> {
    this.story.push(`${this.#name(who)} ${who.phase}: ${what}`);
    if (this.gone.has(who)) return;
    const id = who.view?.id ?? '';
    switch (what) {
      case 'place': {
        if (who.phase === 'ended') who.desk.dismiss(id);
        const [anna, ben] = this.#devices;
        who.desk.place((who.address === anna?.address ? ben : anna)?.address ?? '', 'audio');
        return;
      }
      case 'answer':
        who.desk.answer(id, 'audio');
        return;
      case 'decline':
        who.desk.decline(id);
        return;
      case 'hang up':
        who.desk.hangUp(id);
        return;
      case 'hold':
        who.desk.hold(id, true);
        if (this.#roll(2) === 0) this.#world.clock.after(this.#roll(5000), () => void who.desk.hold(id, false));
        return;
      case 'transfer':
        this.#move(who, id);
        return;
      case 'network loss':
        this.#lose(who, this.#roll(2) === 0 ? this.#roll(20_000) : 90_000);
        return;
      case 'crash':
        this.#crash(who);
        return;
      case 'broker gone':
        this.away.add(who);
        this.#world.broker.setOnline(who.device, false);
        this.#world.clock.after(this.#roll(60_000), () => {
          if (!this.gone.has(who)) this.#world.broker.setOnline(who.device, true);
        });
    }
  }

  /** Lets time pass, and checks every person every half second. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= LOOK_EVERY_MS) {
      await this.#world.clock.advance(Math.min(left, LOOK_EVERY_MS));
      this.#look();
    }
  }

  /** Lets everything settle, then ends the calls that remain and closes all windows. */
  async settle(): Promise<void> {
    await this.pass(SETTLE_MS);
    for (const person of this.#devices) {
      for (const { id, phase } of person.desk.views()) {
        if (this.gone.has(person)) person.desk.pageLost(id); // the device's memory is lost with it
        else if (!['ended', 'live'].includes(phase.kind))
          this.wrongs.push(`${this.#name(person)} is stuck at ${phase.kind}`);
      }
      if (person.desk.offer()?.state === 'offered')
        this.wrongs.push(`${this.#name(person)} is offered a call for ever`);
    }
    this.#expectPeers();
    for (const { desk } of this.#devices) for (const { id } of desk.views()) desk.hangUp(id);
    await this.pass(SETTLE_MS / 2);
    for (const person of this.#devices) {
      for (const { id, phase } of person.desk.views()) {
        if (phase.kind !== 'ended') this.wrongs.push(`${this.#name(person)} ends at ${phase.kind}`);
        person.desk.dismiss(id);
      }
    }
    await this.#world.clock.advance(SETTLE_MS);
  }

  #others(who: Person): readonly Person[] {
    return this.#devices.filter((other) => other !== who && other.address === who.address);
  }

  // Offers the call to another device. The dice decide what its person does there, and when.
  #move(who: Person, id: string): void {
    const [other] = this.#others(who);
    if (other === undefined || !who.desk.move(id, other.device).ok) return;
    const choice = this.#roll(6);
    this.#world.clock.after(this.#roll(this.#roll(3) === 0 ? 50_000 : 6000), () => {
      const offer = other.desk.offer();
      if (offer === undefined || this.gone.has(other) || choice === 0) return;
      const has = choice === 1 ? other.desk.refuseMove(offer.call) : other.desk.takeOver(offer.call);
      this.story.push(`${this.#name(other)} ${choice === 1 ? 'refuses' : 'takes'} it: ${has.ok ? 'yes' : has.code}`);
    });
  }

  #lives(person: Person): readonly string[] {
    if (this.gone.has(person)) return [];
    return person.desk.views().flatMap(({ id, phase }) => (phase.kind === 'live' ? [id] : []));
  }

  // Expects that a live call is live on another device, too.
  #expectPeers(): void {
    for (const person of this.#devices) {
      for (const id of this.#lives(person)) {
        if (!this.#devices.some((other) => other !== person && this.#lives(other).includes(id)))
          this.wrongs.push(`${this.#name(person)} is live with nobody`);
      }
    }
  }

  // Expects after every change, however short-lived, that one device is never in two conversations at once.
  #listen(person: Person): void {
    const open = person.pages.filter(isOpen).length;
    if (open > 1 && !this.gone.has(person)) this.wrongs.push(`${this.#name(person)} hears and speaks in ${open} calls`);
  }

  #look(): void {
    const nowMs = this.#world.clock.nowMs();
    const here = this.#devices.filter((person) => !this.gone.has(person));
    for (const id of new Set(here.flatMap((person) => this.#lives(person)))) {
      const ends = here.filter((person) => this.#lives(person).includes(id));
      if (ends.length > 2)
        this.wrongs.push(`one call is live on more than two devices: ${ends.map((end) => this.#name(end)).join(', ')}`);
    }
    for (const address of new Set(here.map((person) => person.address))) {
      const heard = here.filter((person) => person.address === address).flatMap(({ pages }) => pages.filter(isHeard));
      if (heard.length > 1) this.wrongs.push(`${address} is heard in ${heard.length} calls`);
    }
    for (const person of here) {
      for (const { id, phase } of person.desk.views()) {
        const key = `${this.#name(person)} ${id}`;
        if (phase.kind !== 'ringing') continue;
        const since = this.#ringing.get(key) ?? nowMs;
        this.#ringing.set(key, since);
        if (nowMs - since > RING_MS) this.wrongs.push(`${key} rings on`);
      }
    }
  }

  // Breaks the media path of both ends for a while, during which ICE finds no other path.
  #lose(who: Person, forMs: number): void {
    const { air, clock } = this.#world;
    this.#join ??= air.join.bind(air);
    air.join = () => undefined;
    for (const page of who.pages) for (const lost of [page, page.peer]) lost?.lose();
    const join = this.#join;
    clock.after(forMs, () => {
      air.join = (joining) => (this.#isCut(joining) ? undefined : join(joining));
    });
  }

  #isCut(page: Person['page']): boolean {
    const other = this.#world.air.pages.get(page.peerUfrag);
    return [...this.gone].some(({ pages }) => pages.some((each) => each === page || each === other));
  }

  #crash(who: Person): void {
    this.gone.add(who);
    this.#world.broker.setOnline(who.device, false);
    const { air } = this.#world;
    this.#join ??= air.join.bind(air);
    const join = this.#join;
    air.join = (joining) => (this.#isCut(joining) ? undefined : join(joining));
    for (const page of who.pages) {
      const { peer } = page;
      page.isClosed = true;
      peer?.lose();
    }
  }

  #name(person: Person): string {
    return `${person.address.split('@')[0] ?? ''}${this.#devices.indexOf(person)}`;
  }
}
