// The times at which this device first saw somebody's devices: stored on disk, and not displaced by later devices,
// however many.
import { beforeEach, expect, test } from 'vitest';
import { type KeptSeenDevices, openSeenDevices, type SeenDevices } from '../../../src/main/people/seen-devices.ts';
import { HandClock } from '../../flows/support/hand-clock.ts';
import { MemoryStore } from '../memory-store.ts';

const ANNA = 'anna@demo.example';
const DAY_MS = 86_400_000;

let clock: HandClock;
let store: MemoryStore<KeptSeenDevices>;
let disks: number;
let seen: SeenDevices;
const open = (): SeenDevices => openSeenDevices(store, clock, () => disks++);
beforeEach(() => {
  clock = new HandClock();
  store = new MemoryStore();
  disks = 0;
  seen = open();
});

test('a device keeps its first-seen time over a restart, separately for each address', async () => {
  const atMs = clock.nowMs();
  seen.see(ANNA, ['a', 'b', 'a']);
  await clock.advance(DAY_MS);
  seen.see(ANNA, ['b', 'c']);
  seen.close();
  const later = open();
  expect(['a', 'b', 'c', 'd'].map((device) => later.firstSeenMs(ANNA, device))).toEqual([
    atMs,
    atMs,
    atMs + DAY_MS,
    undefined,
  ]);
  expect(later.firstSeenMs('ben@demo.example', 'a')).toBeUndefined();
});

test('first-seen times are written at most once per ten seconds, and not if nothing is new', async () => {
  seen.see(ANNA, ['a']);
  seen.see('ben@demo.example', ['b']);
  expect(store.writes).toBe(0);
  await clock.advance(10_000);
  seen.see(ANNA, ['a']);
  await clock.advance(10_000);
  expect(store.writes).toBe(1);
});

test('an address keeps the 128 devices seen first', () => {
  seen.see(ANNA, ['a']);
  seen.see(
    ANNA,
    Array.from({ length: 500 }, (_, index) => `${index}`),
  );
  expect([seen.firstSeenMs(ANNA, 'a'), seen.firstSeenMs(ANNA, '126')]).toEqual([clock.nowMs(), clock.nowMs()]);
  expect(seen.firstSeenMs(ANNA, '127')).toBeUndefined();
});

test('a disk too full for first-seen times is reported, and no such time is written after the vault is locked', async () => {
  store.isFull = true;
  seen.see(ANNA, ['a']);
  await clock.advance(10_000);
  expect(disks).toBe(1);
  store.isFull = false;
  seen.close();
  seen.see(ANNA, ['b']);
  await clock.advance(10_000);
  expect([store.writes, seen.firstSeenMs(ANNA, 'b')]).toEqual([0, undefined]);
});
