// The devices of a person who is known here, and since when this device knows each of them. Only memory is read.
import type { SideDevice } from '../../contract/dispute.ts';
import { canonicalAddress } from '../../core/keys/address.ts';
import type { Pins } from './person-pin.ts';
import { presentIds } from './decision.ts';
import type { SeenDevices } from './seen-devices.ts';

/**
 * The devices of the person at `address` as far as this device has read, in the order in which they were added. Each
 * has the time when it was first seen, in ms since 1970, if known. None if nobody is pinned.
 */
export function knownDevices(
  book: Pick<Pins, 'pin'>,
  seen: Pick<SeenDevices, 'firstSeenMs'>,
  address: string,
): SideDevice[] {
  const wire = canonicalAddress(address) ?? address; // an address stored under an older rule, perhaps
  const pin = book.pin(wire);
  const devices = pin === undefined ? [] : presentIds(pin.held);
  return devices.map((device) => {
    const firstSeen = seen.firstSeenMs(wire, device);
    return firstSeen === undefined ? { device } : { device, firstSeen };
  });
}
