// A stored certificate counts only if its key can be read. An unreadable key for the next certificate is replaced.
import { createPublicKey } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { toB64u } from '../../../src/core/bytes.ts';
import { createCredentialHolder } from '../../../src/main/organisation/credential-holder.ts';
import { createOrganisationTrust } from '../../../src/main/organisation/organisation-trust.ts';
import { type KeptEnrolment, readCredential } from '../../../src/main/organisation/own-credential.ts';
import { keyBytes, makeKey } from '../../../src/main/organisation/request.ts';
import { dice } from '../../flows/support/dice.ts';
import { HandClock } from '../../flows/support/hand-clock.ts';
import { MemoryStore } from '../memory-store.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import { Authority, deviceOf } from './authority.ts';

const good = toB64u(keyBytes(makeKey()));
const spki = toB64u(new Uint8Array(createPublicKey(makeKey()).export({ format: 'der', type: 'spki' })));
const bad: readonly [string, string][] = [
  ['empty', ''],
  ['no DER', 'AAAA'],
  ['cut short', good.slice(0, -8)],
  ['a public key', spki],
  ['no base64url', 'no base64url'],
];
let certificate: string;
beforeAll(async () => {
  certificate = toB64u(await (await Authority.create()).issue(deviceOf()));
});
const keptWith = (key: string): KeptEnrolment => ({ current: { key, chain: [certificate], renewAtMs: 1 } });

it('a stored certificate is read with its key', () => {
  expect(readCredential(keptWith(good))).toMatchObject({ renewAtMs: 1 });
});

it.each(bad)('a stored certificate counts as none if its key is %s', (_what, key) => {
  expect(readCredential(keptWith(key))).toBeUndefined();
});

it.each(bad)('a stored key for the next certificate is replaced if it is %s', (_what, next) => {
  const trust = createOrganisationTrust(fixedPolicy(), new MemoryStore(), () => undefined);
  const store = new MemoryStore<KeptEnrolment>();
  store.write({ next });
  const parts = {
    own: deviceOf(),
    trust,
    store,
    clock: new HandClock(),
    random: dice('keys'),
    onDisk: () => undefined,
  };
  const key = createCredentialHolder(parts).nextKey();
  expect(store.read()).toEqual({ next: toB64u(keyBytes(key)) });
  expect(keyBytes(createCredentialHolder(parts).nextKey())).toEqual(keyBytes(key));
});
