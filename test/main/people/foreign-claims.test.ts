// Who else claims the address of a known person: recorded for each address separately, at most once a day, even across
// a restart.
import { beforeEach, expect, test } from 'vitest';
import {
  type AddressClaim,
  type ForeignClaims,
  type KeptForeignClaims,
  openForeignClaims,
} from '../../../src/main/people/foreign-claims.ts';
import type { RecordEvent } from '../../../src/main/record/record-event.ts';
import { HandClock } from '../../flows/support/hand-clock.ts';
import { MemoryStore } from '../memory-store.ts';

const ANNA = 'anna@demo.example';
const BERT = 'bert@demo.example';
const DAY_MS = 86_400_000;
const PERSON = new Uint8Array(32);
const claim = (address: string, devices: string[], person = PERSON): AddressClaim => ({ address, person, devices });
const record = (...devices: string[]): RecordEvent => ({ kind: 'address-claimed', devices });

let clock: HandClock;
let store: MemoryStore<KeptForeignClaims>;
let recorded: RecordEvent[];
let changes: number;
let disks: number;
let claims: ForeignClaims;
const open = (): ForeignClaims =>
  openForeignClaims({
    store,
    clock,
    onRecord: (event) => recorded.push(event),
    onDisk: () => disks++,
    onChange: () => changes++,
  });
beforeEach(() => {
  clock = new HandClock();
  store = new MemoryStore();
  recorded = [];
  changes = 0;
  disks = 0;
  claims = open();
});

test('claims on two addresses are kept and recorded separately', () => {
  claims.see(claim(ANNA, ['x']));
  claims.see(claim(BERT, ['y']));
  expect([claims.devicesOf(ANNA, PERSON), claims.devicesOf(BERT, PERSON)]).toEqual([['x'], ['y']]);
  expect(recorded).toEqual([record('x'), record('y')]);
  expect(changes).toBe(2);
});

test('a claim on an address is recorded at most once a day, whichever devices make it', async () => {
  claims.see(claim(ANNA, ['x']));
  await clock.advance(DAY_MS - 1);
  const before = claims.devicesOf(ANNA, PERSON);
  claims.see(claim(ANNA, ['z']));
  expect(claims.devicesOf(ANNA, PERSON)).toBe(before);
  expect([recorded.length, changes]).toEqual([1, 1]);
  await clock.advance(1);
  claims.see(claim(ANNA, ['z']));
  expect(claims.devicesOf(ANNA, PERSON)).toEqual(['z']);
  expect(recorded).toEqual([record('x'), record('z')]);
});

test('a restart within the day records no claim again and shows the known ones', async () => {
  claims.see(claim(ANNA, ['x']));
  claims.close();
  const later = open();
  expect(later.devicesOf(ANNA, PERSON)).toEqual(['x']);
  later.see(claim(ANNA, ['x']));
  expect(recorded).toHaveLength(1);
  await clock.advance(DAY_MS);
  later.see(claim(ANNA, ['x']));
  expect(recorded).toHaveLength(2);
});

test('a claim counts only for the person pinned at that time, and once another person is pinned, the next claim is recorded at once', () => {
  const [old, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
  claims.see(claim(ANNA, ['other'], old));
  expect([claims.devicesOf(ANNA, old), claims.devicesOf(ANNA, other)]).toEqual([['other'], undefined]);
  claims.see(claim(ANNA, ['old'], other));
  expect([claims.devicesOf(ANNA, old), claims.devicesOf(ANNA, other)]).toEqual([undefined, ['old']]);
  expect(recorded).toEqual([record('other'), record('old')]);
});

test('clearing the claim on one address leaves the claim on another', () => {
  claims.see(claim(ANNA, ['x']));
  claims.see(claim(BERT, ['y']));
  claims.clear(ANNA);
  claims.clear(ANNA);
  expect([claims.devicesOf(ANNA, PERSON), claims.devicesOf(BERT, PERSON)]).toEqual([undefined, ['y']]);
  expect(changes).toBe(3);
});

test('claims are written at most once per ten seconds, and a full disk is reported', async () => {
  claims.see(claim(ANNA, ['x']));
  claims.see(claim(BERT, ['y']));
  expect(store.writes).toBe(0);
  await clock.advance(10_000);
  expect(store.writes).toBe(1);
  store.isFull = true;
  claims.clear(ANNA);
  await clock.advance(10_000);
  expect(disks).toBe(1);
});

test('the ten thousand latest claimed addresses are kept', () => {
  for (let i = 0; i <= 10_000; i++) claims.see(claim(`${i}@demo.example`, ['x']));
  expect(claims.devicesOf('0@demo.example', PERSON)).toBeUndefined();
  expect(claims.devicesOf('1@demo.example', PERSON)).toEqual(['x']);
});

test('no claim is recorded or written after the vault was closed', async () => {
  claims.close();
  claims.see(claim(ANNA, ['x']));
  await clock.advance(10_000);
  expect([claims.devicesOf(ANNA, PERSON), recorded.length, store.writes]).toEqual([undefined, 0, 0]);
});
