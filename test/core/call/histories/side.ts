// One call on one device in a history: the real machine, and a performer of every effect. Towards the machine, the
// performer takes the roles of main and the page. The peer is another side. checks.ts checks what must hold at every
// step.
import { assert, unwrap } from '../../../../src/core/assert.ts';
import type { CallEvent } from '../../../../src/core/call/event.ts';
import { whyNotShare } from '../../../../src/core/call/media-share.ts';
import { firstMedia, mayType } from '../../../../src/core/call/media-state.ts';
import { perform, type Performer } from '../../../../src/core/call/performer.ts';
import { type CallState, FRESH, wakeAtMs } from '../../../../src/core/call/state.ts';
import { transition } from '../../../../src/core/call/transition.ts';
import { performedBy } from '../../../../src/main/calls/session/key-secrets.ts';
import type { Bare } from '../bare.ts';
import { Checks } from './checks.ts';
import { Handshake } from './handshake.ts';
import { Keyring } from './keys.ts';
import type { Owner, Person } from './owner.ts';
import type { Page } from './page.ts';
import { Pages } from './pages.ts';
import { Session } from './session.ts';
import type { Surroundings, Word } from './surroundings.ts';

const MEASURE_EVERY_MS = 1000;

/** The identity of a call, as this side sees it. */
export interface Begun {
  readonly id: string;
  readonly direction: 'in' | 'out';
  readonly person: Person;
  readonly isVideo: boolean;
  /** The device that has invited us. If we took this call over from another device of ours, the only device to ring. */
  readonly device?: string;
}

/** One side of a call. */
export class Side {
  call: CallState;
  readonly keys: Keyring;
  readonly checks: Checks;
  readonly begun: Begun;
  readonly owner: Owner<Side>;
  /** How many events the machine was given. */
  events = 0;
  readonly #world: Surroundings;
  readonly #performer: Performer;
  readonly #session: Session;
  readonly #handshake: Handshake;
  readonly #pages: Pages;
  readonly #queue: CallEvent[] = [];
  #isStepping = false;
  #wakesAtMs: number | undefined;
  #isMeasuring = false;
  #lines = 0;

  constructor(owner: Owner<Side>, world: Surroundings, begun: Begun) {
    this.owner = owner;
    this.begun = begun;
    this.call = { ...FRESH, media: firstMedia(begun.isVideo) };
    this.#world = world;
    this.keys = new Keyring({
      send: (sealed) => this.#toPeer(sealed),
      dispatch: (event) => this.dispatch(event),
      mayGrant: (direction) => this.hasConfirmed || (direction === 'open' && this.#handshake.hasAnswer),
      count: (what) => world.count(what),
    });
    this.#session = new Session(
      this.keys,
      () => this.call,
      (event) => this.dispatch(event),
    );
    this.#handshake = new Handshake({
      call: () => this.call,
      dispatch: (event) => this.dispatch(event),
      say: (word) => this.#toPeer(word),
      release: () => this.#session.release(),
      onLeaves: () => this.checks.descriptionLeaves(),
      isKnown: () => world.roll(8) > 0,
    });
    this.checks = new Checks(this, world, {
      hasVerified: () => owner.hasVerified(begun.person),
      hasSuccessor: () => owner.hasSuccessor(this),
    });
    this.#pages = new Pages({
      world,
      owner,
      id: begun.id,
      call: () => this.call,
      dispatch: (event) => this.dispatch(event),
      say: (message) => void this.keys.say(message),
      workerGone: () => this.keys.workerGone(),
      onDescribes: (message) => this.checks.describes(message),
      onCandidates: (list) => this.checks.candidatesLeave(list),
    });
    this.#performer = this.#performs();
  }

  get name(): string {
    return this.owner.name;
  }

  /** The latest page, even if it has ended. */
  get page(): Page | undefined {
    return this.#pages.page;
  }

  /** The device with which this side has a session. */
  get peer(): string | undefined {
    return this.#handshake.peer;
  }

  /** Whether CONFIRM was checked here or READY has arrived, either of which proves the peer. */
  get hasConfirmed(): boolean {
    return this.#handshake.hasConfirmed;
  }

  get isEnded(): boolean {
    return this.call.ring.kind === 'ended';
  }

  /** The code that a person reads here, the same as at the peer. */
  get code(): string {
    const [one, other] = [this.name, this.peer ?? ''].toSorted();
    return `${this.begun.id} ${one} ${other}`;
  }

  /** Dispatches an event as main does: the effects first, then their consequences. */
  dispatch(bare: Bare): void {
    this.#queue.push({ ...bare, atMs: this.#world.agenda.nowMs });
    if (this.#isStepping) return;
    const before = this.call;
    this.#isStepping = true;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) this.#step(next);
    this.#isStepping = false;
    this.#arm();
    this.checks.settled();
    const isOther =
      before.ring !== this.call.ring ||
      before.media.switches !== this.call.media.switches ||
      before.move !== this.call.move;
    if (isOther) this.owner.changed(this);
  }

  /** Takes a message of another device. */
  hear(from: string, word: Word): void {
    switch (word.kind) {
      case 'ringing':
        return this.dispatch({ kind: 'rang', device: from });
      case 'busy':
        return this.dispatch({ kind: 'busy', device: from });
      case 'decline':
        return this.dispatch({ kind: 'declined', device: from });
      case 'cancel':
        return this.dispatch({ kind: 'cancelled', reason: word.reason });
      case 'answer':
        return this.#handshake.answered(from, word.description);
      case 'confirm':
        if (from === this.peer && !this.isEnded) this.#handshake.confirmed(word.description);
        return;
      case 'ready':
        if (from === this.peer && !this.isEnded) this.#handshake.ready();
        return;
      case 'sealed':
        if (from === this.peer && !this.isEnded) this.#session.hear(word);
        return;
      case 'invite':
      case 'move':
      case 'move-end': // nothing to do: this INVITE is a repeat, and `Device` takes every MOVE and MOVE-END
    }
  }

  /** A person accepts the call, or it is answered automatically. */
  accept(media: 'audio' | 'video', viaRelay: boolean): void {
    this.dispatch({ kind: 'accept', media, viaRelay });
  }

  /** Changes switches for a person, or for another call. */
  change(change: { readonly hold?: boolean; readonly mute?: boolean; readonly camera?: boolean }): void {
    this.checks.switched(change);
    this.dispatch({ kind: 'switched', change });
  }

  /** A person shares a screen or window, if that is allowed. */
  share(): void {
    if (whyNotShare(this.call, 'screen') !== undefined) return;
    this.#world.count('a screen is shared');
    this.dispatch({ kind: 'share-chosen', source: { kind: 'screen', id: 'screen:1:0', name: '' }, sound: false });
  }

  /** A person types two lines, if that is allowed. */
  write(): void {
    for (let typed = 0; typed < 2 && mayType(this.call); typed++)
      this.dispatch({ kind: 'text-typed', line: this.#lines++ });
  }

  /** A person types a code. */
  type(code: string): void {
    const isRight = code === this.code;
    this.checks.typed(isRight);
    this.dispatch({ kind: 'code-typed', isRight });
  }

  /** The page crashes, and main notices. */
  pageDies(): void {
    if (this.page === undefined || this.page.isGone) return;
    this.#world.count('a page dies');
    const { worker } = this.page;
    this.page.leave();
    this.dispatch({ kind: 'page-lost' });
    this.dispatch({ kind: 'worker-closed', worker });
    this.#world.changed(this.begun.id);
  }

  /** Looks at the pages of both sides. Opens the peer's sound if it arrives and this side has its key. */
  look(theirs: Side | undefined): void {
    this.page?.look(theirs?.page);
    const key = theirs?.keys.sealing.get(0);
    if (!this.#isFed(theirs) || key === undefined || !this.keys.opens(key)) return;
    this.keys.opened(key, this.#world.agenda.nowMs);
    this.dispatch({ kind: 'first-opened', ...key });
  }

  /** The page measures once whether packets arrive. */
  measure(theirs: Side | undefined): void {
    this.page?.measure(this.#isFed(theirs));
  }

  // Whether the peer's sound arrives here.
  #isFed(theirs: Side | undefined): boolean {
    const page = theirs?.page;
    return this.page?.pair !== undefined && page?.isStill === false && page.sends.microphone;
  }

  #step(event: CallEvent): void {
    this.events++;
    const before = this.call;
    const { call, effects } = transition(before, event);
    this.call = call;
    this.checks.before(before, effects);
    for (const effect of effects) perform(this.#performer, effect);
    if (before.ring.kind !== call.ring.kind) this.#world.changed(this.begun.id);
    if (before.ring.kind !== 'ringing' && call.ring.kind === 'ringing') this.owner.rings(this);
    if (call.ring.kind === 'reconnecting') this.#measures();
    this.checks.stepped(before, event);
  }

  #measures(): void {
    if (this.#isMeasuring) return;
    this.#isMeasuring = true;
    this.#world.agenda.after(MEASURE_EVERY_MS, () => {
      this.#isMeasuring = false;
      if (this.call.ring.kind !== 'reconnecting') return;
      this.measure(this.owner.other(this));
      this.#measures();
    });
  }

  #arm(): void {
    const atMs = wakeAtMs(this.call);
    assert(atMs !== undefined || ['fresh', 'live', 'ended'].includes(this.call.ring.kind), 'no state waits for ever');
    if (atMs === this.#wakesAtMs) return;
    this.#wakesAtMs = atMs;
    if (atMs === undefined) return;
    this.#world.agenda.at(atMs, () => {
      if (this.#wakesAtMs !== atMs) return;
      this.#wakesAtMs = undefined;
      this.dispatch({ kind: 'time', offline: this.#world.broker.isAway(this.name) });
    });
  }

  #say(device: string, word: Word): void {
    this.#world.say(this.name, device, this.begun.id, word);
  }

  #toPeer(word: Word): void {
    if (this.peer !== undefined) this.#say(this.peer, word);
  }

  #performs(): Performer {
    const { owner } = this;
    return {
      ...performedBy(() => ({
        perform: (effect) => {
          this.keys.perform(effect, this.#pages.worker);
          if (effect.kind === 'grant-seal' && effect.stream === 0) this.#world.changed(this.begun.id);
        },
      })),
      ...this.#handshake.performs,
      ...this.#pages.performs,
      'ask-welcome': () => owner.arrivals.askWelcome(this),
      'may-ring': (effect) => owner.arrivals.mayRing(this, effect),
      'note-refusal': () => undefined,
      'read-callee': () => owner.callees.lookUp(this),
      'judge-callee': ({ devices, nr }) => owner.callees.judge(this, nr, devices),
      'ask-turn': () => owner.callees.askTurn(this),
      'compare-callee': () => owner.callees.compare(this),
      'ring-by-newest': () => undefined,
      'read-peer': (effect) => owner.read(this, effect),
      'hold-peer': () => undefined,
      'pin-peer': () => this.checks.pinned(),
      'judge-peer': () => owner.judge(this),
      invite: ({ devices }) =>
        devices.forEach((device) => this.#say(device, { kind: 'invite', isVideo: this.begun.isVideo })),
      cancel: ({ devices, reason }) => devices.forEach((device) => this.#say(device, { kind: 'cancel', reason })),
      'leave-notes': () => this.#world.count('a note of a missed call is left'),
      early: ({ device, message }) => this.#say(device, { kind: message }),
      'send-text': () => this.checks.lineLeaves(),
      silence: () => undefined,
      'mark-verified': () => {
        this.checks.marked();
        owner.verify(this);
        this.dispatch({ kind: 'code-marked' });
      },
      'tell-verified': () => undefined,
      tighten: () => {
        const { isConstantRate, mustRelay } = owner.rules;
        if (mustRelay || isConstantRate) this.dispatch({ kind: 'rules', mustRelay, isConstantRate });
      },
      'announce-move': ({ device, call }) => void this.keys.say({ kind: 'transfer', device, call }),
      'offer-move': ({ device, call }) => {
        if (this.#world.broker.isAway(this.name)) return this.dispatch({ kind: 'move-unsent', call });
        this.#world.say(this.name, device, call, { kind: 'move', device: unwrap(this.peer, 'a live call has a peer') });
      },
      'tell-move-end': ({ device, call, reason }) =>
        this.#world.say(this.name, device, call, { kind: 'move-end', reason }),
      'tell-taken': ({ device }) => owner.tellTaken(device, this.begun.id),
      'compare-own-head': () => this.dispatch({ kind: 'own-head-compared', isEarlier: false, hasMs: 0 }),
      'tell-old-chain': () => undefined,
      'send-end': ({ reason }) => void this.keys.say({ kind: 'end', reason }),
      forget: () => {
        this.checks.forgotten();
        this.keys.forget();
      },
      'count-failed': () => undefined,
      conclude: () => this.checks.concluded(),
      note: () => undefined,
    };
  }
}
