// Two people claim an address, tested from the directory to the trust book. One of them is chosen and found from then
// on. This person begins a second chain, and the first one is forgotten.
import { expect, test } from 'vitest';
import { toB64u } from '../../../src/core/bytes.ts';
import { openBook } from '../../../src/main/contacts/book.ts';
import { createLog } from '../../../src/main/log.ts';
import { createChainPeople } from '../../../src/main/people/chain-people.ts';
import { createClaims } from '../../../src/main/people/claims.ts';
import { ADDRESS, HandChain, realDevice } from '../../core/keys/hand-written-chain.ts';
import { MemoryStore } from '../memory-store.ts';
import { createRig } from './reader-rig.ts';

const DAY_MS = 86_400_000;
const NOW = { timeoutMs: 3000, maxAgeMs: 0 };
const nothing = (): void => undefined;
const [desk, thief, laptop] = [realDevice(1), realDevice(2), realDevice(3)];
const [anna, impostor, annaAnew] = [desk, thief, laptop].map((device) => HandChain.begin(device));

/** Claims over an empty directory, with a person who answers every question with yes. */
function begin() {
  const { clock, directory, reader } = createRig();
  const book = openBook(new MemoryStore(), nothing, nothing);
  const chains = createChainPeople({
    reader,
    pins: book,
    organisation: { devicesOf: () => [], oneOf: () => Promise.resolve(undefined), credentials: () => undefined },
    onClaim: nothing,
    onNoClaim: nothing,
    onDevices: nothing,
    firstSeenMs: () => undefined,
    clock,
    log: createLog('error', nothing),
  });
  const claims = createClaims({
    people: chains,
    opened: { book, claims: new MemoryStore() },
    confirmations: { markOfDevice: () => ({ kind: 'none' }) },
    consent: () => Promise.resolve('yes'),
    clock,
    onDisk: nothing,
    onChange: nothing,
  });
  return { clock, directory, book, claims };
}

test('a chosen claimant is found from then on, and is listed with its first-seen time after being forgotten', async () => {
  const { clock, directory, claims } = begin();
  const idOf = (chain: HandChain | undefined): string => toB64u(chain!.person);
  const shown = (): Map<string, number> =>
    new Map(claims.list()[0]?.claims.map(({ person, firstSeenMs }) => [toB64u(person), firstSeenMs]));
  const look = async () => claims.people.look(ADDRESS, NOW);

  directory.publish(anna!, desk);
  directory.publish(impostor!, thief);
  expect((await look()).kind).toBe('several');
  expect(new Set(shown().keys())).toEqual(new Set([idOf(anna), idOf(impostor)]));
  const chosenAtMs = clock.nowMs();
  expect(await claims.choose(ADDRESS, idOf(anna))).toBe('done');
  expect(await look()).toMatchObject({ kind: 'person', peer: { person: anna?.person }, isConfirmed: true });
  expect(claims.list()).toEqual([]);

  clock.advance(DAY_MS);
  directory.publish(annaAnew!, laptop);
  expect(await look()).toMatchObject({ kind: 'person', peer: { person: anna?.person } }); // the pinned person stays
  expect(await claims.forget(ADDRESS)).toBe('done');
  expect((await look()).kind).toBe('several');
  expect(shown()).toEqual(
    new Map([
      [idOf(anna), chosenAtMs],
      [idOf(impostor), chosenAtMs], // the impostor was first seen before the choice, and the choice does not erase that
      [idOf(annaAnew), chosenAtMs + DAY_MS],
    ]),
  );
  expect(await claims.choose(ADDRESS, idOf(annaAnew))).toBe('done');
  expect(await look()).toMatchObject({ kind: 'person', peer: { person: annaAnew?.person } });
});

test('a chosen claimant in dispute counts as changed in the trust book and at the next lookup', async () => {
  const { directory, book, claims } = begin();
  const both = anna!.adding(desk, laptop);
  directory.publish(both.dropping(desk, laptop), desk);
  directory.publish(both.dropping(laptop, desk), laptop);
  directory.publish(impostor!, thief);
  expect((await claims.people.look(ADDRESS, NOW)).kind).toBe('several');
  expect(await claims.choose(ADDRESS, toB64u(anna!.person))).toBe('done');
  expect(book.trustOf(ADDRESS).kind).toBe('changed');
  expect((await claims.people.look(ADDRESS, NOW)).kind).toBe('changed');
});
