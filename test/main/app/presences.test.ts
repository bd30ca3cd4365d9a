// Whom the contact list shows as online: what is read, what is watched, and what a hint causes.
import { beforeEach, expect, test, vi } from 'vitest';
import { userTag } from '../../../src/core/keys/address.ts';
import { type Bytes, utf8 } from '../../../src/core/bytes.ts';
import { writeHint } from '../../../src/core/signal/hint.ts';
import { createPresences, type Presences } from '../../../src/main/app/presences.ts';
import type { PeerPerson } from '../../../src/main/people/people.ts';
import { createSlices } from '../../../src/main/time/slices.ts';
import type { Transport } from '../../../src/main/signalling/transport.ts';
import { ANNA, BERT, CARL } from '../signalling/connection-scene.ts';
import { heldClock } from '../signalling/test-clock.ts';

const BEN = 'ben@b.example';
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const person = (...ids: readonly string[]): PeerPerson =>
  ({ address: BEN, devices: ids.map((id) => ({ id })) }) as unknown as PeerPerson;

let clock: ReturnType<typeof heldClock>;
let published: PeerPerson | 'none' | 'timeout';
let asked: number[]; // the age that each reading allowed its result
let read: string[]; // whom each reading was about
let pinned: PeerPerson | undefined;
let hold: Promise<void>;
let tags: readonly string[];
let hint: (userTag: string, hint: Bytes) => void;
let watched: readonly string[];
let tell: Parameters<Transport['watchPresence']>[1];
let presences: Presences;

beforeEach(() => {
  clock = heldClock();
  published = 'none';
  asked = [];
  read = [];
  pinned = undefined;
  hold = Promise.resolve();
  watched = [];
  const people = {
    held: () => pinned,
    glance: async (address: string, { maxAgeMs }: { readonly maxAgeMs: number }) => {
      asked.push(maxAgeMs);
      read.push(address);
      const found = published;
      await hold;
      return found;
    },
  };
  const transport: Pick<Transport, 'watchHints' | 'watchPresence'> = {
    watchHints: (next, listener) => ([tags, hint] = [next, listener]),
    watchPresence: (next, listener) => ([watched, tell] = [next, listener]),
  };
  presences = createPresences({ people, transport, clock, slices: createSlices() }, () => undefined);
});

async function hinted(...ids: readonly string[]): Promise<void> {
  hint(userTag(BEN), writeHint(ids));
  await settled();
}

test('a contact who had published nothing is read and watched as soon as a hint names a device', async () => {
  await presences.watch([BEN]);
  expect([presences.of(BEN), tags]).toEqual(['unknown', [userTag(BEN)]]);
  published = person(ANNA);
  await hinted(ANNA);
  expect(watched).toEqual([ANNA]);
  tell(ANNA, 'online');
  expect(presences.of(BEN)).toBe('online');
  expect(asked.at(-1)).toBe(0);
});

test('a new device of a contact is watched as soon as a hint names it', async () => {
  published = person(ANNA);
  await presences.watch([BEN]);
  published = person(ANNA, BERT);
  await hinted(BERT, ANNA);
  expect(watched).toEqual([ANNA, BERT].toSorted());
});

test('during a reading, a hint of a device that the reading finds causes no second reading, and a hint of another device does', async () => {
  let go = (): void => undefined;
  hold = new Promise((resolve) => (go = resolve));
  published = person(ANNA);
  const watching = presences.watch([BEN]);
  await vi.waitUntil(() => asked.length === 1);
  await hinted(ANNA);
  go();
  await watching;
  await settled();
  expect(asked).toHaveLength(1);
  await hinted(ANNA, BERT);
  expect(asked).toHaveLength(2);
});

test('a repeated hint, a hint of a known device and an invalid hint cause no reading', async () => {
  published = person(ANNA);
  await presences.watch([BEN]);
  await hinted(CARL);
  expect(asked).toHaveLength(2);
  await hinted(CARL);
  await hinted(ANNA);
  hint(userTag(BEN), utf8('no hint'));
  await settled();
  expect(asked).toHaveLength(2);
});

test('a stream of hints causes three readings in thirty seconds, and one more for the newest hint afterwards', async () => {
  await presences.watch([BEN]);
  for (const ids of [[ANNA], [BERT], [CARL], [ANNA, BERT], [BERT, CARL]]) await hinted(...ids);
  expect(asked).toHaveLength(1 + 3);
  published = person(CARL);
  clock.advance(30_000);
  await settled();
  expect(asked).toHaveLength(1 + 4);
  expect(watched).toEqual([CARL]);
});

test('a thousand simultaneous hints cause one reading', async () => {
  await presences.watch([BEN]);
  for (let n = 0; n < 1000; n++) hint(userTag(BEN), writeHint(n % 2 === 0 ? [ANNA] : [BERT]));
  await settled();
  expect(asked).toHaveLength(2);
});

test('a hint that waits for its turn causes no reading after its contact was removed or the connection was lost', async () => {
  await presences.watch([BEN]);
  for (const ids of [[ANNA], [BERT], [CARL], [ANNA, BERT]]) await hinted(...ids);
  await presences.watch([]);
  expect(tags).toEqual([]);
  clock.advance(30_000);
  await settled();
  expect(asked).toHaveLength(1 + 3);
  await presences.watch([BEN]);
  for (const ids of [[ANNA], [BERT], [CARL], [ANNA, BERT]]) await hinted(...ids);
  presences.forget();
  clock.advance(30_000);
  await settled();
  expect(asked).toHaveLength(2 * (1 + 3));
});

test('the devices of a pinned contact are watched before the first reading ends, and after a first reading that finds nobody', async () => {
  let go = (): void => undefined;
  hold = new Promise((resolve) => (go = resolve));
  pinned = person(ANNA);
  const watching = presences.watch([BEN]);
  await vi.waitUntil(() => asked.length === 1);
  expect(watched).toEqual([ANNA]);
  published = person(ANNA, BERT);
  go();
  await watching;
  expect(watched).toEqual([ANNA]);
});

test('a change of the contacts reads only the changed contact, and drops only the pending reading of a removed contact', async () => {
  let go = (): void => undefined;
  hold = new Promise((resolve) => (go = resolve));
  const others = Array.from({ length: 3 }, (_, at) => `other-${at}@b.example`);
  const watching = presences.watch(others);
  await vi.waitUntil(() => asked.length === 1); // the other readings wait for this one
  const changed = presences.watch([...others.slice(0, 2), BEN], [BEN]);
  go();
  await Promise.all([watching, changed]);
  expect(read).toEqual([...others.slice(0, 2), BEN]);
  await presences.watch([...others.slice(0, 2), BEN], []);
  expect(asked).toHaveLength(3);
});

test('a reading that ends after the connection was lost watches nobody', async () => {
  let go = (): void => undefined;
  hold = new Promise((resolve) => (go = resolve));
  published = person(ANNA);
  const watching = presences.watch([BEN]);
  await vi.waitUntil(() => asked.length === 1);
  presences.forget();
  go();
  await watching;
  expect(watched).toEqual([]);
  await presences.watch([BEN]);
  expect(watched).toEqual([ANNA]);
});
