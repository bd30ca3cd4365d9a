// The pin of a person with one device, for tests of code that stores, hands over or shows pins.
import { toB64u } from '../../src/core/bytes.ts';
import { beginChain } from '../../src/core/keys/chain-build.ts';
import type { LinkedPerson } from '../../src/core/signal/link-bundle.ts';
import { keepPin, type PersonPin, pinOf } from '../../src/main/people/person-pin.ts';
import { firstHeld } from '../../src/main/people/held.ts';
import { deviceKeysOf } from './device-keys.ts';

/** The person whose one device has keys made from this number, pinned under this address. */
export function pinnedPerson(address: string, number = 1, sinceMs = 1): PersonPin {
  const device = deviceKeysOf(new Uint8Array(32).fill(number));
  const chain = beginChain({ address, s: device.s, proto: [1], at: 1 }, { publicKey: device.d, sign: device.sign });
  return pinOf(firstHeld(chain), sinceMs);
}

/** A pin in the form of a bundle (protocol §13). */
export function linkedPin(pin: PersonPin): NonNullable<LinkedPerson['pin']> {
  const { sinceMs, chain, dropped } = keepPin(pin);
  return { person: toB64u(pin.person), chain, dropped, since: sinceMs };
}
