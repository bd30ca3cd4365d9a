import { beforeEach, describe, expect, it } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { isValidAt, readCertificate } from '../../../src/core/keys/certificate.ts';
import { chainHead } from '../../../src/core/keys/chain-head.ts';
import { devicesOf } from '../../../src/core/keys/chain.ts';
import { type KeptChain, readOwn } from '../../../src/main/app/kept-chain.ts';
import type { Identity, KeptIdentity } from '../../../src/main/app/identity.ts';
import { identityForm, makeIdentity, readIdentity } from '../../../src/main/app/identity.ts';
import { MemoryStore } from '../memory-store.ts';
import { heldClock, systemRandom } from '../signalling/test-clock.ts';

const DAY_MS = 86_400_000;
const anna = { address: 'anna@klinik.example', name: 'Anna' };
let store: MemoryStore<KeptIdentity>;
let chain: MemoryStore<KeptChain>;
let clock: ReturnType<typeof heldClock>;
beforeEach(() => {
  store = new MemoryStore(identityForm);
  chain = new MemoryStore();
  clock = heldClock();
});
const make = (): Identity => {
  const identity = makeIdentity({ identity: store, chain }, anna, systemRandom, clock);
  if (identity === 'disk') throw new Error('the store is not full');
  return identity;
};
const certificateOf = (identity: Identity) =>
  unwrap(readCertificate(identity.certificate(), identity.userKey.publicKey), 'ours');

describe('an identity', () => {
  it('is the same person on the same device after a start', () => {
    const made = make();
    const read = unwrap(readIdentity(store, clock), 'just made');
    expect(read.userKey.publicKey).toEqual(made.userKey.publicKey);
    expect([read.deviceId, read.address, read.name]).toEqual([made.deviceId, anna.address, anna.name]);
    expect(read.certificate()).toEqual(made.certificate());
  });

  it('is another one each time it is made', () => {
    expect(make().deviceId).not.toBe(make().deviceId);
  });

  it('is not there when it could not be written', () => {
    store.isFull = true;
    expect(makeIdentity({ identity: store, chain }, anna, systemRandom, clock)).toBe('disk');
    expect(readIdentity(store, clock)).toBeUndefined();
  });

  it('begins a chain of its own device, which is kept twice so that no other person is the generation before', () => {
    const { deviceId } = make();
    const kept = unwrap(readOwn(unwrap(chain.read(), 'kept'), anna.address), 'a chain').held.chain;
    expect([devicesOf(kept).map(({ id }) => id), chainHead(kept).n, chain.writes]).toEqual([[deviceId], 1, 2]);
  });

  it('is not there where its chain could not be written', () => {
    chain.isFull = true;
    expect(makeIdentity({ identity: store, chain }, anna, systemRandom, clock)).toBe('disk');
    expect(readIdentity(store, clock)).toBeUndefined();
  });

  it('has a certificate of 365 days for its own key', () => {
    const certificate = certificateOf(make());
    expect(certificate.until - certificate.since).toBe(365 * 86_400);
    expect(isValidAt(certificate, clock.nowMs() / 1000)).toBe(true);
  });
});

describe('the certificate', () => {
  it('is left alone until its last 60 days', () => {
    const identity = make();
    const before = identity.certificate();
    clock.advance(304 * DAY_MS);
    expect(identity.renew()).toBe('good');
    expect(identity.certificate()).toBe(before);
  });

  it('is renewed in its last 60 days, for the same keys, and stays renewed after a start', () => {
    const identity = make();
    const before = certificateOf(identity);
    clock.advance(306 * DAY_MS);
    expect(identity.renew()).toBe('renewed');
    const after = certificateOf(identity);
    expect(after.until).toBe(before.until + 306 * 86_400);
    expect([after.id, after.s]).toEqual([before.id, before.s]);
    expect(readIdentity(store, clock)?.certificate()).toEqual(identity.certificate());
    expect(identity.renew()).toBe('good');
  });

  it('is renewed where it has expired, and where the clock was wrong when it was made', () => {
    const identity = make();
    clock.advance(1000 * DAY_MS);
    expect(identity.renew()).toBe('renewed');
    const early = heldClock(clock.nowMs() - 2000 * DAY_MS);
    expect(readIdentity(store, early)?.renew()).toBe('renewed');
  });

  it('stays what it was when the new one could not be written', () => {
    const identity = make();
    const before = identity.certificate();
    clock.advance(330 * DAY_MS);
    store.isFull = true;
    expect(identity.renew()).toBe('disk');
    expect(identity.certificate()).toBe(before);
  });
});

it('signs nothing more once it is wiped', () => {
  const identity = make();
  identity.wipe();
  expect(() => identity.userKey.sign(new Uint8Array(1))).toThrow('assertion failed');
  expect(() => identity.deviceKeys.agree(identity.deviceKeys.s)).toThrow('assertion failed');
});
