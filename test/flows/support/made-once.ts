// Keys and chains of the people of a test, made once: the same seed gives the same bytes, so a later test of the same
// file reuses them. Calls share nothing; their handshakes are real each time.
import { type Bytes, toHex } from '../../../src/core/bytes.ts';
import { beginChain, type Change, extendChain } from '../../../src/core/keys/chain-build.ts';
import type { Chain } from '../../../src/core/keys/chain.ts';
import { chainHead } from '../../../src/core/keys/chain-head.ts';
import { type DeviceKeys, makeSigningKey } from '../../../src/core/keys/identity.ts';
import {
  type DeviceMember,
  joinDevice,
  joinRecovery,
  type RecoveryMember,
  type Signer,
} from '../../../src/core/keys/member.ts';
import { deviceKeysOf as makeDeviceKeys } from '../../support/device-keys.ts';

const made = new Map<string, unknown>();

function once<T>(name: readonly unknown[], make: () => T): T {
  const key = JSON.stringify(name);
  if (!made.has(key)) made.set(key, make());
  return made.get(key) as T;
}

/** The device keys made from this seed. */
export const deviceKeysOf = (seed: Bytes): DeviceKeys => once(['device', toHex(seed)], () => makeDeviceKeys(seed));

/** The signer of a device with these keys. */
export const signerOf = ({ d, sign }: Pick<DeviceKeys, 'd' | 'sign'>): Signer => ({ publicKey: d, sign });

/** The first link of a new person. `at` in s since 1970. */
export function beginOf(address: string, keys: DeviceKeys, at: number, proto: readonly number[] = [1]): Chain {
  return once(['begin', address, keys.id, at, proto], () =>
    beginChain({ address, s: keys.s, proto, at }, signerOf(keys)),
  );
}

/** The device as a member that can be added to this person. */
export function joinOf(person: Bytes, keys: DeviceKeys, proto: readonly number[] = [1]): DeviceMember {
  return once(['join', toHex(person), keys.id, proto], () => joinDevice(person, keys.s, signerOf(keys), proto));
}

/** A recovery key as a member that can be added to this person. */
export function recoveryOf(person: Bytes, seed: Bytes): RecoveryMember {
  return once(['recovery', toHex(person), toHex(seed)], () => joinRecovery(person, makeSigningKey(seed.slice())));
}

/** The recovery key of this seed, as the author of a link. */
export function recoveryKeyOf(person: Bytes, seed: Bytes): Pick<DeviceKeys, 'id' | 'd' | 'sign'> {
  const { id, d } = recoveryOf(person, seed);
  return { id, d, sign: makeSigningKey(seed.slice()).sign };
}

/** The chain with one more link by this member. */
export function nextOf(chain: Chain, keys: Pick<DeviceKeys, 'id' | 'd' | 'sign'>, change: Omit<Change, 'by'>): Chain {
  const add = change.add?.map(({ id }) => id);
  const next = once(['next', chainHead(chain), keys.id, { ...change, add }], () =>
    extendChain(chain, { ...change, by: keys.id }, signerOf(keys)),
  );
  if (typeof next === 'string') throw new Error(`no such link: ${next}`);
  return next;
}
