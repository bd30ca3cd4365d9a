// What policy says to one call, from its look-up to its end: whom it may ring, whether it may ring here, whether pictures may be
// sent and shown, how long it may last unverified. Asked again whenever policy, trust or the organisation's word changes.
import { unreachable } from '../../core/assert.ts';
import { type Bytes, equal } from '../../core/bytes.ts';
import type { CallEvent } from '../../core/call/event.ts';
import type { EndReason } from '../../core/call/end-reason.ts';
import { type RingState, isUnderVerification } from '../../core/call/ring-state.ts';
import type { PeerFacts, PeerJudgement } from '../../core/policy/peer-rules.ts';
import type { OrganisationMark } from '../../contract/managed.ts';
import type { Trust } from '../../contract/view.ts';
import type { RecordedCall, RecordEvent } from '../record/record-event.ts';
import type { ProvenDevice } from '../organisation/proven-device.ts';
import type { CallDeps } from './call-deps.ts';
import type { CallMedia } from './call-media.ts';
import { isWithoutWay } from './media-choice.ts';
import { PeerStanding } from './peer-standing.ts';

/** What policy does with a call that came in. */
export type Welcome =
  | { readonly kind: 'ring'; readonly isSoundless: boolean }
  | {
      readonly kind: 'refuse';
      readonly reason: EndReason;
      readonly why: Extract<RecordEvent, { kind: 'refused-call' }>['why'] | undefined;
    };

/** What policy needs of its call. */
export interface CallPolicyHooks {
  readonly state: () => RingState;
  readonly dispatch: (event: CallEvent) => void;
  readonly media: () => CallMedia;
  /** What the person knows of the peer in this call; `person` is the identity the call is bound to. */
  readonly peer: () => {
    readonly person: Bytes | undefined;
    readonly device: ProvenDevice | undefined;
    readonly isSettled: boolean;
    readonly isMismatch: boolean;
  };
  readonly onChange: () => void;
}

type Deps = Pick<CallDeps, 'policy' | 'confirmations' | 'settings' | 'book' | 'clock' | 'mediaChoice' | 'onRecord'>;

/** Policy over one call. */
export class CallPolicy {
  readonly #address: string;
  readonly #deps: Deps;
  readonly #hooks: CallPolicyHooks;
  readonly #standing: PeerStanding;
  /** The peer was read and the organisation asked: before that a judgement says too little. */
  #isKnown = false;

  constructor(address: string, deps: Deps, hooks: CallPolicyHooks) {
    this.#address = address;
    this.#deps = deps;
    this.#hooks = hooks;
    this.#standing = new PeerStanding(address, deps);
  }

  /** What the organisation says of the peer's device in this call. */
  get mark(): OrganisationMark {
    return this.#standing.markOf(this.#hooks.peer().device?.device);
  }

  /** What the book says of the identity of this very call: an address alone is anybody's to name. */
  get trust(): Trust {
    const trust = this.#deps.book.trustOf(this.#address);
    return this.#isOther && trust.kind !== 'changed' ? { kind: 'new' } : trust;
  }

  /** The strongest verification that holds now, for the record. */
  get verification(): RecordedCall['verification'] {
    if (this.#person() === 'verified') return 'person';
    const device = this.#hooks.peer().device?.device;
    return device !== undefined && this.#standing.isConfirmed(device) ? 'organisation' : 'none';
  }

  /** Why the camera may not be switched on, or undefined. */
  get noVideo(): 'video-not-allowed' | 'peer-not-verified' | undefined {
    if (!this.#deps.policy.values().AllowVideo) return 'video-not-allowed';
    return this.#judge().mode === 'free' ? undefined : 'peer-not-verified';
  }

  /** Caller: which of the callee's devices may ring; the organisation is asked where that decides it. */
  async admit(devices: readonly ProvenDevice[]): Promise<readonly string[]> {
    await this.#standing.learn(devices, this.#person(), 'out', () => this.#late());
    const judged = devices.filter(({ device }) => this.#standing.judge(this.#person(), device).mode !== 'refuse');
    if (judged.length === 0) {
      this.#deps.onRecord({ kind: 'refused-call', direction: 'out', why: 'peer-not-verified' });
    }
    this.#isKnown = true;
    this.apply();
    return judged.map(({ device }) => device);
  }

  /**
   * Callee: whether it may ring here; the organisation is asked where that decides it. The caller was read before. `isCalled`: the
   * person here calls this address at the same time.
   */
  async welcome(isCalled: () => boolean): Promise<Welcome> {
    const { device } = this.#hooks.peer();
    if (device === undefined) return refusal('error', undefined);
    await this.#standing.learn([device], this.#person(), 'in', () => this.#late());
    const judgement = this.#judge();
    if (!judgement.isAllowed) return refusal('not-allowed', 'peer-not-allowed');
    const stranger = isCalled() ? 'ring' : this.#standing.judgeStranger(device.device);
    if (stranger === 'refuse') return refusal('not-allowed', 'unknown-caller');
    if (judgement.mode === 'refuse') return refusal('verification-required', 'peer-not-verified');
    if (isWithoutWay(this.#deps.mediaChoice())) return refusal('relay-required', undefined);
    this.#isKnown = true;
    this.apply();
    return { kind: 'ring', isSoundless: stranger === 'silent' };
  }

  /** The organisation may have changed its mind. */
  refresh(): void {
    this.#standing.refresh();
    this.apply();
  }

  /** Brings the call under what policy says now: that is less, or more, or the end of it. */
  apply(): void {
    const state = this.#hooks.state();
    const judgement = this.#judge();
    const end = this.#end(state, judgement);
    if (end !== undefined) {
      this.#hooks.dispatch({ kind: 'fault', reason: end, atMs: this.#deps.clock.nowMs() });
      return;
    }
    if (state.kind === 'ended') return;
    const media = this.#hooks.media();
    media.limitVideo(this.#isKnown ? this.#standing.mayVideo(judgement) : this.#deps.policy.values().AllowVideo);
    media.tighten();
    const must = judgement.mode === 'voice-to-verify';
    if (isUnderVerification(state) === !must) {
      this.#hooks.dispatch({ kind: must ? 'must-verify' : 'verified', atMs: this.#deps.clock.nowMs() });
    }
  }

  #end(state: RingState, { isAllowed, mode }: PeerJudgement): EndReason | undefined {
    switch (state.kind) {
      case 'fresh':
      case 'ended':
      case 'checking': // `welcome` decides, once the caller was read
      case 'engaged':
        return undefined;
      case 'looking': // `admit` decides on the devices, once they are known
        return isAllowed ? undefined : 'not-allowed';
      case 'ringing':
        // Pinned since it rings, by a word of another device: the directory has said two things, and this is somebody else's call.
        if (this.#isOther && this.trust.kind !== 'changed') return 'directory-conflict';
        return isAllowed ? endFor(mode) : 'not-allowed';
      case 'answering':
        // Seen after the press, as before it: nobody is answered whose change was not read (the desk refuses the press).
        if (this.trust.kind === 'changed') return 'key-changed';
        if (this.#isOther) return 'directory-conflict';
        return isAllowed ? endFor(mode) : 'not-allowed';
      case 'calling':
      case 'opening':
      case 'confirming':
      case 'answered':
      case 'connecting':
      case 'live':
      case 'mending':
        return isAllowed ? endFor(mode) : 'not-allowed';
      default:
        return unreachable(state);
    }
  }

  #judge(): PeerJudgement {
    return this.#standing.judge(this.#person(), this.#hooks.peer().device?.device);
  }

  #person(): PeerFacts['person'] {
    const { person, isMismatch, isSettled } = this.#hooks.peer();
    if (isMismatch || person === undefined || this.trust.kind !== 'verified') return 'none';
    return isSettled ? 'verified' : 'not-settled';
  }

  /** Whether another identity is pinned than the one this call is bound to. */
  get #isOther(): boolean {
    const { person } = this.#hooks.peer();
    const pin = this.#deps.book.pin(this.#address);
    return person !== undefined && pin !== undefined && !equal(pin.person, person);
  }

  #late(): void {
    this.apply();
    this.#hooks.onChange();
  }
}

const endFor = (mode: PeerJudgement['mode']): EndReason | undefined =>
  mode === 'refuse' ? 'verification-required' : undefined;

function refusal(reason: EndReason, why: Extract<Welcome, { kind: 'refuse' }>['why']): Welcome {
  return { kind: 'refuse', reason, why };
}
