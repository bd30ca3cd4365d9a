// One device in a history: its call in the real machine, and a performer of every effect that does what main, its page and its peer would
// do of it, as far as the machine can tell. What must hold at every step is checked here.
import { assert, unwrap } from '../../../../src/core/assert.ts';
import type { CallEvent } from '../../../../src/core/call/event.ts';
import { isRenewed } from '../../../../src/core/call/keys-state.ts';
import { toldOf } from '../../../../src/core/call/media-state.ts';
import { isHeld } from '../../../../src/core/call/media-switches.ts';
import type { PageDescription } from '../../../../src/core/call/page-state.ts';
import { isSecured, type RingState } from '../../../../src/core/call/ring-state.ts';
import { type CallState, FRESH, wakeAtMs } from '../../../../src/core/call/state.ts';
import { transition } from '../../../../src/core/call/transition.ts';
import { performedBy } from '../../../../src/main/calls/session/key-secrets.ts';
import { perform, type Performer } from '../../../../src/core/call/performer.ts';
import { Keyring, type Said, type Sealed } from './keys.ts';
import type { Bare } from '../bare.ts';
import { PINNED } from '../trust-facts.ts';
import { Page } from './page.ts';
import type { Surroundings, Word } from './surroundings.ts';

/** One, three lost before keys are agreed on and three in a minute after it, of either side: more than a history has time for. */
const MOST_PAGES = 16;

/** The path is played here: whether the ring has asked it for a restart. */
function asksForRestart(before: RingState, now: RingState, { kind }: CallEvent): boolean {
  if (kind === 'network' && now.kind === 'connecting') return true;
  if (now.kind !== 'mending') return false;
  return before.kind === 'mending' ? before.restartAtMs !== now.restartAtMs : kind === 'network';
}

/** A call on one device. */
export class Side {
  call: CallState = FRESH;
  /** The device it has a session with. */
  peer: string | undefined;
  /** The page that there is, or the one that died. */
  page: Page | undefined;
  readonly keys: Keyring;
  hasConfirmed = false; // sent CONFIRM, or checked it
  concluded = 0;
  /** A wrong code was typed: there is no way back. */
  isSilenced = false;
  hasTypedRight = false;
  /** How many events the machine was given. */
  events = 0;
  readonly name: string;
  readonly #world: Surroundings;
  readonly #performer: Performer;
  readonly #queue: CallEvent[] = [];
  #isStepping = false;
  #isForgotten = false;
  #isConnected = false;
  #hasReady = false;
  #hasAccepted = false;
  #bound: PageDescription | undefined; // ours, in ANSWER or CONFIRM
  #confirm: Word | undefined;
  readonly #answers = new Map<string, PageDescription>(); // by device
  #held: Sealed[] | undefined = []; // what overtook CONFIRM or READY
  readonly #newest = { reopen: -1, media: -1 };
  #wake = 0;

  constructor(name: string, world: Surroundings) {
    this.name = name;
    this.#world = world;
    this.keys = new Keyring({
      send: (sealed) => this.#toPeer(sealed),
      dispatch: (event) => this.dispatch(event),
      switched: () => toldOf(this.call.media),
    });
    this.#performer = this.#performs();
  }

  get isEnded(): boolean {
    return this.call.ring.kind === 'ended';
  }

  /** Lets something happen, as main does: effects first, then what they led to. */
  dispatch(bare: Bare): void {
    this.#queue.push({ ...bare, atMs: this.#world.agenda.nowMs });
    if (this.#isStepping) return;
    this.#isStepping = true;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) this.#step(next);
    this.#isStepping = false;
    this.#arm();
  }

  /** Takes a word of another device. */
  hear(from: string, word: Word): void {
    switch (word.kind) {
      case 'invite':
        return this.dispatch({ kind: 'invited', device: from });
      case 'ringing':
        return this.dispatch({ kind: 'rang', device: from });
      case 'busy':
        return this.dispatch({ kind: 'busy', device: from });
      case 'decline':
        return this.dispatch({ kind: 'declined', device: from });
      case 'cancel':
        return this.dispatch({ kind: 'cancelled', reason: word.reason });
      case 'answer':
        this.#answers.set(from, word.description);
        return this.dispatch({ kind: 'answered', device: from });
      case 'confirm':
      case 'ready':
      case 'sealed':
        if (from === this.peer && !this.isEnded) this.#hearInSession(word);
    }
  }

  /** A person types the code of this call, or another one. */
  typeCode(isRight: boolean): void {
    if (isRight && isSecured(this.call.ring)) this.hasTypedRight = true;
    this.dispatch({ kind: 'code-typed', isRight });
  }

  /** The page dies, and main finds that out. */
  pageDies(): void {
    if (this.page === undefined || this.page.isGone) return;
    const { worker } = this.page;
    this.page.leave();
    this.dispatch({ kind: 'page-lost' });
    this.dispatch({ kind: 'worker-closed', worker });
    this.#world.changed();
  }

  /** What the page sees of the way; sound of the peer is opened where the keys are there. */
  look(isThrough: boolean, theirs: Keyring | undefined): void {
    const isAwaited = this.call.ring.kind === 'connecting' || this.call.ring.kind === 'mending';
    this.page?.look(isThrough, isAwaited);
    const key = theirs?.sealing.get(0);
    if (!isThrough || key === undefined || !this.keys.opens(key)) return;
    this.dispatch({ kind: 'first-opened', ...key });
  }

  #hearInSession(word: Extract<Word, { kind: 'confirm' | 'ready' | 'sealed' }>): void {
    if (word.kind === 'confirm') {
      if (this.#hasReady) this.#toPeer({ kind: 'ready' }); // its repeat gets the same bytes
      else this.#confirmed(word.description);
    } else if (word.kind === 'ready') {
      this.dispatch({ kind: 'ready' });
      this.#release();
    } else if (this.#held === undefined || word.said.kind === 'end') this.#open(word);
    else this.#held.push(word);
  }

  // CONFIRM opens the commitment once: a repeat is a spent counter.
  #confirmed(description: PageDescription): void {
    if (this.hasConfirmed) return;
    this.hasConfirmed = true;
    this.dispatch({ kind: 'peer-described', description: { type: 'answer', ...description } });
    this.dispatch({ kind: 'confirmed' });
    this.#release();
  }

  #release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const sealed of held.toSorted((one, other) => one.counter - other.counter)) this.#open(sealed);
  }

  // What was said before something newer counts no more; answers of a page are told by their number.
  #open(sealed: Sealed): void {
    const said = this.keys.open(sealed);
    switch (said?.kind) {
      case undefined:
        return;
      case 'rekey':
      case 'rekeyed':
        return this.keys.take(sealed);
      case 'media':
        if (sealed.counter < this.#newest.media) return;
        this.#newest.media = sealed.counter;
        return this.dispatch({ kind: 'peer-switched', state: said.state });
      case 'reopen': {
        const isOvertaken = sealed.counter < this.#newest.reopen;
        if (!isOvertaken) this.#newest.reopen = sealed.counter;
        if (!isOvertaken || said.message.type === 'answer')
          this.dispatch({ kind: 'peer-reopens', message: said.message });
        return;
      }
      case 'restart':
        return void this.keys.say({ kind: 'restarted' });
      case 'restarted':
        return this.#world.wayFound();
      case 'end':
        return this.dispatch({ kind: 'peer-ended', reason: said.reason });
    }
  }

  #step(event: CallEvent): void {
    this.events++;
    const before = this.call;
    const { call, effects } = transition(before, event);
    this.call = call;
    if (call.ring.kind === 'answering') this.#hasAccepted = true;
    if (before.ring.kind === 'ended') {
      assert(call === before && effects.length === 0, 'nothing follows the end');
    }
    for (const effect of effects) perform(this.#performer, effect);
    if (before.ring.kind !== 'live' && call.ring.kind === 'live') this.#world.changed();
    if (asksForRestart(before.ring, call.ring, event)) this.#say({ kind: 'restart' });
    if (this.#isConnected && !isRenewed(before.keys) && isRenewed(call.keys)) this.dispatch({ kind: 'connected' });
    if (before.ring.kind !== 'ringing' && call.ring.kind === 'ringing') this.#world.rings(this);
    this.#check(event);
  }

  #check(event: CallEvent): void {
    const { call } = this;
    const wakesAtMs = wakeAtMs(call);
    assert(event.kind !== 'time' || wakesAtMs === undefined || wakesAtMs > event.atMs, 'what was due is done');
    assert(this.#isForgotten === this.isEnded, 'keys are forgotten exactly when the call ends');
    assert(this.concluded === Number(this.isEnded), 'a call is concluded once, at its end');
    const { media, page, ring, trust } = call;
    const hasWorker = page.worker.kind === 'starting' || page.worker.kind === 'alive';
    const isStill = !hasWorker || this.page?.isStill === true;
    assert(ring.kind !== 'mending' || isStill, 'no frame passes a broken connection');
    assert(!isHeld(media.switches) || ring.kind !== 'live' || isStill, 'no frame passes in a call that is held');
    assert(page.nr <= MOST_PAGES, 'pages are not replaced for ever');
    assert(trust.code.kind !== 'confirmed' || this.hasTypedRight, 'a code is confirmed by typing it');
    assert(!this.isSilenced || trust.code.kind === 'mismatch', 'a wrong code is wrong for good');
    assert(!this.isSilenced || this.keys.sealing.size === 0, 'nothing is sealed once a wrong code was typed');
    assert(this.keys.sealing.size === 0 || isSecured(ring), 'nothing is sealed before READY or after the end');
  }

  // Since ANSWER came or a person accepted, and it did not contradict the call.
  #checkRead(): void {
    const { reading } = this.call.trust;
    assert(reading.last === 'done', 'ANSWER and CONFIRM leave only once the peer was read again');
    assert(reading.conflict !== 'removed', 'no ANSWER and no CONFIRM for a device that was removed');
  }

  #arm(): void {
    const atMs = wakeAtMs(this.call);
    const wake = ++this.#wake;
    assert(atMs !== undefined || ['fresh', 'live', 'ended'].includes(this.call.ring.kind), 'no state waits for ever');
    if (atMs === undefined) return;
    this.#world.agenda.at(atMs, () => {
      if (wake === this.#wake) this.dispatch({ kind: 'time', offline: this.#world.broker.isAway(this.name) });
    });
  }

  #toPeer(word: Word): void {
    if (this.peer !== undefined) this.#world.say(this.name, this.peer, word);
  }

  #say(said: Said): void {
    this.keys.say(said);
  }

  // A connection stands once its sound can be sealed with keys that no worker before had.
  #pageSays(event: Bare): void {
    if (event.kind === 'connected' || event.kind === 'disconnected') this.#isConnected = event.kind === 'connected';
    if (event.kind !== 'connected' || isRenewed(this.call.keys)) this.dispatch(event);
  }

  #workerGone(): void {
    this.#isConnected = false;
    this.keys.workerGone();
  }

  get #worker(): number | undefined {
    return this.page?.isGone === false ? this.page.worker : undefined;
  }

  #performs(): Performer {
    const world = this.#world;
    return {
      ...performedBy(() => ({ perform: (effect) => this.keys.perform(effect, this.#worker) })),
      'read-callee': () => world.lookUp(this),
      admit: ({ devices, nr }) => world.admit(this, nr, devices),
      'ask-turn': () => this.dispatch({ kind: 'turn', waitMs: world.roll(5) > 0 ? 0 : world.roll(2000) }),
      'compare-callee': () => world.compare(this),
      'ring-by-newest': () => undefined,
      'read-peer': ({ cause, timeoutMs }) => world.readPeer(this, cause, timeoutMs),
      'hold-peer': () => undefined,
      'pin-peer': () => assert(this.#hasAccepted, 'a callee is pinned by whom it rings, a caller by a press'),
      'judge-peer': () => this.dispatch({ kind: 'judged', facts: this.call.trust.facts ?? PINNED }),
      invite: ({ devices }) => devices.forEach((device) => world.say(this.name, device, { kind: 'invite' })),
      cancel: ({ devices, reason }) =>
        devices.forEach((device) => world.say(this.name, device, { kind: 'cancel', reason })),
      early: ({ device, message }) => world.say(this.name, device, { kind: message }),
      'open-page': ({ nr, offers, theirs }) => {
        this.page?.leave();
        this.#workerGone();
        this.page = new Page(world, { side: this.name, nr }, (event) => this.#pageSays(event));
        this.page.open(offers, theirs);
        if (nr > 1) world.wayFound(); // a new connection looks for its own
      },
      'leave-page': () => {
        this.page?.leave();
        this.#workerGone();
      },
      'describe-peer': ({ description }) => this.page?.describePeer(description),
      'bind-description': ({ description }) => {
        this.#bound = description;
        this.dispatch({ kind: 'described' });
      },
      'send-reopen': ({ message }) => this.#say({ kind: 'reopen', message }),
      'still-worker': ({ worker, isStill }) => {
        if (this.page?.worker === worker) this.page.isStill = isStill;
      },
      'ping-worker': ({ worker }) => {
        if (this.page?.worker === worker) this.page.ping();
      },
      'end-worker': () => undefined,
      'key-frame': () => undefined,
      'ask-key-frame': () => undefined,
      command: ({ command }) => {
        const isSending = command.kind === 'send' && (command.microphone || command.camera);
        assert(!isSending || !this.isSilenced, 'nobody speaks once silenced');
      },
      announce: ({ state }) => this.#say({ kind: 'media', state }),
      'count-anew': () => undefined,
      'take-answer': ({ device }) => {
        this.peer = device;
        this.dispatch({ kind: 'head-heard', isKnown: world.roll(8) > 0 });
        const description = unwrap(this.#answers.get(device), 'an ANSWER was here');
        this.dispatch({ kind: 'peer-described', description: { type: 'offer', ...description } });
      },
      'send-answer': () => {
        this.peer = world.caller;
        this.#checkRead();
        this.#toPeer({ kind: 'answer', description: unwrap(this.#bound, 'ANSWER has our description') });
      },
      'send-confirm': () => {
        this.#checkRead();
        this.hasConfirmed = true;
        this.#confirm = { kind: 'confirm', description: unwrap(this.#bound, 'CONFIRM has our description') };
        this.#toPeer(this.#confirm);
      },
      'repeat-confirm': () => this.#toPeer(unwrap(this.#confirm, 'CONFIRM is repeated after it was sent')),
      'send-ready': () => {
        this.#hasReady = true;
        this.#toPeer({ kind: 'ready' });
      },
      silence: () => {
        this.isSilenced = true;
      },
      'mark-verified': () => {
        assert(this.hasTypedRight && isSecured(this.call.ring), 'verified is whose code was typed, and nobody else');
        this.dispatch({ kind: 'code-marked' });
      },
      tighten: () => undefined,
      'announce-move': () => undefined,
      'offer-move': () => undefined,
      'tell-move-end': () => undefined,
      'tell-taken': () => undefined,
      'make-connection': () => undefined,
      say: () => undefined,
      'renew-relays': () => undefined,
      'check-own-head': () => undefined,
      'send-end': ({ reason }) => this.#say({ kind: 'end', reason }),
      forget: () => {
        this.#isForgotten = true;
        this.keys.forget();
      },
      'close-media': () => {
        this.page?.leave();
        world.changed();
      },
      'count-failed': () => undefined,
      conclude: () => void this.concluded++,
      note: () => undefined,
    };
  }
}
