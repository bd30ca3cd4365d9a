// A history: three people with five devices, a broker, networks and organisations, and the actions that were drawn.
// Afterwards every fault is repaired, and the two sides of each call must agree.
import { Agenda, Broker, dice } from './network.ts';
import { Device } from './device.ts';
import { type Happening, POLICIES } from './happenings.ts';
import { isHeldHere } from './in-hand.ts';
import { Networks, type Paths } from './networks.ts';
import { type Person, Rules } from './owner.ts';
import { DEVICES, Human, PEOPLE, personOf } from './people.ts';
import type { Side } from './side.ts';
import type { Surroundings, Word } from './surroundings.ts';

/** What a person does with a call, or what happens to it. */
export type OfCall =
  | 'accept'
  | 'answer-and-end'
  | 'decline'
  | 'silence'
  | 'hang-up'
  | 'holds'
  | 'goes-on'
  | 'mutes'
  | 'talks'
  | 'lets-go'
  | 'writes'
  | 'camera-on'
  | 'camera-off'
  | 'moves'
  | 'takes-back'
  | 'types-right'
  | 'types-wrong'
  | 'types-other'
  | 'page-dies'
  | 'worker-dies'
  | 'removed'
  | 'locks';

/** What happens to a machine, its person or all networks. */
export type OfDevice =
  | 'calls-a'
  | 'calls-b'
  | 'calls-c'
  | 'way-lost'
  | 'way-back'
  | 'address-lost'
  | 'address-found'
  | 'address-changes'
  | 'broker-away'
  | 'broker-back'
  | 'disputes'
  | 'settles'
  | OfPolicy;

/** The policy changes of a person's organisation. */
export type OfPolicy = (typeof POLICIES)[number];

/** One action of a history, `afterMs` after the previous one. */
export interface Act {
  readonly afterMs: number;
  readonly who: 'a' | 'a2' | 'b' | 'b2' | 'c';
  readonly what: OfCall | OfDevice;
}

/** What is drawn for the whole of a history. */
export interface Chances {
  readonly seed: number;
  /** How many of twenty messages are lost on average, until all trouble ends. */
  readonly lossOf20: number;
  readonly paths: Paths;
  readonly isVideo: boolean;
  /** Whether the persons a and b have verified each other. */
  readonly isVerified: boolean;
  /** Whether person c is a stranger to a and b. */
  readonly isStranger: boolean;
  /** How calls of strangers are treated. */
  readonly unknownCallers: Rules['unknownCallers'];
  /** Whether everybody is in do not disturb. */
  readonly isDoNotDisturb: boolean;
}

/** The world of one history. */
export class World implements Surroundings {
  readonly agenda = new Agenda();
  readonly roll: (n: number) => number;
  readonly broker: Broker;
  readonly networks: Networks;
  /** What was counted. */
  readonly counted = new Set<Happening>();
  /** All sides of all calls, in the order in which they began. */
  readonly sides: Side[] = [];
  readonly #devices = new Map<string, Device>();
  readonly #humans: Readonly<Record<Person, Human>>;
  readonly #looking = new Set<Side>();

  constructor({ seed, lossOf20, paths, unknownCallers, isDoNotDisturb, isStranger, isVerified, isVideo }: Chances) {
    this.roll = dice(seed);
    this.broker = new Broker(this.agenda, this.roll, lossOf20, (what) => this.count(what));
    this.networks = new Networks(paths);
    const human = (): Human => new Human(new Rules({ hasRelays: paths !== 'direct', unknownCallers }), isDoNotDisturb);
    this.#humans = { a: human(), b: human(), c: human() };
    for (const name of PEOPLE.flatMap((person) => DEVICES[person])) {
      this.networks.gain(name);
      const human = this.#humans[personOf(name)];
      const onKnown = (): void => this.#judge(personOf(name));
      const onBegun = (side: Side): void => void this.sides.push(side);
      const device = new Device(name, { world: this, human, onBegun, onKnown, other: (side) => this.#other(side) });
      this.#devices.set(name, device);
      device.addressesChanged();
    }
    if (isVerified) {
      this.#humans.a.verify('b');
      this.#humans.b.verify('a');
    }
    if (isStranger) for (const person of ['a', 'b'] as const) this.#humans[person].forget('c');
    this.#devices.get('a')?.place('b', isVideo);
  }

  /** Sends a message through the broker. */
  say(from: string, to: string, id: string, word: Word): void {
    this.broker.send(from, to, (isBacklog) => this.#devices.get(to)?.receive(from, id, word, isBacklog));
  }

  /** Reports a change in a call that its pages may notice. Each page notices it after a delay of its own. */
  changed(id: string): void {
    for (const side of this.sides) {
      if (side.begun.id !== id || side.isEnded || this.#looking.has(side)) continue;
      this.#looking.add(side);
      this.agenda.after(this.roll(1500), () => {
        this.#looking.delete(side);
        side.look(this.#other(side));
      });
    }
  }

  count(what: Happening): void {
    this.counted.add(what);
  }

  /** Performs an action that was drawn. */
  act({ who, what }: Act): void {
    const device = this.#devices.get(who);
    if (device === undefined) return;
    const on = device.inHand.on();
    const side = on[this.roll(Math.max(1, on.length))];
    switch (what) {
      case 'calls-a':
      case 'calls-b':
      case 'calls-c': {
        const person = what === 'calls-a' ? 'a' : what === 'calls-b' ? 'b' : 'c';
        return person === device.person ? undefined : device.place(person, this.roll(3) === 0);
      }
      case 'way-lost':
      case 'way-back':
        this.networks.isUp = what === 'way-back';
        if (what === 'way-lost') this.count('all paths are lost');
        return this.#allChanged();
      case 'address-lost':
      case 'address-found':
      case 'address-changes':
        if (what !== 'address-found') this.networks.lose(who);
        if (what !== 'address-lost') this.networks.gain(who);
        device.addressesChanged();
        return this.#allChanged();
      case 'broker-away':
        this.count('a broker is away');
        return this.broker.leave(who);
      case 'broker-back':
        if (this.broker.comeBack(who)) device.brokerBack();
        return;
      case 'disputes':
      case 'settles': {
        const other = PEOPLE[this.roll(3)];
        if (other !== undefined) this.#humans[device.person].disputes(other, what === 'disputes');
        return this.#judge(device.person);
      }
      default:
        if (isOfPolicy(what)) return this.#policy(device.person, what);
        if (side !== undefined) this.#ofCall(device, side, what);
    }
  }

  /** Ends all trouble. */
  heal(): void {
    this.broker.heal();
    this.networks.isUp = true;
    for (const [name, device] of this.#devices) {
      if (this.networks.of(name).length === 0) this.networks.gain(name);
      device.addressesChanged();
      if (this.broker.comeBack(name)) device.brokerBack();
    }
    this.#allChanged();
  }

  #ofCall(device: Device, side: Side, what: OfCall): void {
    switch (what) {
      case 'accept':
        return device.answer(side, 'hold');
      case 'answer-and-end':
        return device.answer(side, 'end');
      case 'decline':
      case 'silence':
        return side.call.ring.kind === 'ringing' ? side.dispatch({ kind: what }) : undefined;
      case 'hang-up':
        return side.dispatch({ kind: 'hang-up' });
      case 'holds':
        return device.hold(side, true);
      case 'goes-on': {
        const held = device.inHand.on().find(isHeldHere);
        return held === undefined ? undefined : device.hold(held, false);
      }
      case 'mutes':
        return side.change({ mute: !side.call.media.switches.local.mute });
      case 'talks':
        return side.dispatch({ kind: 'talk', by: 'window' });
      case 'lets-go':
        return side.dispatch({ kind: 'talk-over', by: 'window' });
      case 'writes':
        return side.write();
      case 'camera-on':
      case 'camera-off':
        return side.change({ camera: what === 'camera-on' });
      case 'moves':
        return device.move(side);
      case 'takes-back':
        return side.dispatch({ kind: 'dismiss-move' });
      case 'types-right':
        return side.type(this.#other(side)?.code ?? '');
      case 'types-wrong':
        return side.type('0');
      case 'types-other':
        return side.type(device.inHand.on().find((other) => other !== side)?.code ?? '');
      case 'page-dies':
        return side.pageDies();
      case 'worker-dies':
        if (side.page?.isGone !== false) return;
        this.count('a worker dies');
        return side.dispatch({ kind: 'worker-closed', worker: side.page.worker });
      case 'removed':
        return side.dispatch({ kind: 'fault', reason: 'device-removed' });
      case 'locks':
        for (const each of device.inHand.on()) each.dispatch({ kind: 'fault', reason: 'app-locked' });
    }
  }

  #policy(person: Person, what: OfPolicy): void {
    const { rules } = this.#humans[person];
    const other = PEOPLE[this.roll(3)] ?? 'a';
    switch (what) {
      case 'forbids-video':
      case 'allows-video':
        rules.allowsVideo = what === 'allows-video';
        break;
      case 'relays-only':
        rules.relayOnly = true;
        break;
      case 'high-confidentiality':
        rules.isConstantRate = true;
        break;
      case 'wants-verified':
        rules.verifies = 'always';
        break;
      case 'refuses-unverified':
        rules.unverified = 'refuse';
        break;
      case 'persons-only':
        rules.accepts = 'person';
        break;
      case 'confirms':
        for (const device of DEVICES[other]) rules.confirmed.add(device);
        break;
      case 'revokes':
        rules.confirmed.clear();
        break;
      case 'blocks':
        rules.blocked.add(other);
        break;
      case 'loosens':
        Object.assign(rules, {
          relayOnly: false,
          isConstantRate: false,
          verifies: 'never',
          unverified: 'voice-to-verify',
        });
        rules.blocked.clear();
    }
    if (this.#open(person).length > 0) this.count(`policy: ${what}`);
    this.#judge(person);
  }

  #open(person: Person): readonly Side[] {
    return this.sides.filter(({ isEnded, owner }) => !isEnded && owner.person === person);
  }

  #judge(person: Person): void {
    for (const side of this.#open(person)) this.#devices.get(side.name)?.judge(side);
  }

  #other(side: Side): Side | undefined {
    return this.sides.find(({ begun, name }) => begun.id === side.begun.id && name === side.peer);
  }

  #allChanged(): void {
    for (const id of new Set(this.sides.map(({ begun }) => begun.id))) this.changed(id);
  }
}

function isOfPolicy(what: Act['what']): what is OfPolicy {
  return POLICIES.some((policy) => policy === what);
}
