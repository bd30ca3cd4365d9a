// Who this installation is: the user key, the device key and the certificate that joins them. Made here, used here, kept in
// the vault. No command returns a key; what leaves is public: id, certificate, fingerprint.
import * as v from 'valibot';
import { unwrap } from '../../core/assert.ts';
import { type Bytes, fromB64u, toB64u } from '../../core/bytes.ts';
import { issueCertificate, isValidAt, readCertificate, SignedCertificate } from '../../core/keys/certificate.ts';
import type { DeviceKey, UserKey } from '../../core/keys/identity.ts';
import { deviceId, makeDeviceKey, makeUserKey } from '../../core/keys/identity.ts';
import { b64uOf } from '../../core/signal/field.ts';
import type { Store } from '../vault/store.ts';
import type { Clock, Random } from './clock.ts';

const DAY_SECONDS = 86_400;
const VALID_SECONDS = 365 * DAY_SECONDS; // protocol §2 allows 400 days
const RENEW_SECONDS = 60 * DAY_SECONDS;

/** What the vault keeps. The seeds are those of the two long-term keys. */
export const KeptIdentity = v.strictObject({
  address: v.string(),
  name: v.string(),
  userSeed: b64uOf(32),
  deviceSeed: b64uOf(32),
  certificate: SignedCertificate,
});
export type KeptIdentity = v.InferOutput<typeof KeptIdentity>;

/** An identity in use. */
export interface Identity {
  readonly address: string;
  readonly name: string;
  readonly userKey: UserKey;
  readonly deviceKey: DeviceKey;
  readonly deviceId: string;
  /** The certificate in force; another one after a renewal. */
  readonly certificate: () => SignedCertificate;
  /** Issues a new certificate where the one in force has 60 days or less to live or is not valid yet. */
  readonly renew: () => 'renewed' | 'good' | 'disk';
  readonly wipe: () => void;
}

/** Makes and keeps a new identity; `address` in wire form, `name` as core allows it. On `disk` there is none. */
export function makeIdentity(
  store: Store<KeptIdentity>,
  person: { readonly address: string; readonly name: string },
  random: Random,
  clock: Clock,
): Identity | 'disk' {
  const seeds = { userSeed: random(32), deviceSeed: random(32) };
  const written = { userSeed: toB64u(seeds.userSeed), deviceSeed: toB64u(seeds.deviceSeed) };
  const userKey = makeUserKey(seeds.userSeed);
  const deviceKey = makeDeviceKey(seeds.deviceSeed);
  const kept: KeptIdentity = { ...person, ...written, certificate: certify(userKey, deviceKey, person, clock) };
  userKey.wipe();
  deviceKey.secret.wipe();
  return store.write(kept) === 'disk' ? 'disk' : openIdentity(store, clock);
}

/** The identity the vault keeps; `undefined` if `store` holds none. */
export function readIdentity(store: Store<KeptIdentity>, clock: Clock): Identity | undefined {
  return store.read() === undefined ? undefined : openIdentity(store, clock);
}

function openIdentity(store: Store<KeptIdentity>, clock: Clock): Identity {
  const kept = unwrap(store.read(), 'an identity was just written or read');
  const userKey = makeUserKey(unwrap(fromB64u(kept.userSeed), 'checked by the schema'));
  const deviceKey = makeDeviceKey(unwrap(fromB64u(kept.deviceSeed), 'checked by the schema'));
  const person = { address: kept.address, name: kept.name };
  let certificate = kept.certificate;
  return {
    ...person,
    userKey,
    deviceKey,
    deviceId: deviceId(deviceKey.publicKey),
    certificate: () => certificate,
    renew: () => {
      const nowSeconds = Math.floor(clock.nowMs() / 1000);
      const current = unwrap(readCertificate(certificate, userKey.publicKey), 'our own certificate is ours');
      if (isValidAt(current, nowSeconds) && isValidAt(current, nowSeconds + RENEW_SECONDS)) return 'good';
      const next = certify(userKey, deviceKey, person, clock);
      const seeds = store.read(); // gone if the file was damaged under the running program
      if (seeds === undefined || store.write({ ...seeds, certificate: next }) === 'disk') return 'disk';
      certificate = next;
      return 'renewed';
    },
    wipe: () => {
      userKey.wipe();
      deviceKey.secret.wipe();
    },
  };
}

/** A certificate for the device key of `deviceSeed`, which it takes over, under this user key. */
export function certifyDevice(
  userKey: UserKey,
  deviceSeed: Bytes,
  person: { readonly address: string; readonly name: string },
  clock: Clock,
): SignedCertificate {
  const deviceKey = makeDeviceKey(deviceSeed);
  const certificate = certify(userKey, deviceKey, { address: person.address, name: person.name }, clock);
  deviceKey.secret.wipe();
  return certificate;
}

function certify(
  userKey: UserKey,
  deviceKey: DeviceKey,
  person: { readonly address: string; readonly name: string },
  clock: Clock,
): SignedCertificate {
  const since = Math.floor(clock.nowMs() / 1000);
  return issueCertificate(userKey, { ...person, key: deviceKey.publicKey, since, until: since + VALID_SECONDS });
}
