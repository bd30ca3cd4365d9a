// People as device lists say: what a look-up finds, what is a change, and what is written where.
import { beforeEach, describe, expect, test } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { issueCertificate } from '../../../src/core/keys/certificate.ts';
import { type DeviceList, issueDeviceList, reopenDeviceList } from '../../../src/core/keys/device-list.ts';
import { makeSigningKey } from '../../../src/core/keys/identity.ts';
import { type Book, openBook } from '../../../src/main/contacts/book.ts';
import type { BookState } from '../../../src/main/contacts/book-state.ts';
import { createListPeople, type ListPeople } from '../../../src/main/people/list-people.ts';
import type { ListReading } from '../../../src/main/signalling/directory.ts';
import { HandClock } from '../../flows/support/hand-clock.ts';
import { MemoryStore } from '../memory-store.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';

const ANNA = 'anna@demo.example';
const NOW = { timeoutMs: 3000, maxAgeMs: 0 };
const annaKey = makeSigningKey(new Uint8Array(32).fill(1));
const falseKey = makeSigningKey(new Uint8Array(32).fill(2));
const [desk, laptop] = [7, 8].map((seed) => deviceKeysOf(new Uint8Array(32).fill(seed)));

let clock: HandClock;
let store: MemoryStore<BookState>;
let book: Book;
let people: ListPeople;
let reading: ListReading;
let lastRead: DeviceList | undefined;
beforeEach(() => {
  clock = new HandClock();
  store = new MemoryStore();
  book = openBook(
    store,
    () => undefined,
    () => undefined,
  );
  reading = { kind: 'none' };
  lastRead = undefined;
  const directory = { readListFor: async () => Promise.resolve(reading), lastRead: () => lastRead };
  people = createListPeople({ directory, book, clock });
});

/** A list of Anna's desk and laptop, valid for so many days, on top of another one. */
function listOf(key = annaKey, before?: DeviceList, days = [30, 30]): DeviceList {
  const since = Math.floor(clock.nowMs() / 1000);
  const devices = [desk, laptop].map((keys, i) =>
    issueCertificate(key, {
      address: ANNA,
      keys: unwrap(keys, 'made above'),
      name: '',
      since,
      until: since + (days[i] ?? 0) * 86_400,
    }),
  );
  const payload = issueDeviceList(key, { address: ANNA, devices, at: since }, before);
  return unwrap(reopenDeviceList(payload, ANNA), 'just issued');
}

function serve(list: DeviceList): DeviceList {
  reading = { kind: 'list', list, readAtMs: clock.nowMs() };
  return list;
}

async function pinned(): Promise<DeviceList> {
  const list = serve(listOf());
  const sight = await people.look(ANNA, NOW);
  if (sight.kind !== 'person') throw new Error(sight.kind);
  expect(people.pin(sight.peer, clock.nowMs())).toBe('ok');
  return list;
}

describe('a look-up', () => {
  test('finds the person with the devices in list order, and pins nobody', async () => {
    const list = serve(listOf());
    const sight = await people.look(ANNA, NOW);
    expect(sight).toMatchObject({ kind: 'person', isConfirmed: true, readAtMs: clock.nowMs() });
    const peer = sight.kind === 'person' ? sight.peer : undefined;
    expect(peer).toMatchObject({ address: ANNA, person: annaKey.publicKey, head: { n: list.version } });
    expect(peer?.devices.map(({ id, s, d }) => [id, s, d])).toEqual(
      [desk, laptop].map((keys) => [keys?.id, keys?.s, keys?.d]),
    );
    expect(book.pin(ANNA)).toBeUndefined();
  });

  test('leaves out a device whose certificate has run out, also where the list was read before', async () => {
    serve(listOf(annaKey, undefined, [2, 30]));
    const peer = await people.glance(ANNA, NOW);
    if (typeof peer === 'string') throw new Error(peer);
    expect(peer.devices).toHaveLength(2);
    await clock.advance(3 * 86_400_000);
    expect(peer.devices.map(({ id }) => id)).toEqual([laptop?.id]);
  });

  test('finds one and the same person for as long as the same list lies there', async () => {
    serve(listOf());
    const peer = await people.glance(ANNA, NOW);
    expect(await people.glance(ANNA, NOW)).toBe(peer);
    expect(await people.look(ANNA, NOW)).toMatchObject({ kind: 'person' });
    serve(listOf());
    expect(await people.glance(ANNA, NOW)).not.toBe(peer);
  });

  test.each(['none', 'unusable'] as const)('that reads %s finds nobody', async (kind) => {
    reading = { kind };
    expect(await people.look(ANNA, NOW)).toEqual({ kind: 'none' });
    expect(await people.glance(ANNA, NOW)).toBe('none');
  });

  test('whose answer does not come says so', async () => {
    reading = { kind: 'timeout' };
    expect(await people.look(ANNA, NOW)).toEqual({ kind: 'timeout' });
    expect(await people.glance(ANNA, NOW)).toBe('timeout');
  });
});

describe('where somebody is pinned', () => {
  test('a newer list of the same identity is that person, and followed once a person says so', async () => {
    const first = await pinned();
    const second = serve(listOf(annaKey, first));
    const sight = await people.look(ANNA, NOW);
    expect(sight).toMatchObject({ kind: 'person', peer: { head: { n: 2 } } });
    expect(book.pin(ANNA)).toMatchObject({ version: 1 });
    expect(sight.kind === 'person' && people.pin(sight.peer, clock.nowMs())).toBe('ok');
    expect(book.pin(ANNA)).toMatchObject({ version: 2, hash: second.hash });
  });

  test('another identity is a change, which is noted and names the one that was read', async () => {
    await pinned();
    serve(listOf(falseKey));
    expect(await people.look(ANNA, NOW)).toMatchObject({ kind: 'changed', peer: { person: falseKey.publicKey } });
    expect(book.trustOf(ANNA)).toMatchObject({ kind: 'changed', change: 'identity' });
    expect(book.pin(ANNA)?.person).toEqual(annaKey.publicKey);
  });

  test('a glance at another identity notes nothing', async () => {
    await pinned();
    serve(listOf(falseKey));
    expect(await people.glance(ANNA, NOW)).toMatchObject({ person: falseKey.publicKey });
    expect(book.trustOf(ANNA).kind).toBe('pinned');
  });

  test('nobody is pinned while a change waits to be read', async () => {
    const first = await pinned();
    serve(listOf(falseKey));
    await people.look(ANNA, NOW);
    serve(first);
    const sight = await people.look(ANNA, NOW);
    expect(sight.kind === 'person' && people.pin(sight.peer, clock.nowMs())).toBe('changed');
  });

  test('the pinned list as read before is held, and no other one', async () => {
    const first = await pinned();
    expect(people.held(ANNA)).toBeUndefined();
    lastRead = first;
    expect(people.held(ANNA)?.head.n).toBe(1);
    lastRead = listOf(annaKey, first);
    expect(people.held(ANNA)).toBeUndefined();
  });

  test('a look-up that ends after the vault was locked finds nothing and writes nothing', async () => {
    await pinned();
    const before = store.read();
    serve(listOf(falseKey));
    const looking = people.look(ANNA, NOW);
    people.close();
    expect(await looking).toEqual({ kind: 'timeout' });
    expect(store.read()).toEqual(before);
  });
});
