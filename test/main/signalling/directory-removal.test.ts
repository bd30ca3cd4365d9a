// A device that was taken off its person's list, and one that has only lost a race: the chain of lists tells them apart.
import { beforeEach, describe, expect, test } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { userTag } from '../../../src/core/keys/address.ts';
import { issueCertificate } from '../../../src/core/keys/certificate.ts';
import { issueDeviceList, readDeviceList } from '../../../src/core/keys/device-list.ts';
import { makeSigningKey } from '../../../src/core/keys/identity.ts';
import { createDirectory, type Directory, type OwnEntry } from '../../../src/main/signalling/directory.ts';
import { MemoryTransport } from './memory-transport.ts';
import { heldClock } from './test-clock.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';

const ANNA = 'anna@demo.example';
const TAG = userTag(ANNA);
const key = makeSigningKey(new Uint8Array(32).fill(1));

function entry(seed: number): OwnEntry {
  const keys = deviceKeysOf(new Uint8Array(32).fill(seed));
  const fields = { address: ANNA, keys, name: String(seed), since: 1000, until: 2000 };
  const certificate = issueCertificate(key, fields);
  return { address: ANNA, userKey: key, device: keys.id, certificate, last: undefined };
}
const desk = entry(7);
const laptop = entry(8);
const tablet = entry(9);

let transport: MemoryTransport;
let directory: Directory;
beforeEach(() => {
  transport = new MemoryTransport();
  directory = createDirectory(transport, heldClock());
});

function there() {
  return unwrap(readDeviceList(unwrap(transport.lists.get(TAG), 'a list is there'), ANNA), 'it reads');
}
const names = (): readonly string[] => there().devices.map((device) => device.name);
async function published(own: OwnEntry): Promise<OwnEntry> {
  const outcome = await directory.publishOwn(own);
  if (outcome.kind !== 'published') throw new Error(outcome.kind);
  return { ...own, last: outcome.list.payload };
}
/** Puts a list of these devices there, on top of `base`. */
function put(devices: readonly OwnEntry[], base = there()): void {
  const certificates = devices.map(({ certificate }) => certificate);
  transport.lists.set(TAG, issueDeviceList(key, { address: ANNA, devices: certificates, at: 1 }, base));
}

describe('taking a device off', () => {
  test('publishes the next version without it, and the device learns it and does not put itself back', async () => {
    await published(desk);
    const off = await published(laptop);
    const by = await published({ ...desk, last: there().payload });
    await published({ ...by, removed: [laptop.device] });
    expect(there().version).toBe(3);
    expect(names()).toEqual(['7']);
    const { publishes } = transport;
    expect(await directory.publishOwn(off)).toMatchObject({ kind: 'removed', list: { version: 3 } });
    expect(transport.publishes).toBe(publishes);
  });

  test('is noticed by a device that was away for several versions', async () => {
    const off = await published(laptop);
    put([laptop, desk]);
    put([desk]);
    put([desk, tablet]);
    expect(await directory.publishOwn(off)).toMatchObject({ kind: 'removed' });
  });

  test('is done again where a race brings the device back', async () => {
    await published(desk);
    await published(laptop);
    const base = there();
    transport.afterPublish = () => {
      transport.afterPublish = () => undefined;
      put([desk, laptop, tablet], base); // read before, published after
    };
    await published({ ...desk, last: base.payload, removed: [laptop.device] });
    expect(names()).toEqual(['9', '7']);
  });

  test('is done again where the device puts itself back', async () => {
    await published(desk);
    await published({ ...desk, last: there().payload, removed: [laptop.device] });
    put([desk, laptop]);
    await published({ ...desk, last: there().payload, removed: [laptop.device] });
    expect(names()).toEqual(['7']);
  });
});

describe('a lost race is no removal', () => {
  test('another list of the same version without this device is merged', async () => {
    await published(desk);
    const base = there();
    const lost = await published(laptop);
    put([desk, tablet], base);
    await published(lost);
    expect(names()).toEqual(['7', '9', '8']);
  });

  test('the next version on another base is merged', async () => {
    await published(desk);
    const base = there();
    const lost = await published(laptop);
    put([desk, tablet], base);
    put([desk]);
    await published(lost);
    expect(names()).toEqual(['7', '8']);
  });

  test('neither is a later version, where the list of this device was not seen to stay', async () => {
    await published(desk);
    const base = there();
    const lost = await published(laptop); // and switched off
    put([desk, tablet], base);
    put([desk, tablet]);
    put([desk]);
    await published({ ...lost, isFresh: true });
    expect(names()).toEqual(['7', '8']);
  });

  test('a device that was never seen in the list puts itself there, however far the list has gone on', async () => {
    await published(desk);
    const handed = there().payload; // as a new device is given it
    put([desk, laptop]);
    put([desk]);
    await published({ ...tablet, last: handed });
    expect(names()).toEqual(['7', '9']);
  });

  test('a list that was rewound to before this device is put right', async () => {
    await published(desk);
    const old = there().payload;
    const own = await published(laptop);
    transport.lists.set(TAG, old);
    await published(own);
    expect(names()).toEqual(['7', '8']);
  });
});

describe('a device that was taken off and looks again', () => {
  test('is back where a newer list names it, and only there', async () => {
    const own = await published(laptop);
    const named = there().payload;
    put([desk]);
    const { version } = there();
    const off = { ...own, removedBy: version };
    expect(await directory.publishOwn(off)).toEqual({ kind: 'removed', list: undefined });
    transport.lists.set(TAG, named); // rewound to when it was in the list
    expect(await directory.publishOwn(off)).toEqual({ kind: 'removed', list: undefined });
    transport.lists.clear();
    expect(await directory.publishOwn(off)).toEqual({ kind: 'removed', list: undefined });
    transport.lists.set(
      TAG,
      issueDeviceList(makeSigningKey(new Uint8Array(32).fill(2)), { address: ANNA, devices: [], at: 1 }),
    );
    expect(await directory.publishOwn(off)).toEqual({ kind: 'removed', list: undefined });
    const { publishes } = transport;
    transport.lists.set(TAG, named);
    put([desk]);
    put([desk, tablet]);
    expect(await directory.publishOwn(off)).toMatchObject({ kind: 'removed', list: { version: version + 1 } });
    put([desk, laptop]);
    expect(await directory.publishOwn(off)).toMatchObject({ kind: 'published', isOurs: false });
    expect(transport.publishes).toBe(publishes);
  });
});

test('a list with as many devices as it may have takes no further one, and stays as it is', async () => {
  const many = Array.from({ length: 64 }, (_, n) => entry(n + 1));
  const devices = many.map(({ certificate }) => certificate);
  transport.lists.set(TAG, issueDeviceList(key, { address: ANNA, devices, at: 1 }));
  const { publishes } = transport;
  expect(await directory.publishOwn(entry(100))).toMatchObject({ kind: 'full' });
  expect(transport.publishes).toBe(publishes);
});
