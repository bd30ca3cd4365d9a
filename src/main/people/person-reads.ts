// Questions about readings of persons: whom each is about, which devices that person has, and what the readings show
// once the pinned person was forgotten.
import { type Bytes, equal } from '../../core/bytes.ts';
import { type Chain, devicesOf } from '../../core/keys/chain.ts';
import type { Steps } from '../../core/steps.ts';
import type { AddressReading, PersonRead } from './address-reading.ts';
import { chooseSteps, firstHeld } from './held.ts';

const MOST_TOLD_DEVICES = 8;

/**
 * The readings after the person `forgotten` was forgotten: what this device held of that person no longer counts,
 * neither to find them nor to remove a device.
 */
export function* afreshSteps(persons: readonly PersonRead[], forgotten: Bytes): Steps<readonly PersonRead[]> {
  const afresh: PersonRead[] = [];
  for (const each of persons) {
    const [chain] = each.read;
    if (!isOf(each, forgotten)) afresh.push(each);
    else if (chain !== undefined) afresh.push({ ...each, choice: yield* chooseSteps(firstHeld(chain), each.read) });
  }
  return afresh;
}

/** Whether `read` is a reading of the person with this id of 32 bytes. */
export function isOf(read: PersonRead, person: Bytes): boolean {
  return equal(read.person, person);
}

/** Whether exactly one person claims the address, and no other claim can be missing in the reading (protocol §2.10). */
export function hasOneClaimant({ persons, isCrowded, isPartial }: AddressReading): boolean {
  return persons.length === 1 && !isCrowded && !isPartial;
}

/**
 * What a reading without a sure claimant means to whoever asks for one person. The one person of a reading that came too
 * late in part counts as no answer: another claimant may be missing.
 */
export function withoutOne({ persons, isCrowded, isPartial }: AddressReading): 'none' | 'timeout' {
  return persons.length === 1 && !isCrowded && isPartial ? 'timeout' : 'none';
}

/** The ids of the devices after the last link of a chain. */
export function idsIn(chain: Chain): readonly string[] {
  return devicesOf(chain).map(({ id }) => id);
}

/** The ids of all devices of these persons, eight at most. */
export function devicesIn(persons: readonly PersonRead[]): readonly string[] {
  const devices = persons.flatMap(({ choice }) => idsIn(choice.held.chain));
  return devices.slice(0, MOST_TOLD_DEVICES);
}
