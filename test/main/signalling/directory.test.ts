// The directory over a broker that loses, rewinds and races lists: ours comes back, nobody else's is overwritten.
import { beforeEach, describe, expect, test } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { utf8 } from '../../../src/core/bytes.ts';
import { userTag } from '../../../src/core/keys/address.ts';
import { issueCertificate } from '../../../src/core/keys/certificate.ts';
import { issueDeviceList, readDeviceList } from '../../../src/core/keys/device-list.ts';
import { makeSigningKey, type UserKey } from '../../../src/core/keys/identity.ts';
import { createSlices, type Slices } from '../../../src/main/app/slices.ts';
import { createDirectory, type Directory, type OwnEntry } from '../../../src/main/signalling/directory.ts';
import { MemoryTransport } from './memory-transport.ts';
import { heldClock } from './test-clock.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';

const ANNA = 'anna@demo.example';
const TAG = userTag(ANNA);
const annaKey = makeSigningKey(new Uint8Array(32).fill(1));
const falseKey = makeSigningKey(new Uint8Array(32).fill(2));

function entry(seed: number, key: UserKey = annaKey, last?: OwnEntry['last'], until = 2000): OwnEntry {
  const keys = deviceKeysOf(new Uint8Array(32).fill(seed));
  const certificate = issueCertificate(key, {
    address: ANNA,
    keys,
    name: `device ${seed}`,
    since: 1000,
    until,
  });
  return { address: ANNA, userKey: key, device: keys.id, certificate, last };
}
const desk = entry(7);
const laptop = entry(8);

let transport: MemoryTransport;
let directory: Directory;
let slices: Slices;
let clock: ReturnType<typeof heldClock>;
beforeEach(() => {
  transport = new MemoryTransport();
  clock = heldClock();
  slices = createSlices();
  directory = createDirectory(transport, clock, slices);
});

function there() {
  const payload = unwrap(transport.lists.get(TAG), 'a list is there');
  return unwrap(readDeviceList(payload, ANNA), 'it reads');
}
const names = (): readonly string[] => there().devices.map((device) => device.name);
/** Publishes, and lets time pass while it waits. */
async function publish(own: OwnEntry) {
  const work = directory.publishOwn(own);
  let isDone = false;
  void work.finally(() => (isDone = true));
  const isOver = (): boolean => isDone;
  while (!isOver()) {
    await new Promise(setImmediate); // lists are judged in turns of the event loop, for which no time passes
    if (!slices.isBusy()) clock.advance(10);
  }
  return work;
}
async function published(own: OwnEntry): Promise<OwnEntry> {
  const outcome = await publish(own);
  if (outcome.kind !== 'published') throw new Error(outcome.kind);
  return { ...own, last: outcome.list.payload };
}

describe('reading', () => {
  test('what is there, is not there, is garbage, or does not come, are four answers', async () => {
    expect(await directory.readListFor(ANNA, 3000, 0)).toEqual({ kind: 'none' });
    transport.lists.set(TAG, utf8('garbage'));
    expect(await directory.readListFor(ANNA, 3000, 0)).toEqual({ kind: 'unusable' });
    await published(desk);
    expect(await directory.readListFor(ANNA, 3000, 0)).toMatchObject({ kind: 'list', readAtMs: clock.nowMs() });
    transport.isSilent = true;
    expect(await directory.readListFor(ANNA, 3000, 0)).toEqual({ kind: 'timeout' });
  });

  test('a list of another address under this one is not taken', async () => {
    await published(desk);
    transport.lists.set(userTag('bert@demo.example'), there().payload);
    expect(await directory.readListFor('bert@demo.example', 3000, 0)).toEqual({ kind: 'unusable' });
  });

  test('a list read within the last minute is not read again, after it it is', async () => {
    await published(desk);
    const first = await directory.readListFor(ANNA, 3000, 0);
    const { reads } = transport;
    clock.advance(59_999);
    expect(await directory.readListFor(ANNA, 3000, 60_000)).toEqual(first);
    expect(transport.reads).toBe(reads);
    clock.advance(1);
    await directory.readListFor(ANNA, 3000, 60_000);
    expect(transport.reads).toBe(reads + 1);
  });
});

test('the list read last is known for as long as it is remembered, also where a later reading brings none', async () => {
  expect(directory.lastRead(ANNA)).toBeUndefined();
  await published(desk);
  transport.isSilent = true;
  clock.advance(24 * 3_600_000);
  expect(await directory.readListFor(ANNA, 3000, 0)).toEqual({ kind: 'timeout' });
  expect(directory.lastRead(ANNA)?.payload).toEqual(there().payload);
});

test('however many addresses strangers call from, only the newest readings are kept', async () => {
  const addresses = Array.from({ length: 8 }, (_, n) => `caller${String(n)}@demo.example`);
  const keys = deviceKeysOf(new Uint8Array(32).fill(7));
  for (const address of addresses) {
    const certificate = issueCertificate(annaKey, { address, keys, name: '', since: 1000, until: 2000 });
    transport.lists.set(userTag(address), issueDeviceList(annaKey, { address, devices: [certificate], at: 1 }));
  }
  const room = 3 * (transport.lists.get(userTag('caller0@demo.example'))?.length ?? 0);
  directory = createDirectory(transport, clock, createSlices(), room);
  for (const address of [...addresses, ...addresses]) await directory.readListFor(address, 3000, 0);
  transport.isSilent = true;
  const answers = await Promise.all(addresses.map((address) => directory.readListFor(address, 3000, 60_000)));
  expect(answers.map((answer) => answer.kind)).toEqual([...Array(5).fill('timeout'), 'list', 'list', 'list']);
});

describe('publishing', () => {
  test('the first list is version 1; a second device stands beside the first', async () => {
    await published(desk);
    expect(there()).toMatchObject({ version: 1, previous: undefined });
    const before = there().hash;
    await published(laptop);
    expect(there()).toMatchObject({ version: 2, previous: before });
    expect(names()).toEqual(['device 7', 'device 8']);
  });

  test('a list that names us already is left as it is', async () => {
    const own = await published(desk);
    const { publishes } = transport;
    await published(own);
    expect(transport.publishes).toBe(publishes);
  });

  test('a renewed certificate takes the place of the old one', async () => {
    await published(desk);
    const renewed = entry(7, annaKey, undefined, 3000);
    await published(renewed);
    expect(there().devices).toMatchObject([{ until: 3000 }]);
    expect(there().version).toBe(2);
  });

  test('a broker that forgot everything gets the same list again, not a new first one', async () => {
    await published(desk);
    const own = await published(laptop);
    const { hash } = there();
    transport.lists.clear();
    await published(own);
    expect(there()).toMatchObject({ version: 2, hash });
  });

  test('a rewound list is put right, with the newest list we know as the base', async () => {
    await published(desk);
    const old = there().payload;
    const own = await published(laptop);
    transport.lists.set(TAG, old);
    await published(own);
    expect(there().version).toBe(2);
    expect(names()).toEqual(['device 7', 'device 8']);
  });

  test('a race is lost, read, merged and published as the next version', async () => {
    await published(desk);
    const base = there();
    transport.afterPublish = () => {
      // The other device read the same list and published a moment after us.
      transport.afterPublish = () => undefined;
      const other = entry(9);
      const devices = [...base.devices.map((device) => device.signed), other.certificate];
      transport.lists.set(TAG, issueDeviceList(annaKey, { address: ANNA, devices, at: 1 }, base));
    };
    await published(laptop);
    expect(names()).toEqual(['device 7', 'device 9', 'device 8']);
    expect(there().version).toBe(3);
  });

  test('another identity for our address is a conflict and not overwritten', async () => {
    await published(entry(3, falseKey));
    const payload = transport.lists.get(TAG);
    const outcome = await directory.publishOwn(desk);
    expect(outcome).toMatchObject({ kind: 'conflict', list: { uik: falseKey.publicKey } });
    expect(transport.lists.get(TAG)).toBe(payload);
  });

  test('garbage under our address gives way to our list', async () => {
    transport.lists.set(TAG, utf8('garbage'));
    await published(desk);
    expect(names()).toEqual(['device 7']);
  });

  test('a broker that acknowledges and does not keep is found out', async () => {
    transport.afterPublish = () => transport.lists.clear();
    expect(await publish(desk)).toMatchObject({ kind: 'not-kept' });
  });

  test('a broker that keeps a second later than it acknowledges is waited for, and no conflict is seen in it', async () => {
    await published(desk);
    const before = there().payload;
    let lastPayload = before;
    transport.afterPublish = () => {
      const late = unwrap(transport.lists.get(TAG), 'just published');
      transport.lists.set(TAG, lastPayload);
      clock.after(1000, () => transport.lists.set(TAG, (lastPayload = late)));
    };
    expect(await publish(laptop)).toMatchObject({ kind: 'published', list: { version: 2 } });
    expect(names()).toEqual(['device 7', 'device 8']);
  });

  test('a broker that refuses, is gone or is silent is told apart', async () => {
    transport.answer = 'refused';
    expect(await directory.publishOwn(desk)).toEqual({ kind: 'refused' });
    transport.answer = 'not-connected';
    expect(await directory.publishOwn(desk)).toEqual({ kind: 'not-connected' });
    transport.isSilent = true;
    expect(await directory.publishOwn(desk)).toEqual({ kind: 'timeout' });
  });
});
