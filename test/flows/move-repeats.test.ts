// Messages about a moved call (protocol §5 rules 15, 16) that are repeated, dated in the future, late or false, and
// cases in which no note is sent.
import { beforeEach, describe, expect, test } from 'vitest';
import { fromHex, toB64u } from '../../src/core/bytes.ts';
import { unwrap } from '../../src/core/assert.ts';
import { sealNote } from '../../src/core/keys/sealed-note.ts';
import { writeMoveEndEnvelope, writeMoveEnvelope } from '../../src/core/signal/envelope.ts';
import { type Move, type MoveEnd, writeMessage } from '../../src/core/signal/message.ts';
import { dice } from './support/dice.ts';
import { call, type Person, strangers, talking, type World } from './support/world.ts';

const MOVE_END = 8;

let world: World;
let anna: Person;
let laptop: Person; // Anna's other device
let ben: Person;
beforeEach(async () => {
  ({ world, anna, ben } = strangers());
  laptop = world.person(anna.address, 'two', anna);
  await call(anna, ben);
});

async function offered(): Promise<string> {
  expect(anna.desk.move(anna.id, laptop.device).ok).toBe(true);
  await world.clock.until('the offer', () => laptop.desk.offer()?.state === 'offered');
  return laptop.desk.offer()?.call ?? '';
}

/** Sends a note of one of Anna's devices to the other. The note is `ageMs` old. */
function say([from, to]: readonly [Person, Person], id: string, text: Move | MoveEnd, ageMs = 0): void {
  const callId = fromHex(id);
  const issuedAtMs = BigInt(world.clock.nowMs() - ageMs);
  const binding = { kind: text.kind, callId, issuedAtMs };
  const noise = sealNote(from.deviceKeys, to.deviceKeys, binding, writeMessage(text), dice('e')(32));
  const write = text.kind === 'move' ? writeMoveEnvelope : writeMoveEndEnvelope;
  const bytes = write(callId, issuedAtMs, unwrap(noise, 'a good key'));
  world.broker.inject({ from: from.device, to: to.device, bytes, delayMs: 0 });
}

const ends = (by: Person): number =>
  world.broker.sent.filter(({ from, bytes }) => from === by.device && bytes[1] === MOVE_END).length;

describe('notes without effect', () => {
  test('an offer is ignored if its time lies more than a minute in the future', async () => {
    const to = { address: ben.address, person: toB64u(ben.person) };
    const text = { kind: 'move', to, device: ben.device } as const;
    say([anna, laptop], 'ab'.repeat(16), text, -61_000);
    await world.clock.advance(1000);
    expect(laptop.desk.offer()).toBeUndefined();
    say([anna, laptop], 'ab'.repeat(16), text, -59_000);
    await world.clock.until('the offer', () => laptop.desk.offer() !== undefined);
  });

  test('a repeated “over” note does not keep an ended offer on the screen longer', async () => {
    const id = await offered();
    anna.hangUp();
    await world.clock.until('the note', () => laptop.desk.offer()?.state === 'over');
    await world.clock.advance(100_000);
    say([anna, laptop], id, { kind: 'move-end', reason: 'over' });
    await world.clock.advance(21_000);
    expect(laptop.desk.offer()).toBeUndefined();
  });

  test('a refusal is ignored after the person withdrew the offer', async () => {
    const id = await offered();
    anna.desk.dismissMove(anna.id);
    say([laptop, anna], id, { kind: 'move-end', reason: 'refused' });
    await world.clock.advance(1000);
    expect(anna.view?.moving).toBeUndefined();
  });
});

test('an offer reported as taken fails by its timer if the peer never ends the old call', async () => {
  const id = await offered();
  // The laptop's true notes are dropped.
  world.broker.mischief = (parcel) => (parcel.bytes[1] === MOVE_END ? [] : [parcel]);
  say([laptop, anna], id, { kind: 'move-end', reason: 'taken' }); // the laptop has not taken the call
  await world.clock.advance(110_000);
  expect(anna.view?.moving?.state).toBe('asked');
  await world.clock.until('the move to fail', () => anna.view?.moving?.state === 'failed', 20_000);
  expect(anna.phase).toBe('live');
});

describe('when no note is sent', () => {
  test('dismissing an offer that is over sends no note', async () => {
    const id = await offered();
    anna.hangUp();
    await world.clock.until('the note', () => laptop.desk.offer()?.state === 'over');
    expect(laptop.desk.refuseMove(id).ok).toBe(true);
    await world.clock.advance(1000);
    expect(ends(laptop)).toBe(0);
  });

  test('a taken call is reported as taken once, even if it is muted and unmuted afterwards', async () => {
    const id = await offered();
    expect(laptop.desk.takeOver(id).ok).toBe(true);
    await talking(laptop);
    await world.clock.until('the end of the old call', () => anna.phase === 'ended');
    for (const isMuted of [true, false]) laptop.desk.mute(laptop.id, isMuted);
    await world.clock.advance(1000);
    expect([ends(anna), ends(laptop)]).toEqual([0, 1]);
  });

  test('a live call with somebody else does not report an abandoned takeover as taken', async () => {
    const carla = world.person('carla@c.example');
    const id = await offered();
    world.broker.mischief = (parcel) => (parcel.to === ben.device && parcel.from === laptop.device ? [] : [parcel]);
    expect(laptop.desk.takeOver(id).ok).toBe(true);
    laptop.hangUp();
    laptop.desk.dismiss(laptop.id);
    await call(laptop, carla);
    expect(ends(laptop)).toBe(0);
  });

  test('hanging up two minutes after an offer to an offline device sends no “over” note', async () => {
    world.broker.setOnline(laptop.device, false);
    expect(anna.desk.move(anna.id, laptop.device).ok).toBe(true);
    await world.clock.advance(121_000);
    anna.hangUp();
    await world.clock.advance(1000);
    expect(ends(anna)).toBe(0);
  });
});
