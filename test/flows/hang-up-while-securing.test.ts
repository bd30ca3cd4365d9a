// A person who hangs up between ANSWER and READY is shown as having hung up. If an attacker could have been in the
// middle, the call counts as one that was not secured (docs/decisions/0039).
import { describe, expect, test } from 'vitest';
import type { Bytes } from '../../src/core/bytes.ts';
import { answerFor, call, hangUp, type Person, strangers, verified, type World } from './support/world.ts';

const [EARLY, ANSWER, SESSION] = [2, 3, 4];

/** Anna calls, Ben has answered, and Anna's page makes no description, so CONFIRM cannot be sent. */
async function answered(world: World, anna: Person, ben: Person): Promise<void> {
  anna.onPage = (page) => (page.isStuck = true);
  anna.place(ben);
  await ben.waitFor('ringing');
  ben.answer();
  await anna.waitFor('securing');
  await world.clock.advance(500);
}
const counts = (person: Person): readonly number[] => person.book.failedSecureCalls().map(({ count }) => count);

describe('callers who hang up', () => {
  test('a caller who hangs up between ANSWER and CONFIRM is reported as having hung up', async () => {
    const { world, anna, ben } = strangers();
    await answered(world, anna, ben);
    anna.hangUp();
    await ben.waitFor('ended', 1000);
    expect([anna.reason, ben.reason]).toEqual(['hung-up', 'peer-hung-up']);
    expect(ben.history[0]).toMatchObject({ outcome: 'peer-hung-up', answered: true, durationMs: 0 });
    expect(ben.history[0]).not.toHaveProperty('unseen'); // the call was answered, so it is not missed
  });

  test('a caller who hangs up while ANSWER is in transit is reported as having hung up', async () => {
    const { world, anna, ben } = strangers();
    world.broker.mischief = (parcel) => [parcel.bytes[1] === ANSWER ? { ...parcel, delayMs: 500 } : parcel];
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.answer();
    await world.clock.until('ANSWER to leave', () => world.broker.sent.some(({ bytes }) => bytes[1] === ANSWER));
    anna.hangUp();
    await ben.waitFor('ended', 1000);
    expect([anna.reason, ben.reason]).toEqual(['hung-up', 'peer-hung-up']);
  });

  test('a caller who hangs up after a lost CONFIRM is reported as having hung up', async () => {
    const { world, anna, ben } = strangers();
    const isFirst = ({ from, bytes }: { from: string; bytes: Uint8Array }): boolean =>
      from === anna.device && bytes[1] === SESSION && bytes.slice(18, 30).every((byte) => byte === 0);
    world.broker.mischief = (parcel) => (isFirst(parcel) ? [] : [parcel]);
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.answer();
    await world.clock.until('CONFIRM to leave', () => world.broker.sent.some(isFirst));
    anna.hangUp();
    await ben.waitFor('ended', 1000);
    expect(ben.reason).toBe('peer-hung-up');
  });
});

test('a callee who hangs up after ANSWER is reported as having hung up', async () => {
  const { world, anna, ben } = strangers();
  await answered(world, anna, ben);
  ben.hangUp();
  await anna.waitFor('ended', 1000);
  expect([anna.reason, ben.reason]).toEqual(['peer-hung-up', 'hung-up']);
});

describe('hang-ups before a call is secured', () => {
  test('a hang-up before a call is secured counts as a failed secure call if the peer is not verified', async () => {
    const { world, anna, ben } = strangers();
    const [falseAnna, falseBen] = [world.impostor(anna.address), world.impostor(ben.address)];
    answerFor(world, ben.address, (reader) => (reader === anna.device ? falseBen.published : ben.published));
    answerFor(world, anna.address, (reader) => (reader === ben.device ? falseAnna.published : anna.published));
    for (let draw = 1; draw <= 3; draw++) {
      // An attacker between the two holds CONFIRM back, compares the codes, and ends both calls as if somebody had hung
      // up.
      falseAnna.onPage = (page) => (page.isStuck = true);
      anna.place(ben);
      await falseBen.waitFor('ringing');
      falseAnna.place(ben);
      await ben.waitFor('ringing');
      ben.answer();
      falseBen.answer();
      await falseAnna.waitFor('securing');
      await anna.waitFor('securing');
      falseBen.hangUp();
      falseAnna.hangUp();
      for (const person of [anna, ben]) await person.waitFor('ended');
      expect([anna.reason, ben.reason]).toEqual(['peer-hung-up', 'peer-hung-up']);
      expect([counts(anna), counts(ben)]).toEqual([[draw], [draw]]);
      expect(ben.records.filter(({ kind }) => kind === 'failed-secure-call')).toHaveLength(draw);
      for (const person of [anna, ben, falseAnna, falseBen]) person.desk.dismiss(person.id);
      await world.clock.advance(70_000);
    }
  });

  test('a hang-up before a call is secured is not counted if the peer is verified', async () => {
    const { world, anna, ben } = await verified();
    await answered(world, anna, ben);
    anna.hangUp();
    await ben.waitFor('ended', 1000);
    expect(ben.reason).toBe('peer-hung-up');
    expect([counts(anna), counts(ben)]).toEqual([[], []]);
    expect(ben.records.filter(({ kind }) => kind === 'failed-secure-call')).toEqual([]);
  });

  test('a hang-up before a call is secured is counted if the verified peer was in dispute', async () => {
    const { world, anna, ben } = await verified();
    ben.book.noteDispute(anna.address, world.clock.nowMs());
    anna.onPage = (page) => (page.isStuck = true);
    anna.place(ben);
    await ben.waitFor('ringing');
    expect(await ben.decideFor(anna)).toBe('done');
    ben.answer();
    await anna.waitFor('securing');
    anna.hangUp();
    await ben.waitFor('ended', 1000);
    expect([ben.reason, counts(ben)]).toEqual(['peer-hung-up', [1]]);
  });

  test('a forged hang-up without the call’s key does not end the call', async () => {
    const { world, anna, ben } = strangers();
    await answered(world, anna, ben);
    const id = world.broker.sent.find(({ bytes }) => bytes[1] === ANSWER)!.bytes.slice(2, 18);
    const forged = (type: number): Bytes => Uint8Array.of(1, type, ...id, ...new Uint8Array(12 + 272));
    for (const type of [EARLY, SESSION]) {
      world.broker.inject({ from: anna.device, to: ben.device, bytes: forged(type), delayMs: 0 });
      world.broker.inject({ from: ben.device, to: anna.device, bytes: forged(type), delayMs: 0 });
    }
    await world.clock.advance(1000);
    expect([anna.phase, ben.phase]).toEqual(['securing', 'securing']);
  });
});

test('a call is secured normally after a hang-up that counted as a failed secure call', async () => {
  const { world, anna, ben } = strangers();
  await answered(world, anna, ben);
  anna.hangUp();
  await ben.waitFor('ended');
  for (const person of [anna, ben]) person.desk.dismiss(person.id);
  anna.onPage = () => undefined;
  await world.clock.advance(3000);
  await call(anna, ben);
  expect([anna.code, counts(ben)]).toEqual([ben.code, [1]]); // the count stays until the person has read the notice
  await hangUp(anna, ben);
});
