// The identity of this installation: the keys of the device, the person's address and name, and the person's chain.
// All of them are stored in the vault. No command returns a key. The device id and the chain are public.
import * as v from 'valibot';
import { unwrap } from '../../core/assert.ts';
import type { DeviceKeys } from '../../core/keys/identity.ts';
import { type Keyed, keyedForm, wipeKeys } from '../vault/form.ts';
import type { Store } from '../vault/store.ts';
import type { Clock, Random } from '../time/clock.ts';
import { beginPerson, type KeptChain, keepOwn, type OwnHeld } from './kept-chain.ts';
import { copyOfSeeds, deviceKeysOf, type DeviceSeeds, newSeeds } from './long-term-keys.ts';

/** The long-term keys of a profile, in the order in which they are stored in front of the rest. */
export const LONG_TERM_KEYS = ['static', 'signing'] as const;

/** What the vault stores of an identity besides its keys. */
export const IdentityPart = v.strictObject({ address: v.string(), name: v.string() });

/** What the vault stores. The keys are the seeds of the long-term keys. */
export type KeptIdentity = Keyed<(typeof LONG_TERM_KEYS)[number], v.InferOutput<typeof IdentityPart>>;

/** The form of the identity's sealed file. */
export const identityForm = keyedForm(LONG_TERM_KEYS, IdentityPart);

/** An identity in use. */
export interface Identity {
  readonly address: string;
  readonly name: string;
  readonly deviceKeys: DeviceKeys;
  readonly deviceId: string;
  readonly wipe: () => void;
}

/**
 * Makes and stores a new identity and its chain. `address` in wire form, `name` as core allows it. `disk`: a write
 * failed, and no identity is stored.
 */
export function makeIdentity(
  stores: { readonly identity: Store<KeptIdentity>; readonly chain: Store<KeptChain> },
  person: { readonly address: string; readonly name: string },
  random: Random,
  clock: Pick<Clock, 'nowMs'>,
): Identity | 'disk' {
  return keepIdentity(stores, person, newSeeds(random), clock);
}

/**
 * Stores an identity made from these seeds, and takes the seeds over. `own` is the identity's chain. Without `own`, the
 * device begins a person. `disk`: a write failed, and no identity is stored.
 */
export function keepIdentity(
  stores: { readonly identity: Store<KeptIdentity>; readonly chain: Store<KeptChain> },
  { address, name }: { readonly address: string; readonly name: string },
  { static: agreement, signing }: DeviceSeeds,
  clock: Pick<Clock, 'nowMs'>,
  own?: OwnHeld,
): Identity | 'disk' {
  const kept: KeptIdentity = { keys: { static: agreement, signing }, value: { address, name } };
  // The chain comes first, so that there is no identity without one. It is written twice, so that the previous
  // generation on disk is not another person's.
  const chain = own === undefined ? firstChain(kept, clock) : keepOwn(own);
  const writes = [() => stores.chain.write(chain), () => stores.chain.write(chain), () => stores.identity.write(kept)];
  const isFull = writes.some((write) => write() === 'disk');
  wipeKeys(kept);
  return isFull ? 'disk' : unwrap(readIdentity(stores.identity), 'an identity was just written');
}

function firstChain({ keys, value }: KeptIdentity, clock: Pick<Clock, 'nowMs'>): KeptChain {
  const deviceKeys = deviceKeysOf(copyOfSeeds(keys));
  const chain = keepOwn(beginPerson(value.address, deviceKeys, clock.nowMs()));
  deviceKeys.wipe();
  return chain;
}

/** The identity in the vault. `undefined` if `store` holds none. */
export function readIdentity(store: Pick<Store<KeptIdentity>, 'read'>): Identity | undefined {
  const kept = store.read();
  if (kept === undefined) return undefined;
  const deviceKeys = deviceKeysOf(kept.keys);
  return { ...kept.value, deviceKeys, deviceId: deviceKeys.id, wipe: deviceKeys.wipe };
}
