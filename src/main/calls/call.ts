// One running call: feeds the machine, has its effects performed, and shows what a person may see.
import { unwrap } from '../../core/assert.ts';
import { type Bytes, toHex } from '../../core/bytes.ts';
import type { Effect } from '../../core/call/effect.ts';
import type { CallEvent } from '../../core/call/event.ts';
import { movingOf, type MoveState } from '../../core/call/move-state.ts';
import type { RingState } from '../../core/call/ring-state.ts';
import { firstMedia } from '../../core/call/media-state.ts';
import { type CallState, FRESH } from '../../core/call/state.ts';
import {
  type CodeVerdict,
  isVerified,
  type Marked,
  markedOf,
  type TrustState,
  verdictOn,
  verificationOf,
} from '../../core/call/trust-state.ts';
import type { Refusal } from '../../core/call/welcome.ts';
import { viewOf } from '../../core/call/view.ts';
import type { CallEnvelope } from '../../core/signal/envelope.ts';
import type { MediaCommand } from '../../contract/media.ts';
import type { CallView, Media } from '../../contract/view.ts';
import type { ProvenDevice } from '../../core/organisation/proven-device.ts';
import { ownWord } from '../log.ts';
import { CallSignalling, type CallSide } from './call-signalling.ts';
import { type Begun, begunBy } from './begun.ts';
import type { CallDeps } from './call-deps.ts';
import { type CallRecords, callRecordsOf, noteFailedCall } from './history/call-records.ts';
import { CallMedia } from './call-media.ts';
import { CallPolicy } from './call-policy.ts';
import type { CallText } from './session/call-text.ts';
import { codeView, peerDeviceOf } from './call-view.ts';
import { Machine } from './machine.ts';
import { markVerified, replacedBy } from './mark-verified.ts';
import { performsMove } from './notes/move-notes.ts';
import { onlyOtherDevice } from './notes/own-notes.ts';
import type { PeerInCall } from './peer-in-call.ts';
import { perform, type Performer, together } from '../../core/call/performer.ts';
import type { Whom } from './ring/whom.ts';

/** How a call may ring. */
export type MayRing = Pick<Extract<Effect, { kind: 'may-ring' }>, 'agrees' | 'isVisual'>;

/** What a call reports to the desk. */
export interface CallHooks {
  readonly onChange: (call: Call) => void;
  readonly onCommand: (call: Call, command: MediaCommand) => void;
  /** The call is live here: the device of ours that offered it must be told. */
  readonly onTaken: (call: Call, from: string) => void;
  /** The call may ring, unless another call prevents it. */
  readonly onMayRing: (call: Call, how: MayRing) => void;
  /** Policy has refused the caller, or every device of the callee. */
  readonly onRefused: (call: Call, why: Refusal) => void;
  /** The peer was verified in this call: our other devices must be told. */
  readonly onVerified: (call: Call) => void;
  /**
   * The call has ended, reported once with its records. `hasRung`: it was placed here, rang here, or found this device
   * busy. False: it ended while it was being checked.
   */
  readonly onEnded: (call: Call, records: CallRecords, hasRung: boolean) => void;
}

/**
 * A call placed or received here. A placed call may ring several devices of a person; from ANSWER on the peer is one of
 * them. Times in ms since 1970.
 */
export class Call {
  readonly id: string;
  readonly callId: Bytes;
  readonly address: string;
  readonly direction: 'in' | 'out';
  readonly whom: Whom;
  readonly control: CallMedia;
  readonly policy: CallPolicy;
  readonly #begun: Begun;
  readonly #deps: CallDeps;
  readonly #hooks: CallHooks;
  readonly #isCalled: () => boolean; // whether a call to this caller was placed here and is on
  readonly #signalling: CallSignalling;
  readonly #performer: Performer;
  readonly #machine: Machine;

  constructor(side: CallSide, deps: CallDeps, hooks: CallHooks) {
    this.#deps = deps;
    this.#hooks = hooks;
    this.direction = side.direction;
    this.#isCalled = () => side.direction === 'in' && side.isCalling(this.address);
    this.#begun = begunBy(side, deps.clock.nowMs());
    ({ address: this.address, callId: this.callId, whom: this.whom } = this.#begun);
    this.id = toHex(this.callId);
    const dispatch = (event: CallEvent): void => this.dispatch(event);
    const onChange = (): void => hooks.onChange(this);
    const first = { ...FRESH, media: firstMedia(this.#begun.media === 'video') };
    this.#machine = new Machine(first, {
      clock: deps.clock,
      log: deps.log,
      isOnline: () => deps.transport.view().kind === 'online',
      perform: (effect) => perform(this.#performer, effect),
      waiting: () => this.#signalling.session,
      onChange,
    });
    this.control = new CallMedia(this.id, deps, {
      page: () => this.#machine.state.page,
      media: () => this.#machine.state.media,
      keys: () => this.#machine.state.keys,
      dispatch,
      command: (command) => hooks.onCommand(this, command),
    });
    this.policy = new CallPolicy(this.address, deps, {
      trust: () => this.trust,
      dispatch,
      peer: () => this.#signalling,
    });
    this.#signalling = new CallSignalling(side, deps, this.control, {
      dispatch,
      call: () => this.state,
      nowMs: () => this.#machine.nowMs,
      judgeEach: (devices) => this.policy.judgeEach(devices),
      onPeer: () => this.policy.judge(),
      onChange,
    });
    this.#performer = this.#performs();
    this.policy.judge();
  }

  /** Voice or video, as far as policy allows it. */
  get media(): Media {
    return this.control.mayVideo ? this.#begun.media : 'audio';
  }

  get state(): CallState {
    return this.#machine.state;
  }

  get ring(): RingState {
    return this.#machine.state.ring;
  }

  get move(): MoveState {
    return this.#machine.state.move;
  }

  get trust(): TrustState {
    return this.#machine.state.trust;
  }

  get isEnded(): boolean {
    return this.ring.kind === 'ended';
  }

  get peer(): PeerInCall | undefined {
    return this.#signalling.peer;
  }

  /** The device at the other end, with the identity to which this call is bound. */
  get device(): ProvenDevice | undefined {
    return this.#signalling.device;
  }

  get text(): CallText | undefined {
    return this.#signalling.session?.text;
  }

  /** Whether the person at the other end is verified, as far as this call knows (protocol §5 rules 1, 7). */
  get isVerified(): boolean {
    return isVerified(this.trust);
  }

  /**
   * Lets the call ring. `isVisual`: its card is shown and makes no sound. `silenced`: it is put away, without a card or
   * a sound, as by _do not disturb_.
   */
  letRing(how: { readonly isVisual: boolean; readonly silenced: boolean; readonly ttlMs: number }): void {
    this.dispatch({ kind: 'cleared', ...how, atMs: this.#deps.clock.nowMs() });
  }

  /**
   * The call is accepted. `viaRelay`: automatically and not by a person, so no direct path is looked for until READY
   * (protocol §5 rules 8, 9, 15). The peer is pinned once a reading of the directory agrees with this call.
   */
  accept(media: Media, viaRelay: boolean): void {
    this.dispatch({ kind: 'accept', media, viaRelay, atMs: this.#deps.clock.nowMs() });
  }

  hangUp(): void {
    this.dispatch({ kind: 'hang-up', atMs: this.#deps.clock.nowMs() });
  }

  /** Takes an envelope for this call from a device. An envelope that does not fit is dropped. */
  receive(from: string, envelope: CallEnvelope): void {
    if (this.isEnded) return;
    this.#signalling.receive(from, envelope);
    this.#machine.rearm(); // the envelope may wait for its turn
  }

  /**
   * Handles an event. When this returns, the effects of the event are done, and so are those of events that these
   * effects dispatched. If an effect calls `dispatch`, `dispatch` returns at once, and the event is handled after the
   * present one.
   */
  dispatch(event: CallEvent): void {
    this.#machine.dispatch(event);
  }

  /** A person typed the code. A right code marks the peer verified. After a wrong code nothing more is sealed. */
  confirmCode(code: string): Exclude<CodeVerdict, 'right'> | Marked {
    const ours = this.#signalling.session?.code;
    if (ours === undefined) return 'unknown-call';
    const isRight = code === ours;
    const verdict = verdictOn(this.#machine.state, isRight);
    this.dispatch({ kind: 'code-typed', isRight, atMs: this.#deps.clock.nowMs() });
    // A right code without a mark: the call has ended meanwhile.
    return verdict === 'right' ? (markedOf(this.trust) ?? 'unknown-call') : verdict;
  }

  view(): CallView {
    const { code, isUnconfirmed, phase, verifyBy } = viewOf(this.#machine.state);
    return {
      id: this.id,
      direction: this.direction,
      address: this.address,
      ...this.#named(),
      unconfirmed: isUnconfirmed,
      trust: this.policy.trust,
      ...replacedBy(this.whom, this.address, this.#deps.book),
      organisation: this.policy.mark,
      ...(verifyBy === undefined ? {} : { verifyBy }),
      media: this.media,
      phase,
      local: this.control.local,
      remote: this.control.remote,
      ...this.control.said,
      code: codeView(code, this.#signalling.session?.code, this.direction),
      text: this.text?.lines ?? [],
      numbers: this.control.numbers(),
      ...peerDeviceOf(this.ring),
      ...movingOf(this.move),
    };
  }

  // One function for each kind of effect. A kind with none, or with two, does not compile.
  #performs(): Performer {
    const own = {
      'tell-taken': ({ device }) => this.#hooks.onTaken(this, device),
      'mark-verified': ({ isMarked }) => this.#mark(isMarked),
      'tell-verified': () => this.#hooks.onVerified(this),
      'count-failed': ({ reason }) => {
        noteFailedCall(this.#deps, { address: this.address, direction: this.direction, reason });
      },
      'ask-welcome': () => void this.policy.askWelcome(this.#isCalled),
      'may-ring': (effect) => this.#hooks.onMayRing(this, effect),
      'note-refusal': ({ why }) => this.#hooks.onRefused(this, why),
      conclude: (effect) => this.#hooks.onEnded(this, this.#records(effect), effect.hasRung),
      note: ({ event }) =>
        this.#deps.log.debug('an event did not fit', { event: ownWord(event), state: this.ring.kind }),
    } satisfies Partial<Performer>;
    const sides = together(this.#signalling.performs, this.control.performs);
    return together(together(sides, performsMove(this.#deps, this)), own);
  }

  #mark(isMarked: boolean): void {
    const { address, whom } = this;
    const person = unwrap(this.#signalling.person, 'a secured call is bound to an identity');
    const peer = unwrap(this.peer?.peer, 'a right code counts only if the peer was read');
    const marked = markVerified({ address, whom, peer, person, isMarked }, this.#deps);
    const atMs = this.#deps.clock.nowMs();
    this.dispatch(
      marked === 'confirmed' ? { kind: 'code-marked', atMs } : { kind: 'code-unmarked', why: marked, atMs },
    );
  }

  // The name that the person gave this contact, otherwise the one that the caller claims.
  #named(): Pick<CallView, 'name' | 'claimed'> {
    const given = this.#deps.book.contact(this.address)?.name ?? '';
    if (given !== '') return { name: given, claimed: false };
    return { name: this.#begun.claimedName, claimed: this.#begun.claimedName !== '' };
  }

  #records({ durationMs, isAnswered, reason }: Extract<Effect, { kind: 'conclude' }>): CallRecords {
    const facts = {
      isVerified: this.isVerified,
      verification: verificationOf(this.trust),
      id: this.id,
      address: this.address,
      name: this.#named().name,
      direction: this.direction,
      media: this.media,
      atMs: this.#begun.atMs,
      durationMs,
      isAnswered,
      otherDevice: onlyOtherDevice(this.#deps),
      reason,
      wasSecured: this.#signalling.session?.code !== undefined,
      numbers: this.control.numbers(),
    };
    return callRecordsOf(facts, this.#deps.policy.values());
  }
}
