// What policy says about the peer of one call, given what the organisation says about the peer's devices. A
// confirmation that has expired since the call began stays valid for this call: the passing of time does not end a
// call. A revocation counts at once, because the organisation decided it.
import type { Unvouched } from '../../core/call/welcome.ts';
import { judgeCaller, type Judgements, judgementsOf } from '../../core/policy/peer-rules.ts';
import type { PolicyValues } from '../../core/policy/table.ts';
import type { OrganisationMark } from '../../contract/managed.ts';
import type { ProvenDevice } from '../../core/organisation/proven-device.ts';
import type { CallDeps } from './call-deps.ts';

/** How long a call that depends on the organisation's answer waits for that answer. */
export const MARK_MS = 3000;
const NO_MARK: OrganisationMark = { kind: 'none' };

type Deps = Pick<CallDeps, 'policy' | 'confirmations' | 'settings' | 'book'>;

/** Policy's view of the peer of one call. */
export class PeerAssessment {
  readonly #address: string;
  readonly #deps: Deps;
  readonly #marks = new Map<string, OrganisationMark>();
  readonly #asked = new Map<string, ProvenDevice>(); // by device id, with exactly the keys that were proven
  readonly #confirmed = new Set<string>();

  constructor(address: string, deps: Deps) {
    this.#address = address;
    this.#deps = deps;
  }

  /** The mark of a device that was asked about. `none` for every other device. */
  markOf(device: string | undefined): OrganisationMark {
    return this.#marks.get(device ?? '') ?? NO_MARK;
  }

  /**
   * Whether the organisation has confirmed this device in this call and not withdrawn that. Without a device: whether
   * that holds for any device that was asked about.
   */
  isConfirmed(device: string | undefined): boolean {
    // No root is trusted any more, so earlier confirmations do not count.
    if (this.#values.OrganisationRoots.length === 0) return false;
    return device === undefined ? this.#confirmed.size > 0 : this.#confirmed.has(device);
  }

  /**
   * What policy allows in a call with this device, for each way in which the person may know the peer. Without a
   * device: for the best of those asked about.
   */
  judgements(device: string | undefined): Judgements {
    return judgementsOf(this.#values, { address: this.#address, isConfirmed: this.isConfirmed(device) });
  }

  /** Whether this caller rings, rings without sound or is refused. Only a stranger may get anything but `ring`. */
  judgeStranger(device: string): PolicyValues['UnknownCallers'] {
    return this.#asStranger(this.isConfirmed(device));
  }

  /** The facts about the peer before the organisation has answered. `in`: the peer is the caller. */
  unvouched(direction: 'in' | 'out'): Unvouched {
    return {
      judgements: judgementsOf(this.#values, { address: this.#address, isConfirmed: false }),
      accepts: this.#values.AcceptedVerification,
      stranger: direction === 'in' ? this.#asStranger(false) : 'ring',
    };
  }

  /** Asks the organisation about these devices. Resolves once it has answered, after three seconds at most. */
  async learn(devices: readonly ProvenDevice[]): Promise<void> {
    for (const proven of devices) this.#asked.set(proven.device, proven);
    await Promise.all(
      devices.map(async (device) => this.#note(device.device, await this.#deps.confirmations.check(device, MARK_MS))),
    );
  }

  /** Marks may have changed: takes the current ones of the devices asked about. */
  refresh(): void {
    for (const proven of this.#asked.values()) {
      this.#note(proven.device, this.#deps.confirmations.markOfDevice(proven));
    }
  }

  #asStranger(isConfirmed: boolean): PolicyValues['UnknownCallers'] {
    const isContact = this.#deps.book.contact(this.#address) !== undefined;
    return judgeCaller(this.#deps.settings().unknownCallers, { isContact, isConfirmed });
  }

  get #values(): PolicyValues {
    return this.#deps.policy.values();
  }

  #note(device: string, mark: OrganisationMark): void {
    this.#marks.set(device, mark);
    if (mark.kind === 'confirmed') this.#confirmed.add(device);
    else if (mark.kind === 'refused' && mark.cause !== 'expired') this.#confirmed.delete(device);
  }
}
