// The organisation checks each person whom a lookup or a list of claimants finds, once per chain that was read, unless
// the lookup leaves the person unconfirmed.
import { expect, test } from 'vitest';
import { confirmedPeople } from '../../../src/main/organisation/confirmed-people.ts';
import type { ProvenDevice } from '../../../src/core/organisation/proven-device.ts';
import type { PeerPerson, People } from '../../../src/main/people/people.ts';
import { deviceOf } from './authority.ts';

const { address, device, key, person, d } = deviceOf();
const alice: ProvenDevice = { address, person, device, key };
const options = { timeoutMs: 3000, maxAgeMs: 0 };

function bench() {
  const checked: (readonly ProvenDevice[])[] = [];
  let peer: PeerPerson | undefined;
  let isConfirmed: boolean | undefined; // undefined: the lookup reports a changed person
  const change = (): void => {
    const devices = [{ id: device, s: key, d, proto: [1] }];
    const head = { n: 1, head: '' };
    peer = { address, person, devices, head, relation: () => 'same' };
  };
  const people: People = {
    look: async () => {
      if (peer === undefined) return Promise.resolve({ kind: 'none' });
      return Promise.resolve(
        isConfirmed === undefined ? { kind: 'changed', peer } : { kind: 'person', peer, isConfirmed, readAtMs: 0 },
      );
    },
    glance: async () => Promise.resolve(peer ?? 'none'),
    others: async () => Promise.resolve(peer === undefined ? 'timeout' : [peer]),
    replace: () => 'replaced',
    held: () => peer,
    pin: () => 'ok',
  };
  const confirmations = {
    checkAll: async (_: string, devices: readonly ProvenDevice[]) => {
      checked.push(devices);
      return new Promise<void>(() => undefined); // the organisation may never answer
    },
  };
  const confirm = (is: boolean): void => void (isConfirmed = is);
  return { checked, change, confirm, people: confirmedPeople(people, confirmations) };
}

test('a looked-up person is checked by the organisation once per chain read', async () => {
  const { change, checked, people } = bench();
  expect(await people.look(address, options)).toEqual({ kind: 'none' });
  change();
  expect(await people.look(address, options)).toMatchObject({ kind: 'changed' });
  expect(checked).toEqual([[alice]]);
  await people.glance(address, options);
  expect(checked).toHaveLength(1);
  change();
  await people.glance(address, options);
  expect(checked).toEqual([[alice], [alice]]);
});

test('a person found unconfirmed is not checked by the organisation before a lookup confirms them', async () => {
  const { change, checked, confirm, people } = bench();
  change();
  confirm(false);
  expect(await people.look(address, options)).toMatchObject({ kind: 'person', isConfirmed: false });
  expect(checked).toEqual([]);
  confirm(true);
  await people.look(address, options);
  expect(checked).toEqual([[alice]]);
});

test('other claimants of an address are checked by the organisation, too', async () => {
  const { change, checked, people } = bench();
  expect(await people.others(address, options)).toBe('timeout');
  change();
  expect(await people.others(address, options)).toHaveLength(1);
  expect(checked).toEqual([[alice]]);
});
