// Devices of one person that contradict each other: what the person here is shown, and their decision for one side
// (protocol §2.7; decision 0059). Main itself asks before carrying a decision out, because the decision determines
// whose calls ring, and cannot be undone.
import type { DisputeView } from '../../contract/dispute.ts';
import type { RefusalCode } from '../../contract/failure.ts';
import type { OrganisationMark } from '../../contract/managed.ts';
import { canonicalAddress } from '../../core/keys/address.ts';
import { devicesOf as devicesIn } from '../../core/keys/chain.ts';
import type { Clock } from '../time/clock.ts';
import type { AskConsent } from '../desktop/consent.ts';
import { provenDevice, type ProvenDevice } from '../../core/organisation/proven-device.ts';
import type { ChainPeople } from './chain-people.ts';
import { presentIds, type Side, type Sides } from './decision.ts';
import type { SeenDevices } from './seen-devices.ts';

const LOOK = { timeoutMs: 3000, maxAgeMs: 0 };
const MOST_SHOWN = 8;
const MOST_ASKED = 8; // the most devices of a side about which the organisation is asked

/** What disputes are made of. */
export interface DisputesParts {
  readonly chains: Pick<ChainPeople, 'dispute' | 'decide'>;
  readonly seen: SeenDevices;
  /** What the organisation says about a device. */
  readonly confirmations: {
    readonly check: (device: ProvenDevice, timeoutMs: number) => Promise<OrganisationMark>;
  };
  readonly consent: AskConsent;
  readonly clock: Pick<Clock, 'nowMs'>;
}

/** Disputes, until the vault is locked. */
export interface Disputes {
  /** Reads the sides between which the person has to decide at this address. */
  readonly read: (address: string) => Promise<DisputeView>;
  /**
   * Decides for the side with this name in the view, after the person agreed in main's own dialog. The side is pinned,
   * the dispute is over and nobody is verified. `unknown-side`: the side no longer exists as it was shown.
   * `not-connected`: the server's answer is missing or incomplete. `cancelled`: the person did not agree.
   * `asked-lately`: the person was not asked, because they have just said no too often. `disk`: nothing was written.
   */
  readonly decide: (address: string, side: string) => Promise<'done' | RefusalCode>;
  /** Decides nothing more, and closes a question that is being asked. */
  readonly close: () => void;
}

/** Disputes about these people. */
export function createDisputes({ chains, seen, confirmations, consent, clock }: DisputesParts): Disputes {
  const closing = new AbortController();

  async function read(typed: string): Promise<DisputeView> {
    const address = canonicalAddress(typed) ?? typed; // an address stored under an older rule, perhaps
    const dispute = await chains.dispute(address, LOOK);
    if (dispute === 'timeout') return { kind: 'unread' };
    if (typeof dispute === 'string') return { kind: dispute };
    const revoked = await revokedIn(address, dispute.sides.slice(0, MOST_SHOWN));
    return sidesView(dispute, (device) => seen.firstSeenMs(address, device), revoked);
  }

  // Revocations are shown beside a side and decide nothing, because the organisation may have revoked devices of any
  // side.
  async function revokedIn(address: string, sides: readonly Side[]): Promise<readonly string[]> {
    const asked = sides.flatMap(({ chain, devices }) =>
      devicesIn(chain)
        .filter(({ id }) => devices.includes(id))
        .slice(0, MOST_ASKED)
        .map((device) => provenDevice({ address, person: chain.person }, device)),
    );
    const revoked = await Promise.all(
      asked.map(async (device) => {
        const mark = await confirmations.check(device, LOOK.timeoutMs);
        return mark.kind === 'refused' && mark.cause === 'revoked' ? [device.device] : [];
      }),
    );
    return revoked.flat();
  }

  async function decide(typed: string, name: string): Promise<'done' | RefusalCode> {
    const address = canonicalAddress(typed) ?? typed;
    const dispute = await chains.dispute(address, LOOK, name);
    if (dispute === 'timeout') return 'not-connected';
    if (typeof dispute === 'string') return 'unknown-side';
    const { sides } = dispute;
    const side = sides.find((each) => each.name === name);
    if (side === undefined || closing.signal.aborted) return 'unknown-side';
    const answer = await consent({ kind: 'choose-side', address, ...devicesOf(side, sides) }, closing.signal);
    if (answer !== 'yes' || closing.signal.aborted) return answer === 'asked-lately' ? answer : 'cancelled';
    const outcome = chains.decide(dispute, side, clock.nowMs());
    return outcome === 'decided' ? 'done' : outcome === 'disk' ? 'disk' : 'unknown-side';
  }

  return { read, decide, close: () => closing.abort() };
}

/** What a window shows of these sides. `revoked`: devices whose certificate the organisation has revoked. */
export function sidesView(
  { sides, more }: Sides,
  firstSeenMs: (device: string) => number | undefined,
  revoked: readonly string[] = [],
): Extract<DisputeView, { kind: 'sides' }> {
  const shown = sides.slice(0, MOST_SHOWN).map(({ name, devices, isFollowed }) => ({
    side: name,
    devices: devices.map((device) => {
      const firstSeen = firstSeenMs(device);
      return {
        device,
        ...(firstSeen !== undefined && { firstSeen }),
        ...(revoked.includes(device) && { isRevoked: true }),
      };
    }),
    isFollowed,
  }));
  return { kind: 'sides', sides: shown, more: sides.length - shown.length + more };
}

/**
 * What a decision for a side would do to the devices. `stay`: those that would count; those that another side lacks
 * come first. `go`: those of any side that would no longer count.
 */
export function devicesOf(
  { decided, devices }: Side,
  sides: readonly Side[],
): { readonly stay: readonly string[]; readonly go: readonly string[] } {
  const present = new Set(presentIds(decided));
  const alone = devices.filter((id) => present.has(id));
  const go = new Set(sides.flatMap((side) => side.devices).filter((id) => !present.has(id)));
  return { stay: [...new Set([...alone, ...present])], go: [...go] };
}
