import { beforeEach, describe, expect, it } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { chainHead } from '../../../src/core/keys/chain-head.ts';
import { devicesOf } from '../../../src/core/keys/chain.ts';
import { type KeptChain, readOwn } from '../../../src/main/devices/kept-chain.ts';
import type { Identity, KeptIdentity } from '../../../src/main/devices/identity.ts';
import { identityForm, makeIdentity, readIdentity } from '../../../src/main/devices/identity.ts';
import { MemoryStore } from '../memory-store.ts';
import { heldClock, systemRandom } from '../signalling/test-clock.ts';

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
describe('identities', () => {
  it('an identity is the same after a restart', () => {
    const made = make();
    const read = unwrap(readIdentity(store), 'just made');
    expect([read.deviceKeys.s, read.deviceKeys.d]).toEqual([made.deviceKeys.s, made.deviceKeys.d]);
    expect([read.deviceId, read.address, read.name]).toEqual([made.deviceId, anna.address, anna.name]);
  });

  it('each new identity is different', () => {
    expect(make().deviceId).not.toBe(make().deviceId);
  });

  it('an identity that could not be written does not exist', () => {
    store.isFull = true;
    expect(makeIdentity({ identity: store, chain }, anna, systemRandom, clock)).toBe('disk');
    expect(readIdentity(store)).toBeUndefined();
  });

  it('an identity begins a chain with its own device, and the chain is written to both generations on the disk', () => {
    const { deviceId } = make();
    const kept = unwrap(readOwn(unwrap(chain.read(), 'kept'), anna.address), 'a chain').held.chain;
    expect([devicesOf(kept).map(({ id }) => id), chainHead(kept).n, chain.writes]).toEqual([[deviceId], 1, 2]);
  });

  it('an identity does not exist if its chain could not be written', () => {
    chain.isFull = true;
    expect(makeIdentity({ identity: store, chain }, anna, systemRandom, clock)).toBe('disk');
    expect(readIdentity(store)).toBeUndefined();
  });
});

it('a wiped identity can neither sign nor agree on a secret', () => {
  const identity = make();
  identity.wipe();
  expect(() => identity.deviceKeys.sign(new Uint8Array(1))).toThrow('assertion failed');
  expect(() => identity.deviceKeys.agree(identity.deviceKeys.s)).toThrow('assertion failed');
});
