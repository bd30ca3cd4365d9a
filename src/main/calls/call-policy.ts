// The facts about the peer of one call, from the look-up to the end: what the book, policy and the organisation say.
// They are gathered anew whenever one of them may have changed. The trust region of the machine decides what follows
// (core/call/trust.ts), never this file.
import { unwrap } from '../../core/assert.ts';
import { type Bytes, equal } from '../../core/bytes.ts';
import type { CallEvent } from '../../core/call/event.ts';
import type { TrustFacts, TrustState } from '../../core/call/trust-state.ts';
import { dependsOnOrganisation, type DeviceJudged } from '../../core/call/welcome.ts';
import type { OrganisationMark } from '../../contract/managed.ts';
import type { Trust } from '../../contract/view.ts';
import type { ProvenDevice } from '../../core/organisation/proven-device.ts';
import type { CallDeps } from './call-deps.ts';
import { hasNoAllowedPath } from './media-choice.ts';
import { PeerAssessment } from './peer-assessment.ts';

/** What policy needs of its call. */
export interface CallPolicyHooks {
  readonly trust: () => TrustState;
  readonly dispatch: (event: CallEvent) => void;
  /** The identity to which the call is bound, once known, and the peer's device. */
  readonly peer: () => { readonly person: Bytes | undefined; readonly device: ProvenDevice | undefined };
}

type Deps = Pick<CallDeps, 'policy' | 'confirmations' | 'settings' | 'book' | 'clock' | 'mediaChoice'>;

/** The facts about the peer of one call. */
export class CallPolicy {
  readonly #address: string;
  readonly #deps: Deps;
  readonly #hooks: CallPolicyHooks;
  readonly #assessment: PeerAssessment;

  constructor(address: string, deps: Deps, hooks: CallPolicyHooks) {
    this.#address = address;
    this.#deps = deps;
    this.#hooks = hooks;
    this.#assessment = new PeerAssessment(address, deps);
  }

  /** What the organisation says about the peer's device in this call. */
  get mark(): OrganisationMark {
    return this.#assessment.markOf(this.#hooks.peer().device?.device);
  }

  /** What the book says about the identity of this call. An address alone proves nothing: anybody can name it. */
  get trust(): Trust {
    const trust = this.#deps.book.trustOf(this.#address);
    return this.#isOther && trust.kind !== 'changed' ? { kind: 'new' } : trust;
  }

  /**
   * Caller: what policy says about each of these devices of the callee. The organisation is asked, too, and awaited if
   * its answer decides.
   */
  async judgeEach(devices: readonly ProvenDevice[]): Promise<readonly DeviceJudged[]> {
    await this.#learn(devices, 'out');
    return devices.map(({ device }) => ({ device, judgements: this.#assessment.judgements(device) }));
  }

  /**
   * Callee: reports the current facts, after the caller was read. The organisation is asked, too, and awaited if its
   * answer decides. `isCalled`: whether this person is calling the caller's address. A caller whom this person is
   * calling is no stranger.
   */
  async askWelcome(isCalled: () => boolean): Promise<void> {
    const device = unwrap(this.#hooks.peer().device, 'an INVITE names its device');
    await this.#learn([device], 'in');
    const stranger = isCalled() ? 'ring' : this.#assessment.judgeStranger(device.device);
    const knock = { stranger, hasAllowedPath: !hasNoAllowedPath(this.#deps.mediaChoice()) };
    this.#hooks.dispatch({ kind: 'knocked', knock, atMs: this.#deps.clock.nowMs() });
  }

  /** The organisation may have changed its answer. */
  refresh(): void {
    this.#assessment.refresh();
    this.judge();
  }

  /** Policy or the book may have changed, or more is known about the peer. */
  judge(): void {
    const id = this.#hooks.peer().device?.device;
    const facts: TrustFacts = {
      book: this.trust.kind,
      isOtherPinned: this.#isOther,
      isConfirmed: id !== undefined && this.#assessment.isConfirmed(id),
      judgements: this.#assessment.judgements(id),
      allowsVideo: this.#deps.policy.values().AllowVideo,
    };
    this.#hooks.dispatch({ kind: 'judged', facts, atMs: this.#deps.clock.nowMs() });
  }

  async #learn(devices: readonly ProvenDevice[], direction: 'in' | 'out'): Promise<void> {
    this.judge();
    const learning = this.#assessment.learn(devices);
    const isAwaited = dependsOnOrganisation(this.#hooks.trust(), this.#assessment.unvouched(direction));
    if (!isAwaited) void learning.then(() => this.judge());
    await (isAwaited ? learning : undefined);
    this.judge();
    this.#hooks.dispatch({ kind: 'organisation-asked', atMs: this.#deps.clock.nowMs() });
  }

  /** Whether the address is pinned to another identity than that of this call. */
  get #isOther(): boolean {
    const { person } = this.#hooks.peer();
    const pin = this.#deps.book.pin(this.#address);
    return person !== undefined && pin !== undefined && !equal(pin.person, person);
  }
}
