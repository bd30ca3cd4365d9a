// One's own devices that contradict each other, or a removed one that objects: what the person is shown, and their
// decision for a side (protocol §2.7; decision 0059). Each device decides for itself. Main asks the person before
// carrying a decision out.
import type { DisputeView } from '../../contract/dispute.ts';
import type { RefusalCode } from '../../contract/failure.ts';
import type { Clock } from '../time/clock.ts';
import type { OwnChain } from './own-chain.ts';
import { decideSteps } from './own-decision.ts';
import type { Slices } from '../time/slices.ts';
import type { AskConsent } from '../desktop/consent.ts';
import type { AddressReading } from '../people/address-reading.ts';
import { type Side, type Sides, type SidesWish, sidesAfreshSteps, sidesOfSteps } from '../people/decision.ts';
import { devicesOf, sidesView } from '../people/disputes.ts';
import type { Held } from '../people/held.ts';
import type { SeenDevices } from '../people/seen-devices.ts';
import type { OnRecord } from '../record/record-event.ts';
import type { DeviceNames } from './device-names.ts';

const LATE_MS = 3000;

/** What disputes are made of. */
export interface OwnDisputesParts {
  readonly address: string;
  /** The id of this device. */
  readonly device: string;
  readonly chain: Pick<OwnChain, 'held' | 'isDisputed' | 'readAfresh' | 'decide'>;
  readonly names: Pick<DeviceNames, 'of'>;
  readonly slices: Slices;
  readonly clock: Pick<Clock, 'after'>;
  readonly seen: SeenDevices;
  readonly consent: AskConsent;
  readonly onRecord: OnRecord;
  /** Makes the person's other devices look at the chain. */
  readonly announce: () => void;
}

/** Disputes among one's own devices. */
export interface OwnDisputes {
  /**
   * Reads what there is to decide: the sides, if the devices contradict each other. Otherwise the sides of removed
   * devices that object: a reader who does not know this person yet finds all of these sides, and the side that is
   * followed here is left out. `unread`: the directory did not answer. `over`: there is nothing to decide.
   */
  readonly read: () => Promise<DisputeView>;
  /**
   * Decides for the side with this name, after the person agreed in main's own dialog. `unknown-side`: the side no
   * longer exists as it was shown.
   */
  readonly decide: (side: string) => Promise<'done' | RefusalCode>;
  /** Closes a question that is being asked. */
  readonly close: () => void;
}

/** The disputes in this chain. */
export function createOwnDisputes(parts: OwnDisputesParts): OwnDisputes {
  const { address, chain, clock, seen, names } = parts;
  const closing = new AbortController();
  const firstSeenMs = (device: string): number | undefined => seen.firstSeenMs(address, device);

  async function sidesNow(name?: string): Promise<(Sides & { readonly held: Held }) | undefined> {
    const reading = await chain.readAfresh();
    // The rest is awaited, because an unknown device may have published the other side. It is not awaited for long,
    // because strangers' chains may take minutes.
    const late = new Promise<AddressReading>((resolve) => void clock.after(LATE_MS, () => resolve(reading)));
    const whole = await Promise.race([reading.rest ?? reading, late]);
    const read = whole.persons[0]?.read ?? [];
    if (whole.kind === 'timeout') return undefined;
    const held = chain.held();
    const wish: SidesWish = { firstSeenMs, ...(name !== undefined && { name }) };
    const steps = chain.isDisputed() ? sidesOfSteps(held, read, wish) : sidesAfreshSteps(held, read, wish);
    const { sides, more } = await parts.slices.run(steps);
    seen.see(
      address,
      sides.flatMap((side) => side.chain.members.at(-1)?.map(({ id }) => id) ?? []),
    );
    return { held, sides, more };
  }

  async function read(): Promise<DisputeView> {
    const now = await sidesNow();
    if (now === undefined) return { kind: 'unread' };
    const shown = chain.isDisputed() ? now.sides : now.sides.filter(({ isFollowed }) => !isFollowed);
    if (shown.length === 0) return { kind: 'over' };
    return sidesView({ sides: shown, more: now.more }, firstSeenMs);
  }

  async function decide(name: string): Promise<'done' | RefusalCode> {
    const now = await sidesNow(name);
    if (now === undefined) return 'not-connected';
    const side = now.sides.find((each) => each.name === name);
    if (side === undefined || closing.signal.aborted) return 'unknown-side';
    const { stay, go } = devicesOf(side, now.sides);
    const named = (ids: readonly string[]) => ids.map((device) => ({ device, name: names.of(device) }));
    const question = {
      kind: 'choose-own-side',
      stay: named(stay),
      go: named(go),
      isThisOut: !idsIn(side).includes(parts.device),
    } as const;
    const consent = await parts.consent(question, closing.signal);
    if (consent !== 'yes' || closing.signal.aborted) return consent === 'asked-lately' ? consent : 'cancelled';
    const outcome = await chain.decide(function* (own, author) {
      if (own.held !== now.held) return 'changed' as const;
      return yield* decideSteps(own, side, author);
    });
    if (outcome === 'decided') {
      parts.onRecord({ kind: 'dispute-decided', whose: 'own' });
      parts.announce();
      return 'done';
    }
    if (outcome === 'disk') return outcome;
    return outcome === 'room' ? 'chain-full' : 'unknown-side';
  }

  return { read, decide, close: () => closing.abort() };
}

function idsIn({ decided: { chain, dropped } }: Side): readonly string[] {
  const ids = chain.members.at(-1)?.map(({ id }) => id) ?? [];
  return ids.filter((id) => dropped.every((removal) => removal.id !== id));
}
