// The properties that must hold of one side of a call at every step of a history, each with its own sentence. The
// checks count the cases to which properties apply, so that a case which never occurs is noticed.
import { assert } from '../../../../src/core/assert.ts';
import type { Effect } from '../../../../src/core/call/effect.ts';
import type { CallEvent } from '../../../../src/core/call/event.ts';
import { beginsAt } from '../../../../src/core/call/media-state.ts';
import type { NamedCandidate } from '../../../../src/core/call/media-path.ts';
import type { SwitchChange } from '../../../../src/core/call/media-switches.ts';
import { workerOf } from '../../../../src/core/call/page-state.ts';
import { isSecured, isSecuring } from '../../../../src/core/call/ring-state.ts';
import { type CallState, wakeAtMs } from '../../../../src/core/call/state.ts';
import { isVerified, judgementOf, mayConfirm, mayVideo, VERIFY_MS } from '../../../../src/core/call/trust-state.ts';
import type { Knock } from '../../../../src/core/call/welcome.ts';
import { isConstant } from './description.ts';
import type { Keyring } from './keys.ts';
import type { Page } from './page.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * The most pages of a call: the first, three after crashes before READY or CONFIRM, and three a minute after that,
 * whichever side reopens the call. A history of twelve acts needs no more.
 */
const MOST_PAGES = 24;

/** What is checked. */
export interface Checked {
  readonly call: CallState;
  readonly keys: Keyring;
  readonly page: Page | undefined;
  readonly isEnded: boolean;
  readonly begun: { readonly direction: 'in' | 'out' };
}

/**
 * What is asked of the device: whether this person has verified the peer, and whether another call with the peer's
 * person is secured here.
 */
export interface CheckedBy {
  readonly hasVerified: () => boolean;
  readonly hasSuccessor: () => boolean;
}

/** The properties of one side. */
export class Checks {
  readonly #side: Checked;
  readonly #by: CheckedBy;
  readonly #world: Surroundings;
  #isForgotten = false;
  #concluded = 0;
  #holdsHere = false;
  #holdsThere = false;
  #hasTypedRight = false;
  #hasTypedWrong = false;
  #hasAskedForMove = false;
  #hasAccepted = false;
  #isReadLast = false;
  #mustRelay = false;
  #isConstant = false;
  #isByRelays = false;
  #mustVerifySinceMs: number | undefined;
  #asStranger: Knock['stranger'] = 'ring';
  readonly #described = new Set<string>();

  constructor(side: Checked, world: Surroundings, by: CheckedBy) {
    this.#side = side;
    this.#by = by;
    this.#world = world;
  }

  /** Whether a wrong code was typed, which cannot be undone. */
  get isSilenced(): boolean {
    return this.#hasTypedWrong;
  }

  /** Checks the effects of a step before they are performed. */
  before(before: CallState, effects: readonly Effect[]): void {
    if (before.ring.kind !== 'ended') return;
    this.#world.count('something happens after the end');
    assert(this.#side.call === before && effects.length === 0, 'nothing follows the end of a call');
  }

  /** Checks a step and its effects. */
  stepped(before: CallState, event: CallEvent): void {
    const { call } = this.#side;
    this.#follow(event);
    if (event.kind === 'time') {
      const wakesAtMs = wakeAtMs(call);
      assert(wakesAtMs === undefined || wakesAtMs > event.atMs, 'after a `time` event nothing is still due');
    }
    assert(this.#isForgotten === this.#side.isEnded, 'keys are forgotten exactly when the call ends');
    assert(this.#concluded === Number(this.#side.isEnded), 'a call is concluded once, at its end');
    assert(
      !this.#side.isEnded || this.#side.keys.isEmpty,
      'each grant is followed by a withdrawal, at the latest when the call ends',
    );
    if (event.kind === 'network' && event.change === 'lost' && before.ring.kind === 'live') {
      const isThere = beginsAt(before.media, event.addresses);
      this.#world.count(
        isThere ? 'an address is lost at which no path begins' : 'an address is lost at which a path may begin',
      );
      assert(
        isThere === (call.ring.kind === 'live'),
        'the loss of an address breaks a call at once if its path may begin there, and only then',
      );
    }
    if (before.ring.kind !== 'ended' && call.ring.kind === 'ended') this.#ended(before, call.ring.reason);
  }

  /** Checks the side after all consequences of an event. */
  settled(): void {
    const { call, keys, page } = this.#side;
    if (this.#side.isEnded) return;
    keys.checkWithdrawn(this.#world.agenda.nowMs);
    assert(!('nr' in call.page) || call.page.nr <= MOST_PAGES, 'pages are not replaced for ever');
    assert(keys.sealing.size === 0 || isSecured(call.ring), 'nothing is sealed before READY or CONFIRM');
    const passesFrames = workerOf(call.page) !== undefined && page?.isStill === false;
    assert(call.ring.kind !== 'reconnecting' || !passesFrames, 'no frame passes a broken connection');
    if (isSecured(call.ring)) {
      this.#checkHold(passesFrames);
      this.#checkCode();
      this.#checkPolicy();
    }
    this.#checkStranger();
    this.#checkRefusal();
    const mustVerify =
      (call.ring.kind === 'live' || call.ring.kind === 'reconnecting') &&
      judgementOf(call.trust)?.mode === 'voice-to-verify';
    if (!mustVerify) this.#mustVerifySinceMs = undefined;
    else this.#mustVerifySinceMs ??= this.#world.agenda.nowMs;
  }

  /** A person, or another call, has switched something. */
  switched({ hold }: SwitchChange): void {
    this.#holdsHere = hold ?? this.#holdsHere;
  }

  /** A person has typed a code. */
  typed(isRight: boolean): void {
    if (!isSecured(this.#side.call.ring)) return;
    if (isRight) this.#hasTypedRight = true;
    else this.#hasTypedWrong = true;
    this.#world.count(isRight ? 'a right code is typed' : 'a wrong code is typed');
  }

  /** The book is about to mark the peer as verified. */
  marked(): void {
    const { ring, trust } = this.#side.call;
    this.#world.count('somebody is verified');
    assert(
      this.#hasTypedRight && isSecured(ring) && mayConfirm(trust),
      'only a peer whose code was typed correctly is marked verified',
    );
  }

  /**
   * ANSWER or CONFIRM is about to be sent. The peer must have been read since the call was accepted or ANSWER arrived,
   * and the peer's device must not have been removed.
   */
  descriptionLeaves(): void {
    const { reading } = this.#side.call.trust;
    const isRead = this.#isReadLast && reading.last.kind === 'none';
    assert(isRead, 'ANSWER and CONFIRM are sent only once the peer was read again and judged');
    assert(reading.peer.kind !== 'removed', 'no ANSWER or CONFIRM is sent to a removed device');
  }

  /** The peer is pinned at their address. */
  pinned(): void {
    const isIn = this.#side.begun.direction === 'in';
    assert(isIn && this.#hasAccepted, 'a caller is pinned only once a call of theirs was accepted');
  }

  forgotten(): void {
    this.#isForgotten = true;
  }

  concluded(): void {
    this.#concluded++;
  }

  /** A description of ours is sent in a `restart` or `reopen`. */
  describes({ sdp }: { readonly sdp: string }): void {
    if (this.#described.has(sdp)) return; // a repetition
    this.#described.add(sdp);
    if (this.#isConstant) this.#world.count('a description with a constant rate leaves');
    assert(!this.#isConstant || isConstant(sdp), 'each new description has a constant rate once that is demanded');
  }

  /** Candidates of ours are sent. */
  candidatesLeave(list: readonly NamedCandidate[]): void {
    if (this.#mustRelay) this.#world.count('candidates leave where only relays may be used');
    assert(!this.#mustRelay || list.every(isRelay), 'if only relays may be used, only relay candidates are sent');
    if (this.#isByRelays && !isSecured(this.#side.call.ring)) {
      this.#world.count('candidates leave before READY to somebody who is not verified');
      assert(list.every(isRelay), 'until READY or CONFIRM only relay candidates leave an unverified or automatic call');
    }
  }

  /** A text line of ours is sent. */
  lineLeaves(): void {
    const { ring } = this.#side.call;
    this.#world.count('a line that was typed leaves');
    assert(
      isSecured(ring) && !this.#hasTypedWrong,
      'no text line is sent before READY or CONFIRM, or after a wrong code',
    );
    assert(!this.#isHeld, 'no text line is sent while a call is held');
  }

  #follow(event: CallEvent): void {
    if ((event.kind === 'path-opened' || event.kind === 'rules') && this.#side.call.media.path.kind === 'open') {
      this.#mustRelay ||= event.mustRelay;
      this.#isConstant ||= event.isConstantRate;
    }
    if (event.kind === 'path-opened') this.#isByRelays = event.hasRelays && (!event.isVerified || event.viaRelay);
    if (event.kind === 'peer-switched') this.#holdsThere = event.state.hold;
    if (event.kind === 'move') this.#hasAskedForMove = true;
    if (event.kind === 'accept') this.#hasAccepted = true;
    if (event.kind === 'peer-read' && event.cause === 'last') this.#isReadLast = true;
    if (event.kind === 'knocked') this.#knocked(event.knock.stranger);
  }

  // Whether either side holds the call, as far as this side knows. False while a `media` of the peer waits its turn.
  get #isHeld(): boolean {
    return this.#side.call.media.peer.kind !== 'waiting' && (this.#holdsHere || this.#holdsThere);
  }

  #checkHold(passesFrames: boolean): void {
    if (!this.#isHeld) return;
    this.#world.count('a call is held');
    assert(!passesFrames, 'nothing is sealed, and nothing opened, while a call is held');
    assert(!Object.values(this.#side.page?.sends ?? {}).includes(true), 'nothing is sent while a call is held');
  }

  #checkCode(): void {
    const { call, keys, page } = this.#side;
    assert(
      call.trust.code.kind !== 'confirmed' || this.#hasTypedRight,
      'a code is confirmed only by typing it correctly',
    );
    if (isVerified(call.trust)) this.#world.count('a peer is verified');
    assert(
      !isVerified(call.trust) || this.#by.hasVerified(),
      'only a peer whose code was typed correctly on a device of this person is verified',
    );
    if (!this.#hasTypedWrong) return;
    assert(!isVerified(call.trust), 'nobody is verified in a call after a wrong code');
    assert(call.trust.code.kind === 'mismatch', 'a mismatch stays after a wrong code');
    assert(keys.sealing.size === 0, 'nothing is sealed after a wrong code');
    assert(!Object.values(page?.sends ?? {}).includes(true), 'nothing is sent after a wrong code');
  }

  #checkPolicy(): void {
    const { call, keys, page } = this.#side;
    if (mayVideo(call.trust) === false) {
      this.#world.count('pictures are forbidden');
      assert(!keys.streams().some((stream) => stream !== 0), 'no key of a forbidden picture is with a worker');
      assert(page?.sends.camera !== true && page?.sends.screen !== true, 'no forbidden picture is sent');
    }
    if (!this.#mustRelay) return;
    if (page?.pair !== undefined) this.#world.count('media pass where only relays may be used');
    assert(page?.pair === undefined || page.pair.address === '', 'if only relays may be used, media use a relay');
  }

  #checkRefusal(): void {
    const { ring, trust } = this.#side.call;
    const isOn = ring.kind === 'ringing' || ring.kind === 'calling' || isSecuring(ring) || isSecured(ring);
    assert(!isOn || judgementOf(trust)?.mode !== 'refuse', 'nobody whom policy refuses rings, is rung or is connected');
    if (this.#mustVerifySinceMs === undefined) return;
    this.#world.count('the clock of a verification runs');
    const untilMs = this.#mustVerifySinceMs + VERIFY_MS;
    const isFree = judgementOf(trust)?.mode === 'free';
    assert(
      isFree || this.#world.agenda.nowMs <= untilMs,
      'a call whose peer must be verified lasts at most three minutes without verification',
    );
  }

  #knocked(asStranger: Knock['stranger']): void {
    this.#asStranger = asStranger;
    if (asStranger === 'refuse') this.#world.count('a stranger is refused');
  }

  #checkStranger(): void {
    const { ring } = this.#side.call;
    if (ring.kind !== 'ringing') return;
    assert(this.#asStranger !== 'refuse', 'no stranger rings if strangers are refused');
    if (this.#asStranger !== 'silent') return;
    this.#world.count('a stranger rings without sound');
    assert(ring.isVisual, 'no stranger rings aloud if strangers ring without sound');
  }

  #ended({ move, ring }: CallState, reason: string): void {
    this.#world.count(`ended ${isSecured(ring) ? 'secured' : isSecuring(ring) ? 'securing' : 'before'}`);
    if (reason === 'verification-required' && isSecured(ring)) this.#world.count('a verification comes too late');
    if (reason !== 'transferred') return;
    const isMoved = this.#hasAskedForMove && move.asked.kind !== 'none';
    this.#world.count(isMoved ? 'a call has moved' : 'a moved call is followed');
    assert(
      isMoved || this.#by.hasSuccessor(),
      'a call ends as transferred only if it was moved, or another call with the same person is secured here',
    );
  }
}

function isRelay({ candidate }: NamedCandidate): boolean {
  return candidate.includes(' typ relay ');
}
