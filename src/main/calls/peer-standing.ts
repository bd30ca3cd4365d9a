// What policy says of the peer of one call, with what the organisation says of the peer's devices. A confirmation that has only run
// out since stays good for this call: time passing is no reason to hang up. A revoked device is: that is the organisation's word.
import type { Unvouched } from '../../core/call/welcome.ts';
import { judgeCaller, type Judgements, judgementsOf } from '../../core/policy/peer-rules.ts';
import type { PolicyValues } from '../../core/policy/table.ts';
import type { OrganisationMark } from '../../contract/managed.ts';
import type { ProvenDevice } from '../../core/organisation/proven-device.ts';
import type { CallDeps } from './call-deps.ts';

/** How long a call waits for the organisation's word where it depends on it. */
export const MARK_MS = 3000;
const NO_MARK: OrganisationMark = { kind: 'none' };

type Deps = Pick<CallDeps, 'policy' | 'confirmations' | 'settings' | 'book'>;

/** The peer of one call before policy. */
export class PeerStanding {
  readonly #address: string;
  readonly #deps: Deps;
  readonly #marks = new Map<string, OrganisationMark>();
  readonly #asked = new Map<string, ProvenDevice>(); // with exactly the keys that were proven
  readonly #confirmed = new Set<string>();

  constructor(address: string, deps: Deps) {
    this.#address = address;
    this.#deps = deps;
  }

  /** The mark of a device that was asked about; `none` for every other. */
  markOf(device: string | undefined): OrganisationMark {
    return this.#marks.get(device ?? '') ?? NO_MARK;
  }

  /** Whether the organisation has confirmed this device in this call and not taken that back; without a device, any asked about. */
  isConfirmed(device: string | undefined): boolean {
    if (this.#values.OrganisationRoots.length === 0) return false; // no root is trusted any more, whatever was said under one
    return device === undefined ? this.#confirmed.size > 0 : this.#confirmed.has(device);
  }

  /** What a call with this device may be, by what the person knows of the peer; without a device, with the best of those asked about. */
  judgements(device: string | undefined): Judgements {
    return judgementsOf(this.#values, { address: this.#address, isConfirmed: this.isConfirmed(device) });
  }

  /** Whether a caller rings, rings without sound or is refused, as a stranger. */
  judgeStranger(device: string): PolicyValues['UnknownCallers'] {
    return this.#asStranger(this.isConfirmed(device));
  }

  /** What counts without the organisation's word. `in`: of somebody who calls. */
  unvouched(direction: 'in' | 'out'): Unvouched {
    return {
      judgements: judgementsOf(this.#values, { address: this.#address, isConfirmed: false }),
      accepts: this.#values.AcceptedVerification,
      stranger: direction === 'in' ? this.#asStranger(false) : 'ring',
    };
  }

  /** Asks the organisation about these devices; resolves when it has answered, three seconds at most. */
  async learn(devices: readonly ProvenDevice[]): Promise<void> {
    for (const proven of devices) this.#asked.set(proven.device, proven);
    await Promise.all(
      devices.map(async (device) => this.#note(device.device, await this.#deps.confirmations.check(device, MARK_MS))),
    );
  }

  /** Marks may have changed: takes what is known now of the devices asked about. */
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
