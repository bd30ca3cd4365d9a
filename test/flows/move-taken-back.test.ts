// A move that a person has withdrawn (protocol §5 rule 16): from then on no device takes the call by that offer,
// whatever the broker withholds or delays. Withdrawing is too late once the other device has the call.
import { beforeEach, describe, expect, test } from 'vitest';
import type { CallView } from '../../src/contract/view.ts';
import type { Parcel } from './support/broker.ts';
import { movable, type Person, talking, type World } from './support/world.ts';

const INVITE = 1;
const SESSION = 4;
const MOVE_END = 8;

let world: World;
let anna: Person;
let laptop: Person; // Anna's other device
let ben: Person;
let old: string;
beforeEach(async () => {
  ({ world, anna, ben, laptop, old } = await movable());
});

const callOf = (person: Person, id: string): CallView | undefined => person.desk.views().find((each) => each.id === id);

async function offered(from = anna, to = laptop): Promise<string> {
  expect(from.desk.move(from.id, to.device)).toEqual({ ok: true, value: undefined });
  await world.clock.until('the offer', () => to.desk.offer()?.state === 'offered');
  return to.desk.offer()?.call ?? '';
}

/** The broker withholds every MOVE-END, and does to other messages what `also` says. */
function keepEnds(also: (parcel: Parcel) => readonly Parcel[] = (parcel) => [parcel]): void {
  world.broker.mischief = (parcel) => (parcel.bytes[1] === MOVE_END ? [] : also(parcel));
}

/** `to` tries to take the call over and learns that the offer is over; the call continues where it is. */
async function comesToNothing(id: string, from = anna, to = laptop): Promise<void> {
  expect(to.desk.takeOver(id).ok).toBe(true);
  await to.waitFor('ended');
  expect(to.reason).toBe('offer-over');
  await world.clock.advance(1000);
  expect([callOf(anna, old)?.phase.kind, callOf(ben, old)?.phase.kind]).toEqual(['live', 'live']);
  expect([anna, ben].map(({ desk }) => desk.views().length)).toEqual([1, 1]);
  expect([ben.pages[0]?.sendFrame(0), anna.pages[0]?.sendFrame(0)]).toEqual([true, true]);
  expect([anna, ben].flatMap(({ history }) => history)).toEqual([]);
  expect(callOf(from, old)?.moving).toBeUndefined();
}

describe('withdrawn moves', () => {
  test('a withdrawn move cannot be taken although the broker withholds MOVE-END', async () => {
    const id = await offered();
    keepEnds();
    expect(anna.desk.dismissMove(anna.id).ok).toBe(true);
    await world.clock.advance(100);
    await comesToNothing(id);
  });

  test('a withdrawn move cannot be taken although the peer hears of the move only after the withdrawal', async () => {
    let held = 0;
    keepEnds((parcel) => {
      const isFirst = parcel.from === anna.device && parcel.bytes[1] === SESSION && held++ === 0;
      return [isFirst ? { ...parcel, delayMs: 3000 } : parcel];
    });
    const id = await offered();
    anna.desk.dismissMove(anna.id);
    await world.clock.advance(4000);
    expect(held).toBeGreaterThan(1);
    await comesToNothing(id);
  });

  test('a move withdrawn while the broker is away cannot be taken after the broker has returned', async () => {
    const id = await offered();
    world.broker.setOnline(anna.device, false);
    anna.desk.dismissMove(anna.id);
    await world.clock.advance(5000);
    keepEnds();
    world.broker.setOnline(anna.device, true);
    await world.clock.advance(100);
    expect(laptop.desk.offer()?.call).toBe(id); // the laptop does not know of the withdrawal
    await comesToNothing(id);
  });

  test('a callee’s move that lost to the caller’s move cannot be taken although the caller hears of it late', async () => {
    const phone = world.person(ben.address, 'two', ben);
    await world.clock.advance(70_000); // the last reading is old, so the list with the phone is read
    let held = 0;
    keepEnds((parcel) => {
      const isFirst = parcel.from === ben.device && parcel.bytes[1] === SESSION && held++ === 0;
      return [isFirst ? { ...parcel, delayMs: 10_000 } : parcel];
    });
    expect(ben.desk.move(old, phone.device).ok).toBe(true);
    await offered();
    await world.clock.until('Ben’s own move to fail', () => callOf(ben, old)?.moving?.state === 'failed');
    ben.desk.dismissMove(old);
    anna.desk.dismissMove(anna.id);
    await world.clock.advance(10_000);
    await comesToNothing(phone.desk.offer()?.call ?? '', ben, phone);
  });
});

test('a person who withdrew a move can offer the call again, and that offer can be taken', async () => {
  await offered();
  anna.desk.dismissMove(anna.id);
  await world.clock.until('the end of the offer', () => laptop.desk.offer() === undefined);
  const again = await offered();
  expect(laptop.desk.takeOver(again).ok).toBe(true);
  await talking(laptop);
  await anna.waitFor('ended');
  expect([anna.reason, ben.desk.views().map(({ id, phase }) => [id, phase.kind])]).toEqual([
    'transferred',
    [[again, 'live']],
  ]);
});

test('a broker reconnection does not withdraw an offer made after an earlier withdrawal', async () => {
  await offered();
  anna.desk.dismissMove(anna.id);
  await world.clock.until('the end of the offer', () => laptop.desk.offer() === undefined);
  const again = await offered();
  world.broker.setOnline(anna.device, false);
  world.broker.setOnline(anna.device, true);
  await world.clock.advance(100);
  expect([anna.view?.moving?.state, laptop.desk.offer()?.call]).toEqual(['asked', again]);
  expect(laptop.desk.takeOver(again).ok).toBe(true);
  await talking(laptop);
});

test('a takeover that rings and is declined ends as declined', async () => {
  const id = await offered();
  world.broker.mischief = (parcel) =>
    parcel.from === laptop.device && parcel.bytes[1] === INVITE ? [{ ...parcel, delayMs: 30_000 }] : [parcel];
  await world.clock.advance(35_000); // the INVITE then reaches Ben after the announced 60 s are over, so it rings
  laptop.desk.takeOver(id);
  await world.clock.until('the call to ring', () => callOf(ben, id)?.phase.kind === 'ringing', 40_000);
  await world.clock.advance(100);
  ben.desk.decline(id);
  await laptop.waitFor('ended');
  expect(laptop.reason).toBe('declined');
});

test('withdrawing is too late once the other device has the call, which continues there', async () => {
  const id = await offered();
  laptop.desk.takeOver(id);
  await world.clock.until('the call at Ben’s', () => callOf(ben, id)?.phase.kind === 'connecting');
  anna.desk.dismissMove(anna.id);
  await talking(laptop);
  await anna.waitFor('ended');
  expect(anna.reason).toBe('transferred');
});
