// What a peer, a broker or a removed device can try when a call is moved (protocol §5 rules 15, 16), and what takes
// effect: only what a person on either side asked for.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { toB64u } from '../../src/core/bytes.ts';
import { payloadOf } from '../../src/core/keys/chain.ts';
import type { Session } from '../../src/core/signal/message.ts';
import { SessionChannel } from '../../src/main/calls/session/session-channel.ts';
import type { CallView } from '../../src/contract/view.ts';
import { dice } from './support/dice.ts';
import { answerFor, movable, type Person, talking, type World } from './support/world.ts';

const INVITE = 1;
const EARLY = 2;
const MISSED = 6;
const MOVE = 7;

let world: World;
let anna: Person;
let laptop: Person; // Anna's other device
let ben: Person;
let old: string;
beforeEach(async () => {
  ({ world, anna, ben, laptop, old } = await movable());
});
afterEach(() => vi.restoreAllMocks());

const callOf = (person: Person, id: string): CallView | undefined => person.desk.views().find((each) => each.id === id);
const phases = (person: Person): readonly string[] => person.desk.views().map(({ phase }) => phase.kind);

async function offered(): Promise<string> {
  expect(anna.desk.move(anna.id, laptop.device)).toEqual({ ok: true, value: undefined });
  await world.clock.until('the offer', () => laptop.desk.offer()?.state === 'offered');
  await world.clock.advance(100); // the peer has received the announcement, too
  return laptop.desk.offer()?.call ?? '';
}

/** Replaces the next session message of the kind `of`, whoever sends it, with `message`. */
function instead(of: Session['kind'], message: Session): void {
  const lie = vi.spyOn(SessionChannel.prototype, 'send');
  lie.mockImplementation(function lying(this: SessionChannel, told) {
    lie.mockRestore();
    if (told.kind === of) return this.send(message);
    const bytes = this.send(told);
    instead(of, message);
    return bytes;
  });
}

/** The peer's program ends the call with the reason that only a moved call has. */
async function saysMoved(): Promise<void> {
  instead('end', { kind: 'end', reason: 'transferred' });
  ben.desk.hangUp(old);
  await anna.waitFor('ended');
}

async function isUntouched(): Promise<void> {
  await world.clock.advance(1000);
  expect([callOf(anna, old)?.phase.kind, callOf(ben, old)?.phase.kind, callOf(ben, old)?.local.hold]).toEqual([
    'live',
    'live',
    false,
  ]);
}

describe('peers', () => {
  test('a peer that reports a move nobody asked for is recorded as having hung up', async () => {
    await saysMoved();
    expect([anna.reason, anna.history[0]?.outcome, anna.view?.moving]).toEqual([
      'peer-hung-up',
      'peer-hung-up',
      undefined,
    ]);
  });

  test.each([
    [119_000, 'transferred'],
    [121_000, 'peer-hung-up'],
  ])('a peer’s report of a move %i ms after the offer is recorded as: %s', async (afterMs, reason) => {
    await offered();
    await world.clock.advance(afterMs - 100);
    await saysMoved();
    expect(anna.reason).toBe(reason);
  });

  test('a peer’s announced move to another person’s device lets nobody into the call', async () => {
    // Ben announces that Carla's device continues the call under a new id, and Carla calls with that id.
    const carla = world.person('carla@c.example');
    const id = dice('an id')(16);
    instead('media', { kind: 'transfer', device: carla.device, call: toB64u(id) });
    ben.desk.mute(old, true);
    await world.clock.advance(100);
    carla.loadDice(id);
    carla.place(anna);
    await world.clock.until('the call to ring', () => phases(anna).includes('ringing'));
    expect(phases(anna)).toEqual(['live', 'ringing']);
    expect(anna.pages).toHaveLength(1); // no second page opens, and so no microphone
    await isUntouched();
  });

  test('the last of forty moves that a peer announces takes effect', async () => {
    const phone = world.person(ben.address, 'two', ben);
    await world.clock.advance(70_000);
    const ids = Array.from({ length: 40 }, (_, i) => dice(`id ${i}`)(16));
    for (const id of ids) {
      instead('media', { kind: 'transfer', device: phone.device, call: toB64u(id) });
      ben.desk.mute(old, ben.desk.views()[0]?.local.mute !== true);
      await world.clock.advance(100);
    }
    phone.loadDice(ids[39] ?? new Uint8Array());
    phone.place(anna);
    await talking(phone);
    await world.clock.until('the end of the old call', () => callOf(ben, old)?.phase.kind === 'ended');
    expect(anna.desk.views().map(({ phase, tookPlace }) => [phase.kind, tookPlace])).toEqual([['live', true]]);
  });

  test('a call is not moved to a device that the directory reports as removed', async () => {
    await world.clock.advance(70_000);
    const id = await offered();
    // The directory serves Ben a chain in which Anna has removed her laptop.
    const without = new Map([[anna.device, payloadOf(anna.without(laptop))]]);
    answerFor(world, anna.address, (reader) => (reader === ben.device ? without : anna.published));
    laptop.desk.takeOver(id);
    await world.clock.advance(10_000);
    expect(phases(ben)).toEqual(['live']);
    await isUntouched();
  });
});

describe('brokers', () => {
  test('a taken offer that the broker repeats does not appear again, even after a restart', async () => {
    const id = await offered();
    const sent = world.broker.sent.find(({ bytes }) => bytes[1] === MOVE);
    if (sent === undefined) throw new Error('no offer was sent');
    laptop.desk.takeOver(id);
    await talking(laptop);
    await world.clock.until('the end of the old call', () => anna.phase === 'ended');
    laptop.hangUp();
    await laptop.waitFor('ended');
    world.broker.inject({ ...sent, delayMs: 0 });
    await world.clock.advance(100);
    expect(laptop.desk.offer()).toBeUndefined();
    const again = laptop.start();
    world.broker.inject({ ...sent, delayMs: 10 });
    await world.clock.advance(1000);
    expect(again.offer()).toBeUndefined();
  });

  test('an offer that the broker delays until the call is over is not shown as open', async () => {
    world.broker.mischief = (parcel) =>
      parcel.bytes[1] === MOVE && parcel.to === laptop.device ? [{ ...parcel, delayMs: 30_000 }] : [parcel];
    anna.desk.move(anna.id, laptop.device);
    await world.clock.advance(1000);
    anna.hangUp();
    await world.clock.advance(29_500); // the end of the call arrived before the offer
    expect(laptop.desk.offer()?.state ?? 'none').not.toBe('offered');
    expect([laptop.phase, phases(ben)]).toEqual(['none', ['ended']]);
  });

  test('a takeover’s INVITE that the broker delays until the call is over rings nobody', async () => {
    const id = await offered();
    world.broker.mischief = (parcel) => (parcel.bytes[1] === INVITE ? [{ ...parcel, delayMs: 20_000 }] : [parcel]);
    laptop.desk.takeOver(id);
    await world.clock.advance(1000);
    ben.desk.hangUp(old);
    await world.clock.advance(40_000);
    expect([laptop.reason, phases(ben)]).toEqual(['offer-over', ['ended']]);
    expect(ben.history).toHaveLength(1);
  });
});

describe('traces of a withheld move', () => {
  test('a takeover whose INVITE is lost leaves no missed call', async () => {
    ben.book.add(anna.address, 'Anna');
    const id = await offered();
    world.broker.mischief = (parcel) => (parcel.bytes[1] === INVITE || parcel.bytes[1] === EARLY ? [] : [parcel]);
    laptop.desk.takeOver(id);
    await world.clock.advance(1000);
    ben.desk.hangUp(old);
    await laptop.waitFor('ended');
    await world.clock.advance(10_000);
    expect(world.broker.sent.filter(({ bytes, to }) => bytes[1] === MISSED && to === ben.device)).toHaveLength(1);
    expect(ben.history.map(({ outcome }) => outcome)).toEqual(['hung-up']);
  });
});

describe('removed devices', () => {
  test('a device that is removed while it is offered a call cannot take it over', async () => {
    await world.clock.advance(70_000); // the peer's last reading of the list is old
    const id = await offered();
    anna.drop(laptop);
    laptop.desk.takeOver(id);
    await world.clock.advance(10_000);
    expect(phases(ben)).toEqual(['live']);
    await isUntouched();
  });

  test('a removed device cannot be offered a call', async () => {
    anna.drop(laptop);
    expect(anna.desk.move(anna.id, laptop.device)).toEqual({ ok: false, code: 'unknown-device' });
  });
});
