// Which of several people who claim an address is confirmed by the organisation: one of them, or nobody.
import { expect, test } from 'vitest';
import { confirmedClaims } from '../../../src/main/organisation/confirmed-claims.ts';
import type { ProvenDevice } from '../../../src/core/organisation/proven-device.ts';
import type { PeerPerson } from '../../../src/main/people/people.ts';

const address = 'anna@klinik.example';
const bytes = (n: number) => new Uint8Array(32).fill(n);

function claim(n: number, devices: number): PeerPerson {
  return {
    address,
    person: bytes(n),
    devices: Array.from({ length: devices }, (_, i) => ({ id: `${n}/${i}`, s: bytes(n), d: bytes(n), proto: [1] })),
    head: { n: 1, head: '' },
    relation: () => 'same',
  };
}

function bench(...confirmed: readonly string[]) {
  const asked: string[] = [];
  const organisation = confirmedClaims({
    confirmedOf: () => confirmed,
    credentials: () => undefined,
    check: async ({ device }: ProvenDevice) => {
      asked.push(device);
      const is = confirmed.includes(device);
      return Promise.resolve(is ? { kind: 'confirmed', name: 'Klinik', until: 1 } : { kind: 'none' });
    },
  });
  return { asked, organisation };
}

test('the only claimant with a confirmed device is chosen for the address', async () => {
  const [anna, other] = [claim(1, 2), claim(2, 1)];
  const { organisation } = bench('1/0');
  expect(await organisation.oneOf([other, anna])).toBe(anna);
  expect(organisation.devicesOf(address)).toEqual(['1/0']);
});

test('nobody is chosen for an address if no claimant or two claimants are confirmed', async () => {
  const claims = [claim(1, 1), claim(2, 1)];
  expect(await bench().organisation.oneOf(claims)).toBeUndefined();
  expect(await bench('1/0', '2/0').organisation.oneOf(claims)).toBeUndefined();
});

test('in a crowd of claimants with many devices, at least one device of every claimant is checked', async () => {
  const claims = [...Array.from({ length: 79 }, (_, n) => claim(n, 64)), claim(200, 1)];
  const { asked, organisation } = bench('200/0');
  expect((await organisation.oneOf(claims))?.person).toEqual(bytes(200));
  expect(asked).toHaveLength(128);
  expect(new Set(asked.map((device) => device.split('/')[0])).size).toBe(claims.length);
});
