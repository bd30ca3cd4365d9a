// Who this installation is: the user key, the keys of the device and the certificate that joins them; and beside them the chain that
// begins the person. Made here, used here, kept in the vault. No command returns a key; what leaves is public: id, certificate, fingerprint.
import * as v from 'valibot';
import { unwrap } from '../../core/assert.ts';
import { isValidAt, issueCertificate, readCertificate, SignedCertificate } from '../../core/keys/certificate.ts';
import type { DeviceKeys, UserKey } from '../../core/keys/identity.ts';
import { Secret } from '../../core/keys/secret.ts';
import { type Keyed, keyedForm, wipeKeys } from '../vault/form.ts';
import type { Store } from '../vault/store.ts';
import type { Clock, Random } from './clock.ts';
import { beginPerson, type KeptChain, keepOwn } from './kept-chain.ts';
import { copyOfSeeds, deviceKeysOf, type DeviceSeeds, signingKeyOf } from './long-term-keys.ts';

const DAY_SECONDS = 86_400;
const VALID_SECONDS = 365 * DAY_SECONDS; // protocol §2 allows 400 days
const RENEW_SECONDS = 60 * DAY_SECONDS;

/** Whose long-term keys a profile has: in this order they lie in front of what is kept with them. */
export const LONG_TERM_KEYS = ['user', 'static', 'signing'] as const;

/** What the vault keeps of an identity beside its keys. */
export const IdentityPart = v.strictObject({
  address: v.string(),
  name: v.string(),
  certificate: SignedCertificate,
});

/** What the vault keeps. The keys are the seeds of the long-term keys. */
export type KeptIdentity = Keyed<(typeof LONG_TERM_KEYS)[number], v.InferOutput<typeof IdentityPart>>;

/** How it lies in its sealed file. */
export const identityForm = keyedForm(LONG_TERM_KEYS, IdentityPart);

/** An identity in use. */
export interface Identity {
  readonly address: string;
  readonly name: string;
  readonly userKey: UserKey;
  readonly deviceKeys: DeviceKeys;
  readonly deviceId: string;
  /** The certificate in force; another one after a renewal. */
  readonly certificate: () => SignedCertificate;
  /** Issues a new certificate where the one in force has 60 days or less to live or is not valid yet. */
  readonly renew: () => 'renewed' | 'good' | 'disk';
  readonly wipe: () => void;
}

/** Makes and keeps a new identity and its chain; `address` in wire form, `name` as core allows it. On `disk` there is none. */
export function makeIdentity(
  stores: { readonly identity: Store<KeptIdentity>; readonly chain: Store<KeptChain> },
  person: { readonly address: string; readonly name: string },
  random: Random,
  clock: Clock,
): Identity | 'disk' {
  const keys = { user: Secret.own(random(32)), static: Secret.own(random(32)), signing: Secret.own(random(32)) };
  const userKey = signingKeyOf(keys.user.copy());
  const certificate = certifyDevice(userKey, copyOfSeeds(keys), person, clock);
  userKey.wipe();
  const kept: KeptIdentity = { keys, value: { ...person, certificate } };
  // The chain comes first, so that there is no identity without one. Twice, so that the generation before is not another person's.
  const chain = firstChain(kept, clock);
  const writes = [() => stores.chain.write(chain), () => stores.chain.write(chain), () => stores.identity.write(kept)];
  const isFull = writes.some((write) => write() === 'disk');
  wipeKeys(kept);
  return isFull ? 'disk' : unwrap(readIdentity(stores.identity, clock), 'an identity was just written');
}

function firstChain({ keys, value }: KeptIdentity, clock: Clock): KeptChain {
  const deviceKeys = deviceKeysOf(copyOfSeeds(keys));
  const chain = keepOwn(beginPerson(value.address, deviceKeys, clock.nowMs()));
  deviceKeys.wipe();
  return chain;
}

/** The identity the vault keeps; `undefined` if `store` holds none. */
export function readIdentity(store: Store<KeptIdentity>, clock: Clock): Identity | undefined {
  const kept = store.read();
  return kept === undefined ? undefined : openIdentity(kept, store, clock);
}

function openIdentity(kept: KeptIdentity, store: Store<KeptIdentity>, clock: Clock): Identity {
  const userKey = signingKeyOf(kept.keys.user);
  const deviceKeys = deviceKeysOf(kept.keys);
  const person = { address: kept.value.address, name: kept.value.name };
  let { certificate } = kept.value;
  return {
    ...person,
    userKey,
    deviceKeys,
    deviceId: deviceKeys.id,
    certificate: () => certificate,
    renew: () => {
      const nowSeconds = Math.floor(clock.nowMs() / 1000);
      const current = unwrap(readCertificate(certificate, userKey.publicKey), 'our own certificate is ours');
      if (isValidAt(current, nowSeconds) && isValidAt(current, nowSeconds + RENEW_SECONDS)) return 'good';
      const next = certify(userKey, deviceKeys, person, clock);
      const stored = store.read(); // gone if the file was damaged under the running program
      if (stored === undefined) return 'disk';
      const outcome = store.write({ keys: stored.keys, value: { ...stored.value, certificate: next } });
      wipeKeys(stored);
      if (outcome === 'disk') return 'disk';
      certificate = next;
      return 'renewed';
    },
    wipe: () => {
      userKey.wipe();
      deviceKeys.wipe();
    },
  };
}

/** A certificate for the device keys of these seeds, which it takes over, under this user key. */
export function certifyDevice(
  userKey: UserKey,
  seeds: DeviceSeeds,
  person: { readonly address: string; readonly name: string },
  clock: Clock,
): SignedCertificate {
  const deviceKeys = deviceKeysOf(seeds);
  const certificate = certify(userKey, deviceKeys, { address: person.address, name: person.name }, clock);
  deviceKeys.wipe();
  return certificate;
}

function certify(
  userKey: UserKey,
  keys: DeviceKeys,
  person: { readonly address: string; readonly name: string },
  clock: Clock,
): SignedCertificate {
  const since = Math.floor(clock.nowMs() / 1000);
  return issueCertificate(userKey, { ...person, keys, since, until: since + VALID_SECONDS });
}
