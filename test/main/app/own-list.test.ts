import { beforeEach, describe, expect, it, vi } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { userTag } from '../../../src/core/keys/address.ts';
import { issueCertificate, type SignedCertificate } from '../../../src/core/keys/certificate.ts';
import { issueDeviceList, readDeviceList } from '../../../src/core/keys/device-list.ts';
import type { Identity } from '../../../src/main/app/identity.ts';
import { identityForm, makeIdentity } from '../../../src/main/app/identity.ts';
import type { KeptList, OwnList } from '../../../src/main/app/own-list.ts';
import { createOwnList } from '../../../src/main/app/own-list.ts';
import type { Publishing } from '../../../src/main/signalling/directory.ts';
import { createDirectory } from '../../../src/main/signalling/directory.ts';
import { dice } from '../../flows/support/dice.ts';
import { MemoryStore } from '../memory-store.ts';
import { MemoryTransport } from '../signalling/memory-transport.ts';
import { heldClock } from '../signalling/test-clock.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';

const address = 'anna@klinik.example';
const DAY_MS = 86_400_000;
let transport: MemoryTransport;
let clock: ReturnType<typeof heldClock>;
let store: MemoryStore<KeptList>;
let outcomes: Publishing['kind'][];
let news: boolean[];
let told: (number | undefined)[][];
let identity: Identity;
beforeEach(() => {
  transport = new MemoryTransport();
  clock = heldClock();
  store = new MemoryStore();
  outcomes = [];
  news = [];
  told = [];
  identity = newIdentity();
});

function newIdentity(seed = 'ours'): Identity {
  const made = makeIdentity(
    { identity: new MemoryStore(identityForm), chain: new MemoryStore() },
    { address, name: '' },
    dice(seed),
    clock,
  );
  if (made === 'disk') throw new Error('the store is not full');
  return made;
}
// A list that still reads back when its test is over tells that test, not the next one.
const begin = (): OwnList => {
  const seen = { outcomes, news, told };
  return createOwnList({
    identity,
    directory: createDirectory(transport, clock),
    store,
    clock,
    onOutcome: ({ kind }, isNews) => {
      seen.outcomes.push(kind);
      seen.news.push(isNews);
    },
    onPublished: (before, now) => seen.told.push([before?.version, now.version]),
    onDisk: () => undefined,
  });
};
const published = () => {
  const payload = transport.lists.get(userTag(address));
  return payload && readDeviceList(payload, address);
};
const settled = (count: number): Promise<void> =>
  vi.waitFor(() => expect(outcomes).toHaveLength(count), { interval: 1 });

describe('our list', () => {
  it('stands in the directory after connecting, names this device, and has version 1', async () => {
    const list = begin();
    expect(list.head()).toBeUndefined();
    list.online();
    await settled(1);
    expect(published()?.devices.map((entry) => entry.id)).toEqual([identity.deviceId]);
    expect(list.head()?.n).toBe(1);
  });

  it('says since when it is there, and knows no more of that after a start', async () => {
    const list = begin();
    expect(list.sinceMs()).toBe(0);
    list.online();
    await settled(1);
    const first = clock.nowMs();
    expect(list.sinceMs()).toBe(first);
    clock.advance(60_000);
    await vi.waitFor(() => expect(outcomes.length).toBeGreaterThan(1), { interval: 1 });
    expect(list.sinceMs()).toBe(first);
    list.offline();
    expect(begin().sinceMs()).toBe(0);
  });

  it('is published again, not made again, where a directory has lost it', async () => {
    const first = begin();
    first.online();
    await settled(1);
    first.offline();
    const hash = published()?.hash;
    transport.lists.clear();
    const later = begin(); // after a start
    expect(later.head()?.n).toBe(1);
    later.online();
    await settled(2);
    expect(published()?.hash).toEqual(hash);
  });

  it('is tried again after 15 s where nobody answered', async () => {
    transport.isSilent = true;
    begin().online();
    await settled(1);
    expect(outcomes).toEqual(['timeout']);
    transport.isSilent = false;
    clock.advance(15_000);
    await settled(2);
    expect(outcomes).toEqual(['timeout', 'published']);
  });

  it('follows a renewed certificate while the program runs', async () => {
    const list = begin();
    list.online();
    await settled(1);
    const before = identity.certificate();
    clock.advance(310 * DAY_MS); // the round of the first six hours finds it good
    await settled(2);
    clock.advance(DAY_MS);
    await vi.waitFor(() => expect(published()?.devices[0]?.signed).not.toEqual(before));
    expect(published()?.version).toBe(2);
  });

  it('leaves the list of another identity for our address alone, and says so', async () => {
    const other = identity;
    begin().online();
    await settled(1);
    const theirs = published()?.hash;
    identity = newIdentity('another');
    store = new MemoryStore();
    const second = begin();
    second.online();
    await settled(2);
    expect(outcomes).toEqual(['published', 'conflict']);
    expect(published()?.hash).toEqual(theirs);
    expect(published()?.uik).toEqual(other.userKey.publicKey);
    expect(second.isSecond()).toBe(true);
  });

  it('is no second identity because a directory comes to name another: nobody is led to give theirs up', async () => {
    const list = begin();
    list.online();
    await settled(1);
    list.offline();
    const liar = newIdentity('a liar’s');
    const fields = { address, devices: [liar.certificate()], at: 1 };
    transport.lists.set(userTag(address), issueDeviceList(liar.userKey, fields));
    list.online();
    await settled(2);
    expect(outcomes).toEqual(['published', 'conflict']);
    expect([list.isSecond(), begin().isSecond()]).toEqual([false, false]);
  });

  it('rests while there is no link', async () => {
    const list = begin();
    list.online();
    await settled(1);
    list.offline();
    const reads = transport.reads;
    clock.advance(DAY_MS);
    expect(transport.reads).toBe(reads);
  });

  it('goes on where another device of the person is taken off, and remembers which', async () => {
    const list = begin();
    list.online();
    await settled(1);
    const other = deviceKeysOf(new Uint8Array(32).fill(9)).id;
    putDevices([identity.certificate(), certificateOf(9)]);
    list.refresh();
    await settled(2);
    expect(await list.remove(other)).toBe('removed');
    expect(told).toEqual([
      [undefined, 1], // what the other device has published is its own to tell
      [2, 3],
    ]);
    expect(published()?.devices.map(({ id }) => id)).toEqual([identity.deviceId]);
    putDevices([identity.certificate(), certificateOf(9)]); // it put itself back
    const later = begin(); // after a start
    later.online();
    await vi.waitFor(() => expect(published()?.devices).toHaveLength(1));
  });

  it('keeps a device off that was taken off, also where the answer to it did not come', async () => {
    const list = begin();
    list.online();
    await settled(1);
    const other = deviceKeysOf(new Uint8Array(32).fill(9)).id;
    putDevices([identity.certificate(), certificateOf(9)]);
    transport.afterPublish = () => void (transport.isSilent = true);
    expect(await list.remove(other)).toBe('removed');
    expect(store.read()?.removed).toEqual([other]);
    list.offline();
    transport.afterPublish = () => undefined;
    transport.isSilent = false;
    putDevices([identity.certificate(), certificateOf(9)]); // it put itself back
    begin().online(); // after a start
    await vi.waitFor(() => expect(published()?.devices).toHaveLength(1));
  });

  it('is published no more once another device has taken this one off, also after a start', async () => {
    const list = begin();
    list.online();
    await settled(1);
    putDevices([certificateOf(9)]);
    list.refresh();
    await settled(2);
    expect(outcomes.at(-1)).toBe('removed');
    expect(list.isRemoved()).toBe(true);
    const { reads, publishes } = transport;
    clock.advance(DAY_MS);
    const later = begin();
    expect(later.isRemoved()).toBe(true);
    later.online();
    await settled(3);
    clock.advance(DAY_MS);
    expect(later.isRemoved()).toBe(true);
    expect(transport).toMatchObject({ reads: reads + 1, publishes }); // it looks once, whether it still is
    expect(published()?.devices).toHaveLength(1);
  });

  it('is ours again after a start where a newer list names this device, and nothing older makes it so', async () => {
    const list = begin();
    list.online();
    await settled(1);
    const before = unwrap(transport.lists.get(userTag(address)), 'published');
    putDevices([certificateOf(9)]);
    list.refresh();
    await settled(2);
    const without = unwrap(transport.lists.get(userTag(address)), 'published');
    transport.lists.set(userTag(address), before);
    begin().online();
    await settled(3);
    expect(begin().isRemoved()).toBe(true);
    transport.lists.set(userTag(address), without);
    putDevices([certificateOf(9), identity.certificate()]);
    const later = begin();
    later.online();
    await settled(4);
    expect([later.isRemoved(), begin().isRemoved()]).toEqual([false, false]);
    expect(news).toEqual([true, true, false, true]);
    const { publishes } = transport;
    later.refresh();
    await settled(5);
    expect(transport.publishes).toBe(publishes);
    expect(later.head()?.n).toBe(3);
  });

  it('lost a race nobody here has seen, and two versions more: this device is none that was taken off', async () => {
    begin().online();
    await settled(1); // and switched off within seconds
    transport.lists.clear(); // a race: one that had not read it publishes over it
    putDevices([certificateOf(8)]);
    putDevices([certificateOf(8)]);
    putDevices([certificateOf(8), certificateOf(9)]);
    begin().online();
    await settled(2);
    expect(outcomes.at(-1)).toBe('published');
    expect(published()?.devices).toHaveLength(3);
  });

  it('was seen to stay: two versions later without this device are a removal', async () => {
    const list = begin();
    list.online();
    await settled(1);
    clock.advance(10_000);
    await settled(2);
    expect(store.read()?.isFresh).toBeUndefined();
    putDevices([certificateOf(8)]);
    putDevices([certificateOf(8)]);
    begin().online();
    await settled(3);
    expect(outcomes.at(-1)).toBe('removed');
  });

  it('says why another device could not be taken off, and takes none off later in silence', async () => {
    const list = begin();
    list.online();
    await settled(1);
    putDevices([identity.certificate(), certificateOf(9)]);
    transport.answer = 'not-connected';
    expect(await list.remove(deviceKeysOf(new Uint8Array(32).fill(9)).id)).toBe('not-connected');
    transport.answer = 'sent';
    list.refresh();
    await settled(2);
    expect(published()?.devices).toHaveLength(2);
  });
});

function certificateOf(seed: number): SignedCertificate {
  const keys = deviceKeysOf(new Uint8Array(32).fill(seed));
  const since = Math.floor(clock.nowMs() / 1000);
  return issueCertificate(identity.userKey, { address, keys, name: '', since, until: since + 1000 });
}

/** Another device of the person publishes these on top of what is there. */
function putDevices(devices: readonly SignedCertificate[]): void {
  const payload = issueDeviceList(identity.userKey, { address, devices, at: 1 }, published());
  transport.lists.set(userTag(address), payload);
}
