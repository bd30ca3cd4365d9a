// What a peer, a broker or a device that was taken off may try with the moving of a call (protocol §5 rules 15, 16), and what of it
// comes through: nothing but what a person of either side has asked for.
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
  await world.clock.advance(100); // the peer has heard of it, too
  return laptop.desk.offer()?.call ?? '';
}

/** The next session message that somebody sends says this instead. */
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

/** The peer's program ends the call with words that only a moved call ends with. */
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

describe('a peer', () => {
  test('that says the call was moved, and nobody has asked for it, has hung up', async () => {
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
  ])('that says so %i ms after it was asked for is believed for two minutes: %s', async (afterMs, reason) => {
    await offered();
    await world.clock.advance(afterMs - 100);
    await saysMoved();
    expect(anna.reason).toBe(reason);
  });

  test('that announces a device which is none of its own has let nobody in', async () => {
    // Ben says in the call that Carla's device goes on with it; Carla calls with that very id.
    const carla = world.person('carla@c.example');
    const id = dice('an id')(16);
    instead('media', { kind: 'transfer', device: carla.device, call: toB64u(id) });
    ben.desk.mute(old, true);
    await world.clock.advance(100);
    carla.loadDice(id);
    carla.place(anna);
    await world.clock.until('it to ring', () => phases(anna).includes('ringing'));
    expect(phases(anna)).toEqual(['live', 'ringing']);
    expect(anna.pages).toHaveLength(1); // no microphone, and no other page
    await isUntouched();
  });

  test('that announces again and again keeps one announcement, the last, and fills nothing', async () => {
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

  test('of whom the directory says that it was removed moves nothing: the call is refused', async () => {
    await world.clock.advance(70_000);
    const id = await offered();
    // The directory serves Ben a chain of Anna's that drops her laptop.
    const without = new Map([[anna.device, payloadOf(anna.without(laptop))]]);
    answerFor(world, anna.address, (reader) => (reader === ben.device ? without : anna.published));
    laptop.desk.takeOver(id);
    await world.clock.advance(10_000);
    expect(phases(ben)).toEqual(['live']);
    await isUntouched();
  });
});

describe('a broker', () => {
  test('that repeats an offer shows it once: not after a no, not after it was taken, not after a restart', async () => {
    const id = await offered();
    const sent = world.broker.sent.find(({ bytes }) => bytes[1] === MOVE);
    if (sent === undefined) throw new Error('an offer was sent');
    laptop.desk.takeOver(id);
    await talking(laptop);
    await world.clock.until('the end of the old call', () => anna.phase === 'ended');
    laptop.hangUp();
    await laptop.waitFor('ended');
    world.broker.inject({ ...sent, delayMs: 0 });
    laptop.start();
    world.broker.inject({ ...sent, delayMs: 10 });
    await world.clock.advance(1000);
    expect(laptop.desk.offer()).toBeUndefined();
  });

  test('that keeps an offer back until the call is over shows nothing that can be taken', async () => {
    world.broker.mischief = (parcel) =>
      parcel.bytes[1] === MOVE && parcel.to === laptop.device ? [{ ...parcel, delayMs: 30_000 }] : [parcel];
    anna.desk.move(anna.id, laptop.device);
    await world.clock.advance(1000);
    anna.hangUp();
    await world.clock.advance(29_500); // its end was here before it
    expect(laptop.desk.offer()?.state ?? 'none').not.toBe('offered');
    expect([laptop.phase, phases(ben)]).toEqual(['none', ['ended']]);
  });

  test('that keeps the INVITE of a taken call back until the call is over makes nobody ring', async () => {
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

describe('what a broker leaves of it all', () => {
  test('is no missed call, where the INVITE is lost and the word of a missed call is not', async () => {
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

describe('a device that was removed', () => {
  test('while it was asked, goes on with nothing: the peer’s device reads the chain', async () => {
    await world.clock.advance(70_000); // what the peer has read of the list is old
    const id = await offered();
    anna.drop(laptop);
    laptop.desk.takeOver(id);
    await world.clock.advance(10_000);
    expect(phases(ben)).toEqual(['live']);
    await isUntouched();
  });

  test('can be asked no more, and hears nothing of its own offers', async () => {
    anna.drop(laptop);
    expect(anna.desk.move(anna.id, laptop.device)).toEqual({ ok: false, code: 'unknown-device' });
  });
});
