// A history: one caller, a callee with two devices, a broker, networks and people, who do what was drawn. After it everything heals, and
// both sides must come to the same end.
import type { CalleeSeen } from '../../../../src/core/call/ring-callee.ts';
import type { PeerSeen, ReadCause } from '../../../../src/core/call/trust-reading-state.ts';
import type { TrustFacts } from '../../../../src/core/call/trust-state.ts';
import { judged, PINNED } from '../trust-facts.ts';
import { Agenda, Broker, dice } from './network.ts';
import { unwrap } from '../../../../src/core/assert.ts';
import type { Page } from './page.ts';
import { Side } from './side.ts';
import type { Called, Surroundings, Word } from './surroundings.ts';

const CALLER = 'a';
const CALLEES = ['b', 'c'] as const;
const TTL_MS = 45_000;
const ACCEPT = { kind: 'accept', media: 'audio', viaRelay: false } as const;

/** What a person, a network or a machine does in a history, `afterMs` after what was done before. */
export interface Act {
  readonly afterMs: number;
  readonly who: 'a' | 'b' | 'c';
  readonly what:
    | 'accept'
    | 'decline'
    | 'silence'
    | 'hang-up'
    | 'way-lost'
    | 'way-back'
    | 'address-lost'
    | 'address-found'
    | 'link-away'
    | 'link-back'
    | 'page-dies'
    | 'worker-dies'
    | 'holds'
    | 'goes-on'
    | 'types-right'
    | 'types-wrong'
    | 'learns'
    | 'removed'
    | 'locks';
}

/** What is drawn for the whole of a history. */
export interface Chances {
  readonly seed: number;
  /** Of twenty messages so many are lost, until everything heals. */
  readonly lossOf20: number;
}

/** The world of one history. */
export class World implements Surroundings {
  readonly agenda = new Agenda();
  readonly roll: (n: number) => number;
  readonly broker: Broker;
  readonly caller = CALLER;
  readonly #sides = new Map<string, Side>();
  /** A cancel that was here before its INVITE. */
  readonly #early = new Map<string, Word>();
  #isWayUp = true;
  #mustRestart = false;

  constructor({ seed, lossOf20 }: Chances) {
    this.roll = dice(seed);
    this.broker = new Broker(this.agenda, this.roll, lossOf20);
    this.#sides.set(CALLER, new Side(CALLER, this));
    this.#sides.get(CALLER)?.dispatch({ kind: 'judged', facts: PINNED });
  }

  /** The devices that have this call, the caller's first. */
  get sides(): readonly Side[] {
    return [...this.#sides.values()];
  }

  /** The caller looks the callee up. */
  lookUp(caller: Called): void {
    this.agenda.after(this.roll(2000), () => caller.dispatch({ kind: 'callee-read', callee: this.#callee() }));
  }

  /** Policy mostly lets all of them ring. Who is asked about first is whom the call is with. */
  admit(caller: Called, nr: number, devices: readonly string[]): void {
    if (nr === 1)
      caller.dispatch({ kind: 'peer-found', isConfirmed: this.roll(6) > 0, isFromMemory: this.roll(2) === 0 });
    this.agenda.after(this.roll(1500), () => {
      caller.dispatch({ kind: 'admitted', nr, devices: this.roll(20) === 0 ? [] : devices });
    });
  }

  /** Now and then something newer is known, and more rarely it is disputed. */
  compare(caller: Called): void {
    const devices = CALLEES.slice(this.roll(2));
    const rings = devices.slice(this.roll(8) === 0 ? 1 : 0);
    const [isDisputed, isNewer] = [this.roll(200) === 0, this.roll(6) === 0];
    caller.dispatch({ kind: 'callee-known', callee: { isDisputed, isNewer, rings, devices } });
  }

  /** A reading: mostly of whom the call is with. */
  readPeer(side: Called, cause: ReadCause, timeoutMs: number): void {
    this.agenda.after(this.roll(timeoutMs), () => side.dispatch({ kind: 'peer-read', cause, seen: this.#seen() }));
  }

  /** It rings: most people answer within ten seconds, others leave it to what was drawn. */
  rings(callee: Called): void {
    if (this.roll(3) === 0) return;
    this.agenda.after(500 + this.roll(10_000), () => {
      if (callee.call.ring.kind === 'ringing') callee.dispatch(ACCEPT);
    });
  }

  /** Sends a word by the broker. */
  say(from: string, to: string, word: Word): void {
    this.broker.send(from, to, () => this.#deliver(from, to, word));
  }

  /** Something has changed that pages may notice, each in its time. */
  changed(): void {
    for (const side of this.sides) {
      this.agenda.after(this.roll(1500), () => {
        const isThrough = side.page !== undefined && this.#isThrough(side, side.page);
        side.look(isThrough, this.#sides.get(side.peer ?? '')?.keys);
      });
    }
  }

  /** A restart was agreed on: where there is a way, it is found. */
  wayFound(): void {
    this.#mustRestart = false;
    this.changed();
  }

  /** Does what was drawn. */
  act({ who, what }: Act): void {
    const side = this.#sides.get(who);
    switch (what) {
      case 'accept':
      case 'decline':
      case 'silence':
        if (side?.call.ring.kind === 'ringing') side.dispatch(what === 'accept' ? ACCEPT : { kind: what });
        return;
      case 'hang-up':
        return side?.dispatch({ kind: 'hang-up' });
      case 'way-lost':
        this.#isWayUp = false;
        return this.changed();
      case 'way-back':
        this.#isWayUp = true;
        return this.changed();
      case 'address-lost':
        this.#mustRestart = side?.call.ring.kind === 'live'; // ICE finds its way by itself before
        side?.dispatch({ kind: 'network', change: 'lost', addresses: [] });
        return this.changed();
      case 'address-found':
        return side?.dispatch({ kind: 'network', change: 'found' });
      case 'link-away':
        return this.broker.leave(who);
      case 'link-back':
        if (this.broker.comeBack(who)) side?.dispatch({ kind: 'network', change: 'link' });
        return;
      case 'worker-dies':
        if (side?.page?.isGone === false) side.dispatch({ kind: 'worker-closed', worker: side.page.worker });
        return;
      case 'page-dies':
        return side?.pageDies();
      case 'holds':
      case 'goes-on':
        return side?.dispatch({ kind: 'switched', change: { hold: what === 'holds' } });
      case 'types-right':
      case 'types-wrong':
        return side?.typeCode(what === 'types-right');
      case 'learns':
        side?.dispatch({ kind: 'judged', facts: this.#facts() });
        side?.dispatch({ kind: 'peer-held', seen: this.#seen() });
        return side?.dispatch({ kind: 'organisation-asked' });
      case 'removed':
        return side?.dispatch({ kind: 'fault', reason: 'device-removed' });
      case 'locks':
        return side?.dispatch({ kind: 'fault', reason: 'app-locked' });
    }
  }

  /** All trouble is over. */
  heal(): void {
    this.broker.heal();
    this.#isWayUp = true;
    for (const who of [CALLER, ...CALLEES] as const) this.act({ afterMs: 0, who, what: 'link-back' });
    this.changed();
  }

  // What policy, the book and the directory say of the peer, mostly nothing that ends a call.
  #facts(): TrustFacts {
    const modes = ['free', 'free', 'free', 'voice-to-verify', 'voice-to-verify', 'refuse'] as const;
    const books = ['pinned', 'verified', 'new', 'changed'] as const;
    return {
      book: drawn(books, this.roll),
      isOtherPinned: this.roll(20) === 0,
      isConfirmed: this.roll(3) === 0,
      judgements: judged(drawn(modes, this.roll), this.roll(20) > 0),
      allowsVideo: this.roll(3) > 0,
    };
  }

  #callee(): CalleeSeen {
    if (this.roll(30) === 0) return { kind: 'nobody', isCrowded: this.roll(3) === 0, isArriving: this.roll(2) === 0 };
    if (this.roll(60) === 0) return { kind: 'silent', isOffline: this.roll(2) === 0 };
    const rings = this.roll(40) === 0 ? 'unreachable' : CALLEES.slice(0, 1 + this.roll(2));
    return { kind: 'person', isMeant: true, isFromMemory: this.roll(3) === 0, rings };
  }

  #seen(): PeerSeen {
    if (this.roll(8) === 0) return { kind: drawn(['nothing', 'nothing', 'other'], this.roll) };
    return {
      kind: 'person',
      isTheirs: this.roll(60) > 0,
      isListed: this.roll(40) > 0,
      speaks: this.roll(60) > 0,
      isOlder: this.roll(10) === 0,
      isConfirmed: this.roll(6) > 0,
      isDisputed: this.roll(60) === 0,
      hasHeard: this.roll(10) > 0,
    };
  }

  // Between two pages that know each other's certificate.
  #isThrough({ peer }: Side, own: Page): boolean {
    const theirs = this.#sides.get(peer ?? '')?.page;
    const areUp = theirs?.isGone === false && !own.isGone && this.#isWayUp && !this.#mustRestart;
    return areUp && own.theirs === theirs.fingerprint && theirs.theirs === own.fingerprint;
  }

  #deliver(from: string, to: string, word: Word): void {
    const side = this.#sides.get(to);
    if (side !== undefined) return word.kind === 'invite' ? undefined : side.hear(from, word); // its id was taken
    if (word.kind !== 'invite') {
      this.#early.set(to, word);
      return;
    }
    const callee = new Side(to, this);
    this.#sides.set(to, callee);
    callee.dispatch({ kind: 'judged', facts: PINNED });
    callee.hear(from, word);
    const early = this.#early.get(to);
    if (early !== undefined) return callee.hear(from, early);
    const sentMs = this.agenda.nowMs;
    this.agenda.after(this.roll(3000), () => {
      const ttlMs = Math.max(0, TTL_MS - (this.agenda.nowMs - sentMs));
      callee.dispatch({ kind: 'peer-read', cause: 'check', seen: this.#seen() });
      const draw = this.roll(30);
      if (draw === 0) callee.dispatch({ kind: 'engaged', ttlMs });
      else if (draw === 1) callee.dispatch({ kind: 'refused', reason: 'directory-conflict' });
      else callee.dispatch({ kind: 'cleared', silenced: false, isSoundless: false, ttlMs });
    });
  }
}

function drawn<T>(all: readonly T[], roll: (n: number) => number): T {
  return unwrap(all[roll(all.length)], 'one of them');
}
