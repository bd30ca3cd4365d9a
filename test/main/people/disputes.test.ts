// Devices that contradict each other, from the directory to the trust book, with main's question in between.
import { beforeEach, describe, expect, test } from 'vitest';
import type { DisputeView } from '../../../src/contract/dispute.ts';
import { type Book, openBook } from '../../../src/main/contacts/book.ts';
import { pinOf } from '../../../src/main/people/person-pin.ts';
import type { Consent } from '../../../src/main/desktop/consent.ts';
import type { ConsentQuestion } from '../../../src/main/desktop/consent-question.ts';
import { createLog } from '../../../src/main/log.ts';
import { type ChainPeople, createChainPeople } from '../../../src/main/people/chain-people.ts';
import { createDisputes, type Disputes, type DisputesParts } from '../../../src/main/people/disputes.ts';
import { openSeenDevices } from '../../../src/main/people/seen-devices.ts';
import type { RecordEvent } from '../../../src/main/record/record-event.ts';
import { ADDRESS, type Actor, HandChain, realDevice } from '../../core/keys/hand-written-chain.ts';
import { MemoryStore } from '../memory-store.ts';
import { createRig, holds } from './reader-rig.ts';

const DAY_MS = 86_400_000;
const NOW = { timeoutMs: 3000, maxAgeMs: 0 };
const nothing = (): void => undefined;
const [laptop, thief, phone] = [realDevice(1), realDevice(2), realDevice(3)];
const both = HandChain.begin(laptop).adding(laptop, thief);
const [removal, theft] = [both.dropping(laptop, thief), both.dropping(thief, laptop)];

let rig: ReturnType<typeof createRig>;
let book: Book;
let events: RecordEvent[];
let people: ChainPeople;
let disputes: Disputes;
let asked: ConsentQuestion[];
let answer: () => Consent;
let revoked: readonly string[];
beforeEach(() => {
  rig = createRig();
  events = [];
  asked = [];
  answer = () => 'yes';
  revoked = [];
  book = openBook(new MemoryStore(), nothing, (event) => events.push(event));
  const seen = openSeenDevices(new MemoryStore(), rig.clock, nothing);
  people = createChainPeople({
    reader: rig.reader,
    pins: book,
    organisation: { devicesOf: () => [], oneOf: () => Promise.resolve(undefined), credentials: () => undefined },
    onClaim: nothing,
    onNoClaim: nothing,
    onDevices: seen.see,
    firstSeenMs: seen.firstSeenMs,
    clock: rig.clock,
    log: createLog('error', nothing),
  });
  const consent = async (question: ConsentQuestion): Promise<Consent> => {
    asked.push(question);
    return Promise.resolve(answer());
  };
  const confirmations: DisputesParts['confirmations'] = {
    check: async ({ device }) =>
      Promise.resolve(revoked.includes(device) ? { kind: 'refused', cause: 'revoked' } : { kind: 'none' }),
  };
  disputes = createDisputes({ chains: people, seen, confirmations, consent, clock: rig.clock });
});

/** Anna is pinned with both devices. A day later they have removed each other. */
async function fallOut(): Promise<void> {
  book.pinNew(ADDRESS, pinOf(holds(both), rig.clock.nowMs()));
  rig.directory.publish(both, laptop, thief);
  await people.look(ADDRESS, NOW);
  rig.clock.advance(DAY_MS);
  rig.directory.publish(removal, laptop);
  rig.directory.publish(theft, thief);
  await people.look(ADDRESS, NOW);
}
async function shown(): Promise<Extract<DisputeView, { kind: 'sides' }>> {
  const view = await disputes.read(ADDRESS);
  if (view.kind !== 'sides') throw new Error(view.kind);
  return view;
}
async function nameOf(device: Actor): Promise<string> {
  const { sides } = await shown();
  return sides.find((side) => side.devices.some((each) => each.device === device.id))!.side;
}

describe('shown disputes', () => {
  test('a dispute is shown with each side’s devices and when each was first seen', async () => {
    const atMs = rig.clock.nowMs();
    await fallOut();
    rig.directory.publish(removal.adding(laptop, phone), laptop, phone);
    const { sides, more } = await shown();
    expect(more).toBe(0);
    expect(sides.map(({ devices }) => devices)).toEqual(
      expect.arrayContaining([
        [{ device: thief.id, firstSeen: atMs }],
        [
          { device: laptop.id, firstSeen: atMs },
          { device: phone.id, firstSeen: atMs + DAY_MS },
        ],
      ]),
    );
    expect(sides.map(({ isFollowed }) => isFollowed)).toEqual([false, false]);
  });

  test('a device revoked by the organisation is marked, and its side can still be chosen', async () => {
    const atMs = rig.clock.nowMs();
    await fallOut();
    revoked = [thief.id];
    const { sides } = await shown();
    expect(sides.flatMap(({ devices }) => devices)).toEqual(
      expect.arrayContaining([
        { device: thief.id, firstSeen: atMs, isRevoked: true },
        { device: laptop.id, firstSeen: atMs },
      ]),
    );
    expect(await disputes.decide(ADDRESS, await nameOf(thief))).toBe('done');
  });

  test('at most eight sides of a dispute are shown, and the others are counted', async () => {
    await fallOut();
    for (let n = 0; n < 20; n++) rig.directory.publish(theft.adding(thief, realDevice(50 + n)), realDevice(50 + n));
    const { sides, more } = await shown();
    expect([sides.length, more]).toEqual([8, 13]); // one side of the laptop, twenty of the thief
    expect(sides.some(({ devices }) => devices.some(({ device }) => device === laptop.id))).toBe(true);
  });

  test('a dispute that is over, or could not be read, is shown as such', async () => {
    await fallOut();
    rig.directory.before = () => Promise.resolve('timeout');
    expect(await disputes.read(ADDRESS)).toEqual({ kind: 'unread' });
    rig.directory.before = () => Promise.resolve(undefined);
    await disputes.decide(ADDRESS, await nameOf(laptop));
    expect(await disputes.read(ADDRESS)).toEqual({ kind: 'over' });
  });
});

describe('noted disputes', () => {
  /** The state of the person now, and their devices. */
  const known = (): unknown => [book.trustOf(ADDRESS).kind, people.held(ADDRESS)?.devices.map(({ id }) => id)];
  const devicesShown = async (): Promise<unknown> =>
    (await shown()).sides.map(({ devices, isFollowed }) => [devices.map(({ device }) => device), isFollowed]);

  test('a noted dispute stays undecided while the broker withholds a side', async () => {
    await fallOut();
    rig.directory.publish(both, laptop); // the laptop's chain from before its removal of the thief
    for (const _ of [1, 2]) {
      expect((await people.look(ADDRESS, NOW)).kind).toBe('changed');
      expect(await people.glance(ADDRESS, NOW)).toMatchObject({ devices: [{ id: laptop.id }, { id: thief.id }] });
      await shown();
      expect(book.acceptKey(ADDRESS)).toBe('not-changed');
      expect(known()).toEqual(['changed', [laptop.id, thief.id]]);
    }
    expect(asked).toEqual([]);
    rig.directory.publish(removal, laptop);
    expect(await devicesShown()).toHaveLength(2);
    expect(await disputes.decide(ADDRESS, await nameOf(laptop))).toBe('done');
    expect(known()).toEqual(['pinned', [laptop.id]]);
  });

  test('the side followed so far is offered as well as the thief’s, and counts, if chosen, until a removal is read', async () => {
    await fallOut();
    rig.directory.publish(both, laptop);
    expect(await devicesShown()).toEqual([
      [[laptop.id], true],
      [[], false],
    ]);
    expect(await disputes.decide(ADDRESS, await nameOf(laptop))).toBe('done');
    expect(asked).toMatchObject([{ stay: [laptop.id, thief.id], go: [] }]);
    await people.look(ADDRESS, NOW);
    expect(known()).toEqual(['pinned', [laptop.id, thief.id]]);
    rig.directory.publish(removal, laptop);
    await people.look(ADDRESS, NOW);
    expect(known()).toEqual(['pinned', [laptop.id]]);
  });

  test('a dispute with one published side is decided only after a yes to main’s question', async () => {
    await fallOut();
    rig.directory.publish(removal, laptop, thief);
    const [, left] = (await shown()).sides;
    answer = () => 'no';
    expect(await disputes.decide(ADDRESS, left!.side)).toBe('cancelled');
    expect(known()).toEqual(['changed', [laptop.id, thief.id]]);
    answer = () => 'yes';
    expect(await disputes.decide(ADDRESS, left!.side)).toBe('done');
    expect(asked[1]).toMatchObject({ stay: [laptop.id], go: [thief.id] });
    expect(known()).toEqual(['pinned', [laptop.id]]);
  });

  test('a dispute has one side if the broker shows only the followed chain', async () => {
    await fallOut();
    rig.directory.publish(both, laptop, thief);
    expect(await devicesShown()).toEqual([[[laptop.id, thief.id], true]]);
  });

  test('a dispute at first contact stays undecided until main has asked the person', async () => {
    rig.directory.publish(removal, laptop);
    rig.directory.publish(theft, thief);
    await people.look(ADDRESS, NOW);
    rig.directory.publish(both, laptop);
    expect((await people.look(ADDRESS, NOW)).kind).toBe('changed');
    expect(await devicesShown()).toEqual([[[thief.id], false]]);
    expect(book.acceptKey(ADDRESS)).toBe('not-changed');
    expect(known()).toEqual(['changed', undefined]);
    expect(asked).toEqual([]);
    expect(await disputes.decide(ADDRESS, await nameOf(thief))).toBe('done');
    expect(asked).toHaveLength(1);
    expect(known()).toEqual(['pinned', [thief.id]]);
  });

  test('a dispute is not shown from an incomplete answer of the broker', async () => {
    await fallOut();
    let asks = 0;
    rig.directory.before = () => Promise.resolve(asks++ === 0 ? undefined : 'timeout');
    const reading = disputes.read(ADDRESS);
    await rig.settle();
    rig.clock.advance(3000);
    expect(await reading).toEqual({ kind: 'unread' });
    expect(asks).toBeGreaterThan(1);
  });

  test('a dispute about a person who is not pinned reports that nobody or several people claim the address now', async () => {
    rig.directory.publish(removal, laptop);
    rig.directory.publish(theft, thief);
    await people.look(ADDRESS, NOW);
    const stranger = realDevice(8);
    rig.directory.publish(HandChain.begin(stranger), stranger);
    expect(await disputes.read(ADDRESS)).toEqual({ kind: 'several' });
    rig.directory.payloads.clear();
    expect(await disputes.read(ADDRESS)).toEqual({ kind: 'nobody' });
    expect(await disputes.decide(ADDRESS, 'A'.repeat(43))).toBe('unknown-side');
  });
});

describe('decisions', () => {
  test('main’s question names the devices that stay and go, and the decision is recorded and holds', async () => {
    await fallOut();
    expect(await disputes.decide(` Anna@Klinik.example`, await nameOf(laptop))).toBe('done');
    expect(asked).toEqual([{ kind: 'choose-side', address: ADDRESS, stay: [laptop.id], go: [thief.id] }]);
    expect(events).toEqual([
      { kind: 'key-change', change: 'disputed' },
      { kind: 'dispute-decided', whose: 'other' },
    ]);
    rig.directory.publish(theft.adding(thief, phone), thief, phone);
    expect(await people.look(ADDRESS, NOW)).toMatchObject({ kind: 'person', isConfirmed: true });
    expect(people.held(ADDRESS)?.devices.map(({ id }) => id)).toEqual([laptop.id]);
    expect(book.trustOf(ADDRESS).kind).toBe('pinned');
  });

  test('a decision at first contact pins the whole side', async () => {
    rig.directory.publish(removal, laptop);
    rig.directory.publish(theft, thief);
    expect((await people.look(ADDRESS, NOW)).kind).toBe('changed');
    expect(await disputes.decide(ADDRESS, await nameOf(thief))).toBe('done');
    expect(book.pin(ADDRESS)?.held.chain.links).toHaveLength(3);
    expect(people.held(ADDRESS)?.devices.map(({ id }) => id)).toEqual([thief.id]);
  });

  test('a dispute stays undecided if the person does not say yes, or was asked just before', async () => {
    await fallOut();
    const side = await nameOf(laptop);
    answer = () => 'no';
    expect(await disputes.decide(ADDRESS, side)).toBe('cancelled');
    answer = () => 'asked-lately';
    expect(await disputes.decide(ADDRESS, side)).toBe('asked-lately');
    expect(book.trustOf(ADDRESS).kind).toBe('changed');
  });

  test('a side that has changed since it was shown is refused without a question', async () => {
    await fallOut();
    const [side, other] = [await nameOf(thief), await nameOf(laptop)];
    rig.directory.publish(theft.adding(thief, phone), thief);
    expect(await disputes.decide(ADDRESS, side)).toBe('unknown-side');
    expect(await disputes.decide(ADDRESS, other)).toBe('done'); // the other side, which has not changed
    expect(await disputes.decide(ADDRESS, other)).toBe('unknown-side'); // nothing is in dispute any more
    expect(asked).toHaveLength(1);
  });

  test('a dispute cannot be decided while the broker does not answer', async () => {
    await fallOut();
    const side = await nameOf(laptop);
    rig.directory.before = () => Promise.resolve('timeout');
    expect(await disputes.decide(ADDRESS, side)).toBe('not-connected');
  });

  test('a decision has no effect if the person was forgotten or the vault was locked during the question', async () => {
    await fallOut();
    const side = await nameOf(laptop);
    answer = () => {
      book.forget(ADDRESS, 1);
      return 'yes';
    };
    expect(await disputes.decide(ADDRESS, side)).toBe('unknown-side');
    answer = () => {
      disputes.close();
      return 'yes';
    };
    const again = (await shown()).sides[0]!.side;
    expect(await disputes.decide(ADDRESS, again)).toBe('cancelled');
    expect(book.pin(ADDRESS)).toBeUndefined();
  });
});
