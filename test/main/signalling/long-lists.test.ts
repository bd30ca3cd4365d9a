// Lists of 64 devices: whoever has an account may publish one, and every device that they ring reads it, again and again. Judging one
// used to hold main up for 150 to 340 ms; one signature is a step now, and other things happen between two steps.
import { beforeEach, describe, expect, test } from 'vitest';
import { toB64u, utf8 } from '../../../src/core/bytes.ts';
import type { Bytes } from '../../../src/core/bytes.ts';
import { userTag } from '../../../src/core/keys/address.ts';
import { unwrap } from '../../../src/core/assert.ts';
import { issueCertificate, type SignedCertificate } from '../../../src/core/keys/certificate.ts';
import { deviceListSteps, issueDeviceList, readDeviceList } from '../../../src/core/keys/device-list.ts';
import { makeSigningKey } from '../../../src/core/keys/identity.ts';
import { createSlices } from '../../../src/main/app/slices.ts';
import { createDirectory, type Directory } from '../../../src/main/signalling/directory.ts';
import { MemoryTransport } from './memory-transport.ts';
import { heldClock } from './test-clock.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';

const ANNA = 'anna@demo.example';
const BEN = 'ben@demo.example';
const key = makeSigningKey(new Uint8Array(32).fill(1));
const other = makeSigningKey(new Uint8Array(32).fill(2));
const devices = Array.from({ length: 64 }, (_, i) => deviceKeysOf(new Uint8Array(32).fill(i + 1)));

function certificate(at: number, address = ANNA): SignedCertificate {
  const keys = unwrap(devices[at], 'there are 64');
  const fields = { address, keys, name: '', since: 1000, until: 2000 };
  return issueCertificate(key, fields);
}
const genuine = devices.map((_, at) => certificate(at));
const long = issueDeviceList(key, { address: ANNA, devices: genuine, at: 1 });
const short = issueDeviceList(
  key,
  { address: ANNA, devices: genuine.slice(0, 1), at: 2 },
  { version: 1, hash: new Uint8Array(32) },
);

/** The list of 64 with a signature at one place that is another one's. */
function falseAt(place: number): Bytes {
  const { sig } = issueCertificate(other, {
    address: ANNA,
    keys: unwrap(devices[place], 'there are 64'),
    name: '',
    since: 1000,
    until: 2000,
  });
  const bad = genuine.map((each, at) => (at === place ? { ...each, sig } : each));
  return issueDeviceList(key, { address: ANNA, devices: bad, at: 1 });
}

function stepsOf(payload: Bytes): { readonly steps: number; readonly isList: boolean } {
  const work = deviceListSteps(payload, ANNA);
  let steps = 1;
  let step = work.next();
  for (; step.done !== true; steps++) step = work.next();
  return { steps, isList: step.value !== undefined };
}

describe('the steps in which a list is judged', () => {
  test('check one signature each: the one that is false ends it, at its own step', () => {
    expect(stepsOf(long)).toEqual({ steps: 66, isList: true }); // form, list, 64 certificates
    for (const place of [0, 1, 31, 63]) expect(stepsOf(falseAt(place))).toEqual({ steps: place + 3, isList: false });
    const unsigned = JSON.stringify({
      ...(JSON.parse(new TextDecoder().decode(long)) as object),
      sig: toB64u(new Uint8Array(64)),
    });
    expect(stepsOf(utf8(unsigned))).toEqual({ steps: 2, isList: false });
  });

  test('begin with the form alone: what is malformed costs no signature', () => {
    expect(stepsOf(utf8('{}'))).toEqual({ steps: 1, isList: false });
    const twice = issueTwice();
    expect(stepsOf(twice)).toEqual({ steps: 1, isList: false });
  });

  test('come to what reading at once comes to', () => {
    expect(readDeviceList(long, ANNA)?.devices).toHaveLength(64);
    expect(readDeviceList(falseAt(63), ANNA)).toBeUndefined();
  });
});

function issueTwice(): Bytes {
  const body = JSON.parse((JSON.parse(new TextDecoder().decode(long)) as { list: string }).list) as {
    devices: unknown[];
  };
  body.devices[1] = body.devices[0];
  return utf8(JSON.stringify({ list: JSON.stringify(body), sig: toB64u(new Uint8Array(64)) }));
}

describe('a directory', () => {
  let transport: MemoryTransport;
  let clock: ReturnType<typeof heldClock>;
  let directory: Directory;
  let turns: number;
  beforeEach(() => {
    transport = new MemoryTransport();
    clock = heldClock();
    turns = 0;
    const slices = createSlices((next) => {
      turns++;
      setImmediate(next);
    });
    directory = createDirectory(transport, clock, slices);
  });
  const read = (address = ANNA): ReturnType<Directory['readListFor']> => directory.readListFor(address, 3000, 0);

  test('judges a list of 64 devices in as many turns as it has signatures, and one for its form', async () => {
    transport.lists.set(userTag(ANNA), long);
    expect(await read()).toMatchObject({ kind: 'list', list: { version: 1 } });
    expect(turns).toBe(66);
  });

  test('judges the same bytes once, good or bad, also for those who ask meanwhile', async () => {
    for (const [payload, kind, steps] of [
      [long, 'list', 66],
      [falseAt(9), 'unusable', 12],
    ] as const) {
      transport.lists.set(userTag(ANNA), payload);
      const before = turns;
      const readings = await Promise.all([read(), read(), read()]);
      expect(readings.map((each) => each.kind)).toEqual([kind, kind, kind]);
      expect((await read()).kind).toBe(kind);
      expect(turns - before).toBe(steps);
    }
  });

  test('does not keep a short list waiting behind a long one', async () => {
    transport.lists.set(userTag(ANNA), long);
    transport.lists.set(userTag(BEN), issueDeviceList(key, { address: BEN, devices: [certificate(0, BEN)], at: 1 }));
    const order: string[] = [];
    await Promise.all([read(ANNA).then(() => order.push('long')), read(BEN).then(() => order.push('short'))]);
    expect(order).toEqual(['short', 'long']);
  });

  test('knows the list that came last, though one that came before it takes longer', async () => {
    transport.lists.set(userTag(ANNA), long);
    const first = read();
    await Promise.resolve();
    await Promise.resolve();
    transport.lists.set(userTag(ANNA), short);
    const second = read();
    expect(await second).toMatchObject({ kind: 'list', list: { version: 2 } });
    expect(await first).toMatchObject({ kind: 'list', list: { version: 1 } });
    expect(await directory.readListFor(ANNA, 0, 60_000)).toMatchObject({ kind: 'list', list: { version: 2 } });
  });

  test('gives up on a list that is not judged in time, and knows it afterwards', async () => {
    transport.lists.set(userTag(ANNA), long);
    const late = read();
    const hasBegun = (): boolean => turns >= 5;
    while (!hasBegun()) await new Promise(setImmediate);
    clock.advance(3001);
    expect(await late).toEqual({ kind: 'timeout' });
    expect(await read()).toMatchObject({ kind: 'list' });
    expect(turns).toBe(66);
  });
});
