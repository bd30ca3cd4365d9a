// A device was offline while somebody called its person (protocol §5 rule 14): what the device learns of the call on
// its return, and what it does not learn.
import { beforeEach, describe, expect, test } from 'vitest';
import { unwrap } from '../../src/core/assert.ts';
import { toB64u } from '../../src/core/bytes.ts';
import { sealNote } from '../../src/core/keys/sealed-note.ts';
import { writeMissedEnvelope } from '../../src/core/signal/envelope.ts';
import { type Missed, writeMessage } from '../../src/core/signal/message.ts';
import { isMissed, unseenCalls } from '../../src/contract/missed.ts';
import { de } from '../../src/text/page/de.ts';
import { en } from '../../src/text/page/en.ts';
import { whyOf } from '../../src/renderer/state/history-outcome.ts';
import type { Parcel } from './support/broker.ts';
import { dice } from './support/dice.ts';
import { flood, INVITE, madeUp, MISSED, MOVE } from './support/flood.ts';
import { answerFor, call, hangUp, type Person, strangers, type World } from './support/world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let world: World;
let anna: Person;
let ben: Person;
beforeEach(() => {
  ({ world, anna, ben } = strangers());
  ben.book.add(anna.address, 'Anna');
});

const off = (person: Person): void => world.broker.setOnline(person.device, false);
const on = async (person: Person): Promise<void> => {
  await world.clock.advance(60_000); // the INVITE has expired
  world.broker.setOnline(person.device, true);
  await world.clock.advance(5000);
};
const notes = (): readonly Parcel[] => world.broker.sent.filter(({ bytes }) => bytes[1] === MISSED);

/** Anna calls Ben's address and lets it ring until it ends by itself. */
async function callInVain(): Promise<number> {
  const atMs = world.clock.nowMs();
  anna.place(ben);
  await anna.waitFor('ended', 70_000);
  anna.desk.dismiss(anna.id);
  return atMs;
}

/** The call records of a device, Ben's by default. */
const lines = (person = ben) => person.history.map(({ outcome, at }) => ({ outcome, at }));

describe('devices that were offline', () => {
  test('an offline device lists the missed call with its time on return, and nothing rings', async () => {
    off(ben);
    const atMs = await callInVain();
    expect(anna.history[0]?.outcome).toBe('unreachable');
    await world.clock.advance(3 * DAY);
    const phases: string[] = [];
    ben.desk.onView(() => void phases.push(ben.phase));
    await on(ben);
    expect(ben.history).toMatchObject([
      { address: anna.address, name: 'Anna', direction: 'in', media: 'audio', durationMs: 0, outcome: 'unreachable' },
    ]);
    const [line] = ben.history;
    expect(Math.abs((line?.at ?? 0) - atMs)).toBeLessThan(1000);
    expect([line && isMissed(line), unseenCalls(ben.history)]).toEqual([true, 1]);
    expect(phases).toEqual([]);
    expect(ben.pages).toEqual([]);
  });

  test('a device that was offline lists a cancelled video call on its return, as a video call', async () => {
    off(ben);
    anna.place(ben, 'video');
    await anna.waitFor('calling');
    await world.clock.advance(2000);
    anna.hangUp();
    await world.clock.advance(DAY);
    await on(ben);
    expect(ben.history).toMatchObject([{ media: 'video', outcome: 'unreachable' }]);
  });

  test('a missed-call note has the media of its INVITE, even if policy forbids video before the call ends', async () => {
    off(ben);
    anna.place(ben, 'video');
    await anna.waitFor('calling');
    await world.clock.advance(2000);
    anna.policy.set({ AllowVideo: false });
    anna.hangUp();
    await world.clock.advance(DAY);
    await on(ben);
    expect(ben.history).toMatchObject([{ media: 'video', outcome: 'unreachable' }]);
  });

  test('a missed-call note and a later missed call give two call records, each with its own time', async () => {
    off(ben);
    const first = await callInVain();
    await on(ben);
    const second = await callInVain();
    await ben.waitFor('ended');
    expect(lines()).toEqual([
      { outcome: 'no-answer', at: expect.closeTo(second, -3) as number },
      { outcome: 'unreachable', at: expect.closeTo(first, -3) as number },
    ]);
  });

  test('a missed-call note is refused after eight days', async () => {
    off(ben);
    await callInVain();
    const [note] = notes();
    if (note === undefined) throw new Error('no note was left');
    await world.clock.advance(8 * DAY);
    await on(ben);
    world.broker.inject({ ...note, delayMs: 0 });
    await world.clock.advance(5000);
    expect(ben.history).toEqual([]);
  });
});

describe('when no note is left', () => {
  test('no missed-call note is left to a device that rang, whether the caller hung up or nobody answered', async () => {
    anna.place(ben);
    await ben.waitFor('ringing');
    await world.clock.advance(1000);
    anna.hangUp();
    await ben.waitFor('ended');
    await callInVain();
    expect(notes()).toEqual([]);
  });

  test.each(['answered', 'declined'] as const)(
    'no missed-call note is left when the call was %s on another device',
    async (how) => {
      const asleep = world.person(ben.address, 'two', ben);
      off(asleep);
      anna.place(ben);
      await ben.waitFor('ringing');
      if (how === 'declined') ben.desk.decline(ben.id);
      else {
        ben.answer();
        await anna.waitFor('live');
        anna.hangUp();
      }
      await anna.waitFor('ended');
      await world.clock.advance(HOUR);
      await on(asleep);
      expect(notes()).toEqual([]);
      expect(asleep.history.filter(isMissed)).toEqual([]);
    },
  );
});

describe('one call record for each missed call', () => {
  test('a missed call is recorded once on the device that rang and once on the offline device', async () => {
    const asleep = world.person(ben.address, 'two', ben);
    asleep.book.add(anna.address, 'Anna');
    off(asleep);
    const atMs = await callInVain();
    await on(asleep);
    expect(lines(ben)).toEqual([{ outcome: 'no-answer', at: expect.closeTo(atMs, -3) as number }]);
    expect(lines(asleep)).toEqual([{ outcome: 'unreachable', at: expect.closeTo(atMs, -3) as number }]);
  });

  test('a repeated missed-call note adds no second record, not even after the record was removed and the program restarted', async () => {
    off(ben);
    await callInVain();
    await on(ben);
    const [note] = notes();
    if (note === undefined) throw new Error('no note was left');
    for (let i = 0; i < 3; i++) world.broker.inject({ ...note, delayMs: i });
    await world.clock.advance(1000);
    expect(ben.history).toHaveLength(1);
    for (const line of ben.history) expect(ben.calls.remove(line)).toBe('removed');
    ben.start();
    world.broker.inject({ ...note, delayMs: 0 });
    await world.clock.advance(6 * DAY);
    world.broker.inject({ ...note, delayMs: 0 });
    await world.clock.advance(5000);
    expect(ben.history).toEqual([]);
  });

  test('a call that rings and whose caller nevertheless leaves a missed-call note gives one call record', async () => {
    world.broker.mischief = (parcel) => (parcel.from === ben.device ? [] : [parcel]); // nothing of Ben's reaches Anna
    await callInVain();
    expect(notes()).toHaveLength(1);
    await world.clock.advance(5000);
    expect(lines().map(({ outcome }) => outcome)).toEqual(['no-answer']);
  });
});

describe('notes that do not count', () => {
  test('a missed-call note is ignored if the program locks or the call is recorded while the chain is read', async () => {
    off(ben);
    await callInVain();
    const [note] = notes();
    if (note === undefined) throw new Error('no note was left');
    const id = Buffer.from(note.bytes.slice(2, 18)).toString('hex');
    const talked = { id, address: anna.address, name: 'Anna', direction: 'in', media: 'audio', at: 1 } as const;
    answerFor(world, anna.address, () => {
      ben.calls.add({ ...talked, durationMs: 60_000, verified: true, outcome: 'hung-up' });
      return anna.published;
    });
    await on(ben);
    expect(lines()).toEqual([{ outcome: 'hung-up', at: 1 }]); // an answered call does not become a missed one
    off(ben);
    await callInVain();
    answerFor(world, anna.address, () => {
      void ben.desk.close('app-locked');
      return anna.published;
    });
    await world.clock.advance(70_000);
    await on(ben);
    expect(lines()).toHaveLength(1);
  });

  test('a missed-call note of a stranger is ignored', async () => {
    const cleo = world.person('cleo@c.example');
    off(ben);
    cleo.place(ben);
    await cleo.waitFor('ended', 70_000);
    await on(ben);
    expect(notes()).toHaveLength(1);
    expect(ben.history).toEqual([]);
  });

  test('a missed-call note of an impostor of a contact is ignored, whether or not the contact has called before', async () => {
    const mallory = world.impostor(anna.address);
    off(ben);
    mallory.place(ben);
    await mallory.waitFor('ended', 70_000);
    await on(ben);
    expect(ben.history).toEqual([]);
    await call(anna, ben);
    await hangUp(anna, ben);
    off(ben);
    await world.clock.advance(70_000);
    answerFor(world, anna.address, () => mallory.published); // the directory serves Mallory's chain in place of Anna's
    mallory.place(ben);
    await mallory.waitFor('ended', 70_000);
    await on(ben);
    expect(lines().map(({ outcome }) => outcome)).toEqual(['peer-hung-up']);
  });

  test('a missed-call note of a removed device, or of a device that cannot be looked up, is ignored', async () => {
    off(ben);
    await callInVain();
    const phone = world.person(anna.address, 'two', anna);
    phone.drop(anna);
    await on(ben);
    expect(ben.history).toEqual([]);
    off(ben);
    await callInVain();
    answerFor(world, anna.address, () => 'timeout');
    await world.clock.advance(70_000);
    await on(ben);
    expect(ben.history).toEqual([]);
  });

  test('a missed-call note that a device seals under another device’s id is ignored', async () => {
    const phone = world.person(anna.address, 'two', anna);
    const text: Missed = {
      kind: 'missed',
      from: { address: anna.address, person: toB64u(anna.person), d: toB64u(anna.deviceKeys.d) },
      to: { address: ben.address, person: toB64u(ben.person) },
      media: ['audio'],
    };
    const callId = dice('a word')(16);
    const issuedAtMs = BigInt(world.clock.nowMs());
    for (const id of [phone.device, anna.device]) {
      const binding = { kind: 'missed', callId, issuedAtMs } as const;
      const noise = sealNote({ ...anna.deviceKeys, id }, ben.deviceKeys, binding, writeMessage(text), dice('e')(32));
      const bytes = writeMissedEnvelope(callId, issuedAtMs, unwrap(noise, 'a good key'));
      world.broker.inject({ from: id, to: ben.device, bytes, delayMs: 0 });
      await world.clock.advance(5000);
      expect(lines()).toHaveLength(id === anna.device ? 1 : 0);
    }
  });

  test('policy refuses a missed-call note from a blocked address that is not a contact', async () => {
    off(ben);
    await callInVain();
    ben.book.remove(anna.address);
    ben.policy.set({ BlockedPeers: [anna.address] });
    await on(ben);
    expect(ben.history).toEqual([]);
    expect(ben.logs.join()).toContain('note of a missed call was refused why=policy');
  });

  test('a missed-call note of which one byte was altered is ignored, and the genuine one counts', async () => {
    off(ben);
    world.broker.mischief = (parcel) => (parcel.bytes[1] === MISSED ? [] : [parcel]); // no note arrives by itself
    await callInVain();
    const [note] = notes();
    if (note === undefined) throw new Error('no note was left');
    await on(ben);
    for (const at of [0, 1, 2, 17, 18, 25, 26, 60, 100, note.bytes.length - 1]) {
      world.broker.inject({ ...note, bytes: note.bytes.with(at, (note.bytes[at] ?? 0) ^ 1), delayMs: 0 });
      await world.clock.advance(200);
    }
    expect(ben.history).toEqual([]);
    expect(ben.phase).toBe('none');
    world.broker.inject({ ...note, delayMs: 0 });
    await world.clock.advance(5000);
    expect(ben.history).toHaveLength(1);
  });
});

// A hundred messages a second for a minute, each under the device id that `from` returns.
const floodBen = (from: (i: number) => string, type = MISSED): void =>
  flood(world, ben, from, { type, count: 6000, everyMs: 10 });
let tablet: Person; // Ben's other device

describe('floods from an account of the broker', () => {
  test.each([
    ['notes under made-up device ids', madeUp, MISSED],
    ['notes under the device id of the caller', () => anna.device, MISSED],
    ['MOVE offers under the device id of an own device', () => tablet.device, MOVE],
  ] as const)('a flood of garbage notes keeps no call from ringing: %s', async (_, from, type) => {
    tablet = world.person(ben.address, 'two', ben);
    off(tablet);
    floodBen(from, type);
    await world.clock.advance(5500);
    for (let i = 0; i < 5; i++) {
      anna.place(ben);
      await ben.waitFor('ringing', 2000);
      expect(ben.view?.address).toBe(anna.address);
      await world.clock.advance(3000);
      anna.hangUp();
      await ben.waitFor('ended');
      for (const person of [anna, ben]) person.desk.dismiss(person.id);
    }
  });

  test('a flood of INVITEs under the caller’s device id blocks a call, and the call record does not blame a lost connection', async () => {
    floodBen(() => anna.device, INVITE);
    await world.clock.advance(1000);
    await callInVain();
    await world.clock.advance(5000);
    expect(lines().map(({ outcome }) => outcome)).toEqual(['unreachable']);
    expect(ben.logs.join()).toContain('an invite was refused why=reads');
    const [line] = ben.history;
    expect(line && whyOf(line)).toBe('calls.whileAway');
    for (const text of [en.calls.whileAway, de.calls.whileAway]) expect(text).not.toMatch(/connected|verbunden|off\b/);
  });

  test('a contact’s missed-call note is read before a flood of strangers’ notes', async () => {
    world.broker.mischief = (parcel) => (parcel.bytes[1] === MISSED || parcel.to === ben.device ? [] : [parcel]);
    await callInVain();
    const [note] = notes();
    if (note === undefined) throw new Error('no note was left');
    floodBen(madeUp);
    await world.clock.advance(30_000); // by now the limit of waiting notes is reached
    expect(lines()).toEqual([]);
    world.broker.inject({ ...note, delayMs: 0 });
    await world.clock.advance(500);
    expect(lines().map(({ outcome }) => outcome)).toEqual(['unreachable']);
  });
});

test('a contact can leave at most thirty-two missed-call notes', async () => {
  off(ben);
  for (let i = 0; i < 40; i++) await callInVain();
  await on(ben);
  await world.clock.advance(60_000);
  expect(ben.history).toHaveLength(32);
});

test('a missed-call note is listed silently under do not disturb', async () => {
  ben.quirks.isDoNotDisturb = true;
  ben.quirks.unknownCallers = 'refuse';
  off(ben);
  await callInVain();
  await on(ben);
  expect(lines()).toHaveLength(1);
  expect(ben.view).toBeUndefined();
});

test('a stranger’s call leaves no call record if the callee’s program locks while it looks the stranger up', async () => {
  const cleo = world.person('cleo@c.example');
  ben.quirks.unknownCallers = 'silent';
  cleo.place(ben);
  await world.clock.until(
    () => 'the organisation to be asked',
    () => ben.confirmations.asked.length > 0,
  );
  await ben.desk.close('app-locked');
  await world.clock.advance(1000);
  expect(ben.history).toEqual([]);
});
