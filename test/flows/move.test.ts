// A call is moved to another device of the same person, with fresh keys and without hanging up (protocol §5 rule 15):
// what both sides have afterwards, and everything that must leave the call unchanged.
import { beforeEach, describe, expect, test } from 'vitest';
import { toB64u, utf8 } from '../../src/core/bytes.ts';
import { devicesOf } from '../../src/core/keys/chain.ts';
import { sealNote } from '../../src/core/keys/sealed-note.ts';
import { writeMoveEnvelope } from '../../src/core/signal/envelope.ts';
import { type Move, writeMessage } from '../../src/core/signal/message.ts';
import type { CallView } from '../../src/contract/view.ts';
import type { Page } from './support/air.ts';
import type { Parcel } from './support/broker.ts';
import { dice } from './support/dice.ts';
import { deviceKeysOf } from './support/made-once.ts';
import { answerFor, movable, type Person, talking, type World } from './support/world.ts';

// Types of envelopes.
const SESSION = 4;
const MOVE = 7;

let world: World;
let anna: Person;
let laptop: Person; // Anna's other device
let ben: Person;
let old: string;
beforeEach(async () => {
  ({ world, anna, ben, laptop, old } = await movable());
});

const offers = (): readonly Parcel[] => world.broker.sent.filter(({ bytes }) => bytes[1] === MOVE);
const callOf = (person: Person, id: string): CallView | undefined => person.desk.views().find((each) => each.id === id);
const isHeard = ({ isClosed, isHearing, isSending, worker }: Page): boolean =>
  !isClosed && (isHearing || isSending.microphone || (!worker.isHeld && worker.sealingOf(0) !== undefined));

async function offered(to = laptop): Promise<string> {
  expect(anna.desk.move(anna.id, to.device)).toEqual({ ok: true, value: undefined });
  await world.clock.until('the offer', () => to.desk.offer() !== undefined);
  return to.desk.offer()?.call ?? '';
}

async function moved(beforeTakeover: () => void = () => undefined): Promise<void> {
  const id = await offered();
  beforeTakeover();
  expect(laptop.desk.takeOver(id).ok).toBe(true);
  await laptop.waitFor('live', 40_000);
  await world.clock.until('the end of the old call', () => anna.phase === 'ended');
  await world.clock.until('the sound', () => laptop.view?.remote.hold === ben.view?.local.hold);
}

/** Expects that the original call is unchanged, that both hear each other, and that no other call took its place. */
async function isUntouched(): Promise<void> {
  await world.clock.advance(1000);
  expect([anna.phase, callOf(ben, old)?.phase.kind, callOf(ben, old)?.local.hold]).toEqual(['live', 'live', false]);
  expect(ben.pages[0]?.sendFrame(0)).toBe(true);
  expect(anna.pages[0]?.sendFrame(0)).toBe(true);
}

describe('moved calls', () => {
  test('a moved call continues on the other device with sound both ways and new keys, without anybody answering', async () => {
    const before = [ben.page.worker.sealingOf(0), ben.code];
    await moved();
    expect(ben.desk.views()).toMatchObject([{ id: laptop.id, phase: { kind: 'live' }, numbers: { generation: 0 } }]);
    expect(ben.code).toBe(laptop.code);
    expect([ben.page.worker.sealingOf(0), ben.code]).not.toEqual(before);
    const keys = ben.pages.flatMap(({ worker }) =>
      worker.granted.flatMap((each) => ('key' in each ? [each.key.join()] : [])),
    );
    expect(new Set(keys).size).toBe(keys.length);
    const heard = [ben, laptop].map(({ page }) => page.worker.opened[0]);
    expect([laptop.page.sendFrame(0), ben.page.sendFrame(0)]).toEqual([true, true]);
    await world.clock.advance(1000);
    expect([ben, laptop].map(({ page }, i) => page.worker.opened[0] - (heard[i] ?? 0))).toEqual([1, 1]);
  });

  test('the old call ends as moved on both sides, with one call record each and no missed call', async () => {
    await moved();
    expect([anna.reason, anna.history[0]?.outcome, ben.history[0]?.outcome]).toEqual(Array(3).fill('transferred'));
    expect([anna.history.length, ben.history.length]).toEqual([1, 1]);
    expect(anna.records.filter(({ kind }) => kind === 'failed-secure-call')).toEqual([]);
    laptop.hangUp();
    await ben.waitFor('ended');
    expect(ben.history.map(({ outcome, direction }) => [outcome, direction])).toEqual([
      ['peer-hung-up', 'in'],
      ['transferred', 'in'],
    ]);
  });

  test('a move never leaves two calls audible at the other end, and the old call is not held meanwhile', async () => {
    let most = 0;
    ben.desk.onView(() => {
      most = Math.max(most, ben.pages.filter(isHeard).length);
      if (callOf(ben, old)?.local.hold === true) most = 9; // makes the test fail: the old call was held
    });
    await moved();
    await world.clock.advance(1000);
    expect(most).toBe(1);
  });

  test('a moved call keeps the mute and the hold of the person at the other end', async () => {
    ben.desk.mute(old, true);
    ben.desk.hold(old, true);
    await moved();
    expect(ben.view?.local).toMatchObject({ mute: true, hold: true });
    ben.desk.hold(ben.id, false);
    expect(ben.view?.local).toMatchObject({ mute: true, hold: false });
  });

  test.each(['anna', 'ben'])('a call is moved while it waits for the replacement of %s’s page', async (who) => {
    const [crashed, other] = who === 'anna' ? [anna, ben] : [ben, anna];
    await moved(() => {
      // The messages for reopening the connection do not arrive.
      world.broker.mischief = (parcel) =>
        parcel.bytes[1] === SESSION && parcel.from === crashed.device && parcel.to === other.device ? [] : [parcel];
      crashed.losePage();
      expect(crashed.phase).toBe('reconnecting');
    });
    expect([anna.reason, ben.desk.views()]).toMatchObject(['transferred', [{ id: laptop.id }]]);
    const open = ben.pages.filter(({ isClosed }) => !isClosed); // the old call may have had two pages
    expect([...open, laptop.page].map((page) => page.sendFrame(0))).toEqual([true, true]);
  });

  test('the callee can move a call, too', async () => {
    const phone = world.person(ben.address, 'two', ben);
    await world.clock.advance(70_000);
    expect(ben.desk.move(old, phone.device).ok).toBe(true);
    await world.clock.until('the offer', () => phone.desk.offer() !== undefined);
    phone.desk.takeOver(phone.desk.offer()?.call ?? '');
    await talking(phone, anna);
    await ben.waitFor('ended');
    expect([ben.reason, anna.history[0]?.outcome]).toEqual(['transferred', 'transferred']);
  });
});

describe('refused, late and competing moves', () => {
  test('an offered call is not moved before a person takes it over, and the offer fails after 45 seconds', async () => {
    await offered();
    expect([laptop.phase, anna.view?.moving]).toEqual(['none', { device: laptop.device, state: 'asked' }]);
    await world.clock.advance(46_000);
    expect([laptop.desk.offer(), anna.view?.moving?.state]).toEqual([undefined, 'failed']);
    await isUntouched();
    await world.clock.advance(20_000);
    expect(anna.view?.moving).toBeUndefined();
  });

  test('a call is not moved if the offer is refused or the device is offline', async () => {
    const id = await offered();
    expect(laptop.desk.refuseMove(id).ok).toBe(true);
    expect(laptop.desk.takeOver(id)).toEqual({ ok: false, code: 'unknown-call' });
    expect(laptop.desk.refuseMove(id)).toEqual({ ok: false, code: 'unknown-call' });
    await world.clock.advance(1000);
    world.broker.setOnline(laptop.device, false);
    anna.desk.move(anna.id, laptop.device);
    await world.clock.advance(30_000);
    world.broker.setOnline(laptop.device, true);
    await world.clock.advance(5000);
    expect(laptop.desk.offer()).toBeUndefined(); // the queued offer is no longer shown
    await isUntouched();
  });

  test('a call cannot be moved to another person’s device, to this device, twice at once, or without a broker', async () => {
    const refused = (code: string) => ({ ok: false, code });
    expect(anna.desk.move(anna.id, anna.device)).toEqual(refused('unknown-device'));
    expect(anna.desk.move(anna.id, ben.device)).toEqual(refused('unknown-device'));
    world.broker.setOnline(anna.device, false);
    expect(anna.desk.move(anna.id, laptop.device)).toEqual(refused('not-connected'));
    world.broker.setOnline(anna.device, true);
    await offered();
    expect(anna.desk.move(anna.id, laptop.device)).toEqual(refused('moving'));
    expect(anna.desk.move('00'.repeat(16), laptop.device)).toEqual(refused('unknown-call'));
  });

  test('a takeover after the announcement has expired rings like any call', async () => {
    const id = await offered();
    world.broker.mischief = (parcel) =>
      parcel.from === laptop.device && parcel.bytes[1] === 1 ? [{ ...parcel, delayMs: 25_000 }] : [parcel];
    await world.clock.advance(40_000);
    laptop.desk.takeOver(id);
    await world.clock.until('the call to ring', () => callOf(ben, id)?.phase.kind === 'ringing', 40_000);
    expect(ben.desk.views()).toHaveLength(2);
    await isUntouched();
  });

  test('a call by a third device under the announced call id rings instead of taking the call over', async () => {
    const id = await offered();
    const third = world.person(anna.address, 'three', anna);
    await world.clock.advance(3000);
    third.loadDice(Uint8Array.from(Buffer.from(id, 'hex')));
    third.place(ben);
    await world.clock.until('the call to ring', () => ben.desk.views().some(({ phase }) => phase.kind === 'ringing'));
    expect(ben.desk.views().map(({ phase }) => phase.kind)).toEqual(['live', 'ringing']);
    expect(third.id).toBe(id);
    await isUntouched();
  });

  test.each(['another id', 'a picture asked for', 'announced by nobody'])(
    'an INVITE that does not match an announcement rings instead of taking the call over: %s',
    async (what) => {
      const id = what === 'announced by nobody' ? 'ab'.repeat(16) : await offered();
      const used = what === 'another id' ? 'cd'.repeat(16) : id;
      laptop.loadDice(Uint8Array.from(Buffer.from(used, 'hex')));
      laptop.place(ben, what === 'a picture asked for' ? 'video' : 'audio');
      await world.clock.until('the call to ring', () => ben.desk.views().some(({ phase }) => phase.kind === 'ringing'));
      expect(ben.desk.views().map(({ phase }) => phase.kind)).toEqual(['live', 'ringing']);
      await isUntouched();
    },
  );

  test('after an abandoned takeover the old call is unchanged, and a third device’s call under the announced id rings', async () => {
    const id = await offered();
    laptop.desk.takeOver(id);
    await world.clock.until('the call', () => ben.desk.views().length === 2);
    laptop.hangUp();
    await world.clock.until('the end of the new call', () => callOf(ben, id)?.phase.kind === 'ended');
    await isUntouched(); // a new call that is hung up before it is live has replaced nothing
    ben.desk.dismiss(id);
    laptop.desk.dismiss(laptop.id);
    const third = world.person(anna.address, 'three', anna);
    third.loadDice(Uint8Array.from(Buffer.from(id, 'hex')));
    third.place(ben);
    await world.clock.until('the call to ring', () => ben.desk.views().some(({ phase }) => phase.kind === 'ringing'));
    expect(ben.desk.views().map(({ phase }) => phase.kind)).toEqual(['live', 'ringing']);
  });

  test('a takeover rings if the list of devices cannot be read', async () => {
    await world.clock.advance(70_000); // the last reading is old
    answerFor(world, anna.address, (reader) => (reader === ben.device ? 'timeout' : anna.published));
    const id = await offered();
    laptop.desk.takeOver(id);
    await world.clock.until('the call to ring', () => callOf(ben, id)?.phase.kind === 'ringing');
    expect(ben.desk.views()).toHaveLength(2);
    await isUntouched();
  });

  test('a takeover by a person in dispute does not go live', async () => {
    const id = await offered();
    ben.book.noteDispute(anna.address, world.clock.nowMs());
    laptop.desk.takeOver(id);
    await world.clock.advance(10_000);
    expect(callOf(ben, id)?.phase.kind).not.toBe('live');
    await isUntouched();
  });

  test('a takeover ends with the old call when the other side hangs up', async () => {
    const id = await offered();
    laptop.desk.takeOver(id);
    await world.clock.until('the call', () => ben.desk.views().length === 2);
    ben.desk.hangUp(old);
    await laptop.waitFor('ended');
    await anna.waitFor('ended');
    expect([anna.reason, ben.desk.views().every(({ phase }) => phase.kind === 'ended')]).toEqual([
      'peer-hung-up',
      true,
    ]);
  });

  test('the caller’s move wins when caller and callee move the call at the same moment', async () => {
    const phone = world.person(ben.address, 'two', ben);
    expect([anna.desk.move(anna.id, laptop.device).ok, ben.desk.move(old, phone.device).ok]).toEqual([true, true]);
    await world.clock.until('both offers', () => [laptop, phone].every(({ desk }) => desk.offer() !== undefined));
    expect([callOf(ben, old)?.moving?.state, anna.view?.moving?.state]).toEqual(['failed', 'asked']);
    laptop.desk.takeOver(laptop.desk.offer()?.call ?? '');
    await talking(laptop, ben);
    await anna.waitFor('ended');
    expect(anna.reason).toBe('transferred');
  });
});

describe('offers that do not count', () => {
  const note = (by: Person, seed: string, changed: Partial<Move> = {}): void => {
    const key = deviceKeysOf(dice(`${world.seed}/${by.address}/${seed}`)(32));
    expect(devicesOf(by.chain).some(({ id }) => id === by.device)).toBe(true);
    const callId = dice('an id')(16);
    const issuedAtMs = BigInt(world.clock.nowMs());
    const to = { address: ben.address, person: toB64u(ben.person) };
    const text = writeMessage({ kind: 'move', to, device: ben.device, ...changed });
    const noise = sealNote(key, laptop.deviceKeys, { kind: 'move', callId, issuedAtMs }, text, dice('e')(32));
    const bytes = writeMoveEnvelope(callId, issuedAtMs, noise ?? utf8(''));
    world.broker.inject({ from: by.device, to: laptop.device, bytes, delayMs: 0 });
  };

  test('an offer from another person is ignored, and an offer from the person’s own device is shown', async () => {
    note(ben, 'one');
    await world.clock.advance(1000);
    expect(laptop.desk.offer()).toBeUndefined();
    note(anna, 'one');
    await world.clock.advance(1000);
    expect(laptop.desk.offer()).toMatchObject({ address: ben.address, from: anna.device });
  });

  test('an offer of a call with oneself, or from a removed device, is ignored', async () => {
    note(anna, 'one', { to: { address: anna.address, person: toB64u(anna.person) } });
    await world.clock.advance(1000);
    laptop.drop(anna);
    note(anna, 'one');
    await world.clock.advance(1000);
    expect(laptop.desk.offer()).toBeUndefined();
  });

  test.each(['Your bank', '\u0430nna@demo.example', 'anna\u3164@demo.example'])(
    'an offer that names no valid address is ignored: %j',
    async (address) => {
      note(anna, 'one', { to: { address, person: toB64u(ben.person) } });
      await world.clock.advance(1000);
      expect(laptop.desk.offer()).toBeUndefined();
      expect(laptop.logs.some((line) => line.includes('why=json'))).toBe(true);
    },
  );

  test('an offer is ignored if one byte of it is altered, if it is repeated after a refusal, or if it is too old', async () => {
    world.broker.mischief = (parcel) => (parcel.bytes[1] === MOVE ? [] : [parcel]); // no offer arrives by itself
    expect(anna.desk.move(anna.id, laptop.device).ok).toBe(true);
    await world.clock.until('the offer to leave', () => offers().length > 0);
    const [sent] = offers();
    if (sent === undefined) throw new Error('no offer was sent');
    for (const at of [0, 1, 2, 17, 18, 25, 26, 60, 100, sent.bytes.length - 1]) {
      world.broker.inject({ ...sent, bytes: sent.bytes.with(at, (sent.bytes[at] ?? 0) ^ 1), delayMs: 0 });
      await world.clock.advance(200);
    }
    expect(laptop.desk.offer()).toBeUndefined();
    world.broker.inject({ ...sent, delayMs: 0 });
    await world.clock.until('the offer', () => laptop.desk.offer() !== undefined);
    laptop.desk.refuseMove(laptop.desk.offer()?.call ?? '');
    world.broker.inject({ ...sent, delayMs: 0 });
    await world.clock.advance(200);
    expect(laptop.desk.offer()).toBeUndefined();
    laptop.callIds.value = undefined;
    const again = laptop.start();
    await world.clock.advance(62_000);
    world.broker.inject({ ...sent, delayMs: 0 });
    await world.clock.advance(1000);
    expect([laptop.desk.offer(), again.offer()]).toEqual([undefined, undefined]);
  });

  test('taking over an offer whose person differs from the directory’s ends with key-changed', async () => {
    note(anna, 'one', { to: { address: ben.address, person: toB64u(anna.person) } });
    await world.clock.until('the offer', () => laptop.desk.offer() !== undefined);
    laptop.desk.takeOver(laptop.desk.offer()?.call ?? '');
    await laptop.waitFor('ended');
    expect(laptop.reason).toBe('key-changed');
    await isUntouched();
  });
});
