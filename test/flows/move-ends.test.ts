// How the offer of a call to one's own other device ends (protocol §5 rule 15): it is refused, unanswered or withdrawn,
// or the call itself is over. Both devices learn of the end at once, and no late message becomes an unwanted call.
import { beforeEach, describe, expect, test } from 'vitest';
import { sealNote } from '../../src/core/keys/sealed-note.ts';
import { writeMoveEndEnvelope } from '../../src/core/signal/envelope.ts';
import { type MoveEnd, writeMessage } from '../../src/core/signal/message.ts';
import type { CallView } from '../../src/contract/view.ts';
import { fromHex } from '../../src/core/bytes.ts';
import { dice } from './support/dice.ts';
import { deviceKeysOf } from './support/made-once.ts';
import { call, movable, type Person, talking, type World } from './support/world.ts';

const INVITE = 1;
const MOVE = 7;
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
const invites = (by: Person): number =>
  world.broker.sent.filter(({ from, bytes }) => from === by.device && bytes[1] === INVITE).length;

async function offered(from = anna, to = laptop): Promise<string> {
  const before = to.desk.offer()?.call;
  expect(from.desk.move(from.id, to.device)).toEqual({ ok: true, value: undefined });
  await world.clock.until('the offer', () => to.desk.offer()?.state === 'offered' && to.desk.offer()?.call !== before);
  return to.desk.offer()?.call ?? '';
}

/** One more device of Anna's, which the laptop knows. */
function third(): Person {
  const phone = world.person(anna.address, 'three', anna);
  laptop.chain = anna.chain;
  return phone;
}

/** Drops every note about the end of an offer from now on. */
function loseNotes(): void {
  world.broker.mischief = (parcel) => (parcel.bytes[1] === MOVE_END ? [] : [parcel]);
}

/** Expects that both hear each other in the original call and that there is no other. */
async function isUntouched(): Promise<void> {
  await world.clock.advance(1000);
  expect([anna.phase, ben.desk.views().map(({ id, phase }) => [id, phase.kind])]).toEqual(['live', [[old, 'live']]]);
  expect([ben.pages[0]?.sendFrame(0), anna.pages[0]?.sendFrame(0)]).toEqual([true, true]);
}

function end(by: Person, to: Person, id: string, reason: MoveEnd['reason'], name = 'one'): void {
  const key = deviceKeysOf(dice(`${world.seed}/${by.address}/${name}`)(32));
  const callId = fromHex(id);
  const issuedAtMs = BigInt(world.clock.nowMs());
  const text = writeMessage({ kind: 'move-end', reason });
  const noise = sealNote(key, to.deviceKeys, { kind: 'move-end', callId, issuedAtMs }, text, dice('e')(32));
  const bytes = writeMoveEndEnvelope(callId, issuedAtMs, noise ?? new Uint8Array());
  world.broker.inject({ from: by.device, to: to.device, bytes, delayMs: 0 });
}

describe('what the device that has the call learns', () => {
  test('the device that has the call learns at once that “Not here” was pressed, and can dismiss the notice or offer again', async () => {
    const id = await offered();
    laptop.desk.refuseMove(id);
    await world.clock.advance(100);
    expect(anna.view?.moving).toEqual({ device: laptop.device, state: 'refused' });
    expect(anna.desk.dismissMove(anna.id).ok).toBe(true);
    expect(anna.view?.moving).toBeUndefined();
    expect(anna.desk.dismissMove(anna.id)).toEqual({ ok: false, code: 'unknown-call' });
    await isUntouched();
    const again = await offered();
    expect(again).not.toBe(id);
    laptop.desk.takeOver(again);
    await talking(laptop);
    await anna.waitFor('ended');
    expect(anna.reason).toBe('transferred');
  });

  test('a device that has a call learns that its offer failed if another offer replaces it, or if nobody takes it in time', async () => {
    const phone = third();
    await world.clock.advance(70_000);
    const carla = world.person('carla@c.example');
    await call(phone, carla);
    const first = await offered();
    const second = await offered(phone);
    expect([first === second, laptop.desk.offer()?.address]).toEqual([false, carla.address]);
    await world.clock.advance(100);
    expect([anna.view?.moving?.state, phone.view?.moving?.state]).toEqual(['failed', 'asked']);
    await world.clock.advance(45_000);
    expect([laptop.desk.offer(), phone.view?.moving?.state]).toEqual([undefined, 'failed']);
  });

  test('the device that has the call learns that its offer failed if the other device locks, and no timer remains', async () => {
    await world.clock.advance(1000);
    const before = world.clock.pending;
    await offered();
    await laptop.desk.close('app-locked');
    await world.clock.advance(100);
    expect([laptop.desk.offer(), anna.view?.moving?.state]).toEqual([undefined, 'failed']);
    anna.desk.dismissMove(anna.id);
    expect(world.clock.pending).toBe(before);
  });

  test('a “Not here” pressed while the broker is away reaches the device that has the call when the broker returns', async () => {
    const id = await offered();
    world.broker.setOnline(laptop.device, false);
    laptop.desk.refuseMove(id);
    await world.clock.advance(20_000);
    expect(anna.view?.moving?.state).toBe('asked');
    world.broker.setOnline(laptop.device, true);
    await world.clock.advance(100);
    expect(anna.view?.moving).toEqual({ device: laptop.device, state: 'refused' });
    await isUntouched();
  });

  test('the device that has the call learns that its offer failed if the broker refuses to send the offer', async () => {
    world.broker.answerSend = ({ bytes }) => (bytes[1] === MOVE ? 'refused' : 'sent');
    expect(anna.desk.move(anna.id, laptop.device).ok).toBe(true);
    await world.clock.advance(100);
    expect(anna.view?.moving).toEqual({ device: laptop.device, state: 'failed' });
    await isUntouched();
    world.broker.answerSend = () => 'sent';
    await offered();
  });

  test('an offer whose refusal is lost fails after 75 seconds', async () => {
    const id = await offered();
    loseNotes();
    laptop.desk.refuseMove(id);
    await world.clock.advance(74_000);
    expect(anna.view?.moving?.state).toBe('asked');
    await world.clock.advance(1000);
    expect(anna.view?.moving?.state).toBe('failed');
    await isUntouched();
  });
});

describe('what the device that is offered a call learns', () => {
  test('the device that is offered a call learns at once that the person keeps the call where it is', async () => {
    const id = await offered();
    expect(anna.desk.dismissMove(anna.id).ok).toBe(true);
    await world.clock.advance(100);
    expect([anna.view?.moving, laptop.desk.offer()]).toEqual([undefined, undefined]);
    expect(laptop.desk.takeOver(id)).toEqual({ ok: false, code: 'unknown-call' });
    await isUntouched();
  });

  test.each(['anna', 'ben'])(
    'the device that is offered a call learns that the call is over because %s hung up, and places no call by itself',
    async (who) => {
      const id = await offered();
      if (who === 'anna') anna.hangUp();
      else ben.desk.hangUp(old);
      await world.clock.until('the note', () => laptop.desk.offer()?.state === 'over');
      expect(laptop.desk.offer()).toMatchObject({ call: id, address: ben.address });
      expect(laptop.desk.takeOver(id)).toEqual({ ok: false, code: 'unknown-call' });
      expect([laptop.phase, invites(laptop)]).toEqual(['none', 0]);
      expect(laptop.desk.refuseMove(id).ok).toBe(true);
      expect(laptop.desk.offer()).toBeUndefined();
      laptop.place(ben); // an ordinary call, which rings at Ben's device
      await ben.waitFor('ringing');
    },
  );

  test('a takeover of a call that ends meanwhile ends with the reason offer-over', async () => {
    const id = await offered();
    world.broker.mischief = (parcel) => (parcel.bytes[1] === INVITE ? [{ ...parcel, delayMs: 2000 }] : [parcel]);
    anna.hangUp();
    laptop.desk.takeOver(id);
    await laptop.waitFor('ended');
    expect(laptop.reason).toBe('offer-over');
    await world.clock.advance(10_000);
    expect(ben.desk.views().some(({ phase }) => phase.kind === 'ringing')).toBe(false);
  });

  test('the device that is offered a call learns that the call is over even after the offer has failed', async () => {
    world.broker.mischief = (parcel) =>
      parcel.to === laptop.device && parcel.bytes[1] === MOVE ? [{ ...parcel, delayMs: 58_000 }] : [parcel];
    anna.desk.move(anna.id, laptop.device);
    await world.clock.advance(76_000);
    expect([anna.view?.moving?.state, laptop.desk.offer()?.state]).toEqual(['failed', 'offered']);
    anna.hangUp();
    await world.clock.advance(100);
    expect(laptop.desk.offer()?.state).toBe('over');
  });

  test('a device no longer shows an offer two minutes after the offered call has ended', async () => {
    await offered();
    anna.hangUp();
    await world.clock.until('the note', () => laptop.desk.offer()?.state === 'over');
    await world.clock.advance(121_000);
    expect(laptop.desk.offer()).toBeUndefined();
  });

  test('the caller’s offer wins when both people offer the call to another device', async () => {
    const phone = world.person(ben.address, 'two', ben);
    expect([anna.desk.move(anna.id, laptop.device).ok, ben.desk.move(old, phone.device).ok]).toEqual([true, true]);
    await world.clock.until('the caller’s offer', () => laptop.desk.offer() !== undefined);
    await world.clock.advance(100);
    expect(phone.desk.offer()).toBeUndefined();
  });
});

describe('offers taken too late', () => {
  test.each(['anna', 'ben'])(
    'a takeover does not ring the peer after %s has hung up, even if the note of the end is lost',
    async (who) => {
      const id = await offered();
      await world.clock.advance(100); // Ben's device has received `transfer`, too
      loseNotes();
      if (who === 'anna') anna.hangUp();
      else ben.desk.hangUp(old);
      await world.clock.until('the end', () => [anna, ben].every(({ phase }) => phase === 'ended'));
      laptop.desk.takeOver(id);
      await laptop.waitFor('ended');
      expect(laptop.reason).toBe('offer-over');
      expect(ben.desk.views().map(({ phase }) => phase.kind)).toEqual(['ended']);
      expect(ben.history).toHaveLength(1); // and no missed call was added
    },
  );

  test('an earlier offer disappears when the call was moved to a third device', async () => {
    const id = await offered();
    loseNotes();
    const phone = third();
    anna.desk.dismissMove(anna.id);
    await world.clock.advance(70_000); // the list that contains the third device is read
    const again = await offered(anna, phone);
    expect(again).not.toBe(id);
    phone.desk.takeOver(again);
    await talking(phone);
    await world.clock.until('the end of the old call', () => anna.phase === 'ended');
    expect(laptop.desk.offer()).toBeUndefined();
  });

  test('of two devices that take a call over at once, the device that was offered the call last gets it', async () => {
    const phone = third();
    await world.clock.advance(70_000);
    loseNotes(); // neither device learns that the other was offered the call
    const first = await offered();
    anna.desk.dismissMove(anna.id);
    const second = await offered(anna, phone);
    expect(laptop.desk.takeOver(first).ok).toBe(true);
    expect(phone.desk.takeOver(second).ok).toBe(true);
    await talking(phone);
    await world.clock.until('the end of the other', () => laptop.phase === 'ended');
    expect([laptop.reason, ben.desk.views().map(({ id, phase }) => [id, phase.kind])]).toEqual([
      'offer-over',
      [[second, 'live']],
    ]);
  });

  test('a takeover rings the peer if the call broke off without anybody ending it', async () => {
    const id = await offered();
    world.air.join = () => undefined;
    for (const page of [anna.pages[0], ben.pages[0]]) page?.lose();
    world.broker.setOnline(anna.device, false);
    await world.clock.until('the end there', () => callOf(ben, old)?.phase.kind === 'ended', 60_000);
    laptop.desk.takeOver(id);
    await world.clock.until('it to ring', () => callOf(ben, id)?.phase.kind === 'ringing');
    await world.clock.advance(100);
    expect(laptop.view?.phase).toEqual({ kind: 'calling', ringing: true });
  });
});

describe('devices whose peer’s notice of the move is lost', () => {
  const SESSION = 4;
  /**
   * Drops what Ben's session sends to Anna's device. `mayArrive`: whether move-end notes of her other device still
   * arrive there.
   */
  const loseEnd = (mayArrive = true): void => {
    world.broker.mischief = (parcel) => {
      const isEnd = parcel.to === anna.device && parcel.bytes[1] === SESSION;
      const isNote = parcel.to === anna.device && parcel.bytes[1] === MOVE_END;
      return isEnd || (isNote && !mayArrive) ? [] : [parcel];
    };
  };
  async function moved(mayArrive: boolean): Promise<void> {
    const id = await offered();
    loseEnd(mayArrive);
    laptop.desk.takeOver(id);
    await talking(laptop);
    await world.clock.until('the end at the peer', () => callOf(ben, id)?.tookPlace === true);
    await anna.waitFor('reconnecting', 60_000);
  }

  test('a device reports its call as moved if the other device’s “taken” note arrives, even if the peer’s notice is lost', async () => {
    await moved(true);
    await anna.waitFor('ended', 10_000);
    expect([anna.reason, anna.view?.moving?.state]).toEqual(['transferred', 'moved']);
    expect(anna.history[0]?.outcome).toBe('transferred');
    await world.clock.advance(1000);
    expect([laptop.phase, ben.phase]).toEqual(['live', 'live']);
  });

  test('a device reports a lost connection if both the peer’s notice and the “taken” note are lost', async () => {
    await moved(false);
    await anna.waitFor('ended', 60_000);
    expect(anna.reason).toBe('connection-lost');
  });

  test('a “taken” note for another call, or from a device that was not asked, does not make the call count as moved', async () => {
    const phone = third();
    const id = await offered();
    end(phone, anna, id, 'taken', 'three');
    end(ben, anna, id, 'taken');
    end(laptop, anna, 'ab'.repeat(16), 'taken', 'two');
    world.air.join = () => undefined;
    for (const page of [anna.pages[0], ben.pages[0]]) page?.lose();
    await anna.waitFor('ended', 60_000);
    expect(anna.reason).toBe('connection-lost');
  });

  test('a device keeps a live call although its other device says that it took the call over', async () => {
    const id = await offered();
    end(laptop, anna, id, 'taken', 'two');
    await world.clock.advance(60_000);
    await isUntouched();
    await world.clock.until('the end of waiting', () => anna.view?.moving?.state !== 'asked', 80_000);
    expect(anna.view?.moving?.state).toBe('failed');
    await isUntouched();
  });
});

describe('notes that do not count', () => {
  test('a move-end note of another person, device or call is ignored', async () => {
    const phone = third();
    const id = await offered();
    end(ben, anna, id, 'refused');
    end(phone, anna, id, 'refused', 'three');
    end(laptop, anna, 'ab'.repeat(16), 'refused', 'two');
    end(phone, laptop, id, 'over', 'three');
    end(anna, laptop, 'ab'.repeat(16), 'over');
    await world.clock.advance(1000);
    expect([anna.view?.moving?.state, laptop.desk.offer()?.state]).toEqual(['asked', 'offered']);
    end(laptop, anna, id, 'refused', 'two');
    await world.clock.advance(1000);
    expect(anna.view?.moving?.state).toBe('refused');
  });

  test('a delayed “over” note ends neither a later offer nor one that was taken', async () => {
    const first = await offered();
    anna.desk.dismissMove(anna.id);
    await world.clock.advance(100);
    const note = world.broker.sent.find(({ bytes }) => bytes[1] === MOVE_END);
    const second = await offered();
    if (note === undefined) throw new Error('no note was sent');
    world.broker.inject({ ...note, delayMs: 0 });
    await world.clock.advance(100);
    expect([first === second, laptop.desk.offer()?.call]).toEqual([false, second]);
    laptop.desk.takeOver(second);
    await talking(laptop);
    end(anna, laptop, second, 'over');
    await world.clock.advance(1000);
    expect(laptop.phase).toBe('live');
  });

  test('a move-end note is ignored if one byte of it is altered, if it names an unknown reason, or if it is too old', async () => {
    const id = await offered();
    loseNotes();
    anna.hangUp();
    const note = world.broker.sent.find(({ bytes }) => bytes[1] === MOVE_END);
    if (note === undefined) throw new Error('no note was sent');
    for (const at of [0, 1, 2, 17, 18, 25, 26, 60, 100, note.bytes.length - 1]) {
      world.broker.inject({ ...note, bytes: note.bytes.with(at, (note.bytes[at] ?? 0) ^ 1), delayMs: 0 });
      await world.clock.advance(200);
    }
    end(anna, laptop, id, 'lost' as 'over');
    await world.clock.advance(200);
    expect(laptop.desk.offer()?.state).toBe('offered');
    world.clock.sleep(61_000); // the machine slept: the offer is still on the screen, and the note is older
    laptop.logs.length = 0; // drops the log lines of the altered notes above
    world.broker.inject({ ...note, delayMs: 0 });
    await world.clock.until('the note to be refused as old', () =>
      laptop.logs.some((line) => line.includes('why=age')),
    );
    expect(laptop.desk.offer()?.state).not.toBe('over');
  });
});
