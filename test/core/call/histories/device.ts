// One device of a history: its current calls, the messages that arrive, and what its person does. It decides between
// calls as desk.ts and placing.ts do in main.
import { assert } from '../../../../src/core/assert.ts';
import type { OfferedCall } from '../../../../src/core/call/offers-state.ts';
import type { ForOther } from '../../../../src/core/call/concurrent-calls.ts';
import { mayDismissMove, whyNotMove } from '../../../../src/core/call/move-state.ts';
import { isSecured } from '../../../../src/core/call/ring-state.ts';
import type { PeerSeen } from '../../../../src/core/call/trust-reading-state.ts';
import { noAnswer } from '../../../../src/core/call/trust-state.ts';
import type { Bare } from '../bare.ts';
import { Arrivals } from './arrivals.ts';
import { Callees } from './callee.ts';
import type { Happening } from './happenings.ts';
import { InHand, isHeldHere } from './in-hand.ts';
import { Offers } from './offers.ts';
import type { Owner, Person, Rules } from './owner.ts';
import { DEVICES, type Human, PEOPLE, personOf } from './people.ts';
import { Side } from './side.ts';
import { Successors } from './successors.ts';
import type { Surroundings, Word } from './surroundings.ts';

const LOOK_EVERY_MS = 1000; // how often a device looks at the addresses of its machine

/** What a device needs from the world and from its person. */
export interface DeviceParts {
  readonly world: Surroundings;
  readonly human: Human;
  /** Called when a call begins on this device. */
  readonly onBegun: (side: Side) => void;
  readonly other: (side: Side) => Side | undefined;
  /** Called when the person's knowledge of somebody has changed. All devices of the person share this knowledge. */
  readonly onKnown: () => void;
}

/** One device of a person. */
export class Device implements Owner<Side> {
  readonly name: string;
  readonly person: Person;
  readonly inHand = new InHand();
  readonly #successors: Successors;
  readonly #offers: Offers;
  readonly #parts: DeviceParts;
  readonly callees: Callees;
  readonly arrivals: Arrivals;
  readonly #swapped = new Set<Side>();
  readonly #livedIn = new Set<Side>();
  #addresses: readonly string[] = [];

  constructor(name: string, parts: DeviceParts) {
    this.name = name;
    this.person = personOf(name);
    this.#parts = parts;
    this.#successors = new Successors(this.inHand, parts.world);
    this.callees = new Callees({ world: parts.world, rules: this.rules, judge: (side) => this.judge(side) });
    this.arrivals = new Arrivals({
      world: parts.world,
      rules: this.rules,
      isDoNotDisturb: parts.human.isDoNotDisturb,
      inHand: this.inHand,
      successors: this.#successors,
      begin: (begun) => this.#begin(begun),
      seen: () => this.#seen(),
      judge: (side) => this.judge(side),
    });
    this.#offers = new Offers(name, parts.world, {
      onAnswer: (event) => this.inHand.on().forEach((side) => side.dispatch(event)),
      onOver: (from, id) => this.#callOf(id)?.dispatch({ kind: 'offer-over', device: from }),
      onShown: (offer) => this.#offered(offer),
    });
  }

  get rules(): Rules {
    return this.#parts.human.rules;
  }

  other(side: Side): Side | undefined {
    return this.#parts.other(side);
  }

  hasVerified(person: Person): boolean {
    return this.#parts.human.hasVerified(person);
  }

  verify({ begun }: Side): void {
    this.#parts.human.verify(begun.person);
    this.#parts.onKnown();
  }

  tellTaken(to: string, id: string): void {
    this.#world.count('a call was taken over');
    this.#offers.happens({ kind: 'live', to, call: id });
  }

  hasSuccessor(side: Side): boolean {
    return this.inHand
      .on()
      .some((other) => other !== side && other.begun.person === side.begun.person && isSecured(other.call.ring));
  }

  /**
   * Calls somebody, or takes over an offered call. Does nothing if there is no room beside the current calls, or this
   * device is not connected to the broker.
   */
  place(person: Person, isVideo: boolean, offer?: OfferedCall): void {
    const { roll } = this.#world;
    const isCrowded =
      offer === undefined ? this.inHand.whyNotBeside(person) !== undefined : this.inHand.on().length > 0;
    if (isCrowded || this.#world.broker.isAway(this.name)) return;
    const id = offer?.call ?? `${roll(0x1_00_00_00).toString(16)}${roll(0x1_00_00_00).toString(16)}`;
    if (this.inHand.on().length > 0) this.#world.count('a second call is placed');
    const side = this.#begin({
      id,
      direction: 'out',
      person,
      isVideo,
      ...(offer === undefined ? {} : { device: offer.device }),
    });
    this.inHand.take(side);
    const { hasRelays, mustRelay } = this.rules;
    const hasAllowedPath = !mustRelay || hasRelays;
    if (hasAllowedPath) this.inHand.only(side, 'hold');
    side.dispatch({ kind: 'place', hasAllowedPath });
    if (offer === undefined) return;
    side.dispatch({ kind: 'taken-over', device: offer.from });
    this.#offers.happens({ kind: 'taken' });
  }

  /** The person answers a ringing call, if they may. */
  answer(side: Side, forOther: ForOther | undefined): void {
    const media = side.begun.isVideo && side.call.media.switches.mayVideo ? 'video' : 'audio';
    if (side.call.ring.kind !== 'ringing' || noAnswer(side.call.trust, media) !== undefined) return;
    const isSecond = this.inHand.on().length > 1;
    if (!this.inHand.only(side, forOther)) return;
    if (isSecond) this.#world.count('a second call is taken');
    side.accept(media, false);
  }

  /** The person holds a call, or resumes it. */
  hold(side: Side, isHeld: boolean): void {
    if (!isSecured(side.call.ring)) return;
    if (!isHeld && !this.inHand.only(side, 'hold')) return;
    side.dispatch({ kind: 'held-for', what: { kind: 'itself' } });
    if (!isHeld && this.inHand.on().length > 1) this.#world.count('two calls are swapped');
    side.change({ hold: isHeld });
  }

  /** The person offers this call to another device. */
  move(side: Side): void {
    const { roll } = this.#world;
    const device = DEVICES[this.person].find((other) => other !== this.name);
    const isRefused = whyNotMove(side.call, this.#world.agenda.nowMs) !== undefined;
    if (device === undefined || isRefused || this.#world.broker.isAway(this.name)) return;
    const [call, voidCall] = [`m${roll(0x7f_ff_ff_ff).toString(16)}`, `v${roll(0x7f_ff_ff_ff).toString(16)}`];
    this.#world.count('a call is moved');
    side.dispatch({ kind: 'move', device, call, voidCall });
    if (roll(6) > 0) return;
    this.#world.agenda.after(roll(8000), () => {
      if (mayDismissMove(side.call.move)) this.#world.count('a move is taken back');
      side.dispatch({ kind: 'dismiss-move' });
    });
  }

  /** Judges the peer anew: what the person knows of the peer, or what policy wants, may have changed. */
  judge(side: Side): void {
    const { human } = this.#parts;
    const { ring } = side.call;
    const device = 'device' in ring ? ring.device : undefined;
    const { person } = side.begun;
    const facts = {
      book: human.bookOf(person),
      isOtherPinned: false,
      isConfirmed: human.rules.isConfirmed(device),
      judgements: human.rules.judgements(person, device),
      allowsVideo: human.rules.allowsVideo,
    };
    side.dispatch({ kind: 'judged', facts });
    side.dispatch({ kind: 'sharing-allowed', what: 'all' });
  }

  /** Receives a message of another device. */
  receive(from: string, id: string, word: Word, isBacklog: boolean): void {
    if (word.kind === 'move') return isBacklog ? undefined : this.#offers.take(from, id, word);
    if (word.kind === 'move-end') return this.#offers.ended(from, id, word);
    const side = this.#callOf(id);
    if (side === undefined) this.arrivals.take(from, id, word);
    else side.hear(from, word);
  }

  /** Reads the peer; the result arrives within `timeoutMs`. */
  read(side: Side, { cause, timeoutMs }: Parameters<Owner<Side>['read']>[1]): void {
    const { agenda, roll } = this.#world;
    agenda.after(roll(timeoutMs), () => side.dispatch({ kind: 'peer-read', cause, seen: this.#seen() }));
  }

  /** The call rings: most people answer within eleven seconds, and for others the drawn acts decide. */
  rings(side: Side): void {
    const { agenda, roll } = this.#world;
    if (roll(8) === 0) return;
    agenda.after(500 + roll(10_000), () => this.answer(side, roll(3) === 0 ? 'end' : 'hold'));
  }

  changed(side: Side): void {
    if (side.isEnded) this.arrivals.drop(side);
    this.#successors.changed(side);
    const open = this.inHand.on().filter(({ call }) => call.ring.kind !== 'ringing' && call.ring.kind !== 'fresh');
    const secured = open.filter(({ call }) => isSecured(call.ring));
    if (secured.length > 1) this.#beside(secured);
    if (side.call.ring.kind === 'live' && !this.#livedIn.has(side)) this.#lives(side);
    assert(
      open.filter((each) => !isHeldHere(each)).length <= 1,
      'at most one call of a device neither rings nor is held',
    );
  }

  /** The broker connection is back. */
  brokerBack(): void {
    for (const side of this.inHand.on()) side.dispatch({ kind: 'network', change: 'broker' });
    this.#offers.happens({ kind: 'broker-back' });
  }

  /** The addresses of this machine have changed: main looks once a second, and engines notice at once. */
  addressesChanged(): void {
    const { agenda, networks, roll } = this.#world;
    for (const { page } of this.inHand.on()) page?.addressesChanged();
    agenda.after(roll(LOOK_EVERY_MS), () => {
      const before = this.#addresses;
      const addresses = networks.of(this.name);
      this.#addresses = addresses;
      const isLost = before.some((address) => !addresses.includes(address));
      if (isLost) this.#networkChanged({ kind: 'network', change: 'lost', addresses });
      else if (addresses.length > before.length) this.#networkChanged({ kind: 'network', change: 'found' });
    });
  }

  // In a live call people do things of their own accord, besides the drawn acts.
  #lives(side: Side): void {
    const { agenda, roll } = this.#world;
    this.#livedIn.add(side);
    const draw = roll(16);
    const third = PEOPLE.find((person) => person !== this.person && person !== side.begun.person);
    agenda.after(500 + roll(6000), () => {
      if (draw === 0) this.move(side);
      if (draw === 1 && third !== undefined) this.place(third, false);
      if (draw === 2) side.type(this.other(side)?.code ?? '');
      if (draw === 3) side.change({ camera: true });
      if (draw === 4) this.#writesAndHolds(side);
      if (draw === 5) side.share();
    });
  }

  // Types two lines and holds the call so soon that the second line may still be unsent.
  #writesAndHolds(side: Side): void {
    const { agenda, roll } = this.#world;
    side.write();
    agenda.after(roll(300), () => this.hold(side, true));
    agenda.after(300 + roll(6000), () => this.hold(side, false));
  }

  // People may turn to the other call after a while.
  #beside([first, ...others]: readonly Side[]): void {
    const { agenda, roll } = this.#world;
    const second = others.at(-1);
    if (second === undefined || first === undefined || this.#swapped.has(second)) return;
    this.#swapped.add(second);
    this.#world.count('two calls are secured on one device');
    if (roll(3) > 0) return;
    agenda.after(500 + roll(6000), () => this.hold(isHeldHere(first) ? first : second, false));
  }

  #networkChanged(event: Bare & { readonly kind: 'network'; readonly change: 'lost' | 'found' }): void {
    for (const side of this.inHand.on()) {
      if (isSecured(side.call.ring))
        this.#world.count(event.change === 'lost' ? 'an address is lost' : 'an address is found');
      side.dispatch(event);
    }
  }

  get #world(): Surroundings {
    return this.#parts.world;
  }

  #callOf(id: string): Side | undefined {
    return this.inHand.on().find(({ begun }) => begun.id === id) ?? this.arrivals.find(id);
  }

  #begin(begun: Side['begun']): Side {
    const side = new Side(this, this.#world, begun);
    this.#parts.onBegun(side);
    this.judge(side);
    return side;
  }

  // What a reading of the peer finds: usually the person whom the call is with.
  #seen(): PeerSeen {
    const { roll } = this.#world;
    const count = (what: Happening): void => this.#world.count(what);
    if (roll(12) === 0) {
      count('nothing is read of a peer');
      return { kind: roll(24) === 0 ? 'other' : 'nothing' };
    }
    const [isTheirs, isListed] = [roll(300) > 0, roll(120) > 0];
    if (!isTheirs || !isListed) count('the device of a peer was removed, or the peer is somebody else');
    return {
      kind: 'person',
      isTheirs,
      isListed,
      speaks: roll(300) > 0,
      isOlder: roll(10) === 0,
      isConfirmed: roll(16) > 0,
      isDisputed: false, // the act `disputes` makes disputes
      hasHeard: roll(20) > 0,
    };
  }

  // Most people take an offered call, some refuse it, and some are absent.
  #offered(offer: OfferedCall): void {
    const { agenda, roll } = this.#world;
    const draw = roll(8);
    if (draw === 0) return;
    agenda.after(300 + roll(8000), () => {
      if (!this.#offers.isShown(offer)) return;
      if (draw === 1) this.#offers.happens({ kind: 'refused' });
      else this.place(personOf(offer.device), false, offer);
    });
  }
}
