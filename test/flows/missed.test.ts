// What a call leaves in the history of the person called: it is missed if nobody answered or declined it, and
// only then.
import { describe, expect, test } from 'vitest';
import { isMissed, unseenCalls } from '../../src/contract/missed.ts';
import { call, hangUp, type Person, strangers, talking, twoRinging } from './support/world.ts';

function missed(person: Person): readonly string[] {
  expect(unseenCalls(person.history)).toBe(person.history.filter(isMissed).length);
  return person.history.filter(isMissed).map(({ outcome }) => outcome);
}

describe('answered calls', () => {
  test('a call answered on this device is not listed as missed', async () => {
    const { anna, ben } = strangers();
    await call(anna, ben);
    await hangUp(anna, ben);
    expect(ben.history).toMatchObject([{ answered: true, outcome: 'peer-hung-up' }]);
    expect(missed(ben)).toEqual([]);
  });

  test('a call answered on another device is not listed as missed, even by a device that returns later', async () => {
    const { world, anna, ben } = strangers();
    const phone = world.person(ben.address, 'two', ben);
    const asleep = world.person(ben.address, 'three', ben);
    world.broker.setOnline(asleep.device, false);
    anna.place(ben);
    await ben.waitFor('ringing');
    await phone.waitFor('ringing');
    phone.answer();
    await talking(anna, phone);
    await ben.waitFor('ended');
    world.broker.setOnline(asleep.device, true);
    await world.clock.until('the call record', () => asleep.history.length === 1);
    await hangUp(anna, phone);
    expect([ben, asleep].flatMap(({ history }) => history.map(({ outcome }) => outcome))).toEqual([
      'answered-elsewhere',
      'answered-elsewhere',
    ]);
    expect([ben, phone, asleep].flatMap(missed)).toEqual([]);
  });

  test('a call answered on both devices at once is not listed as missed on the slower one', async () => {
    const { anna, ben, phone } = await twoRinging();
    phone.answer();
    ben.answer();
    await anna.waitFor('live');
    const loser = phone.phase === 'live' ? ben : phone;
    await loser.waitFor('ended');
    expect([ben, phone].flatMap(missed)).toEqual([]);
  });

  test('a call that is cancelled at the moment it is answered is not listed as missed', async () => {
    const { anna, ben } = strangers();
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.answer();
    anna.hangUp();
    await ben.waitFor('ended');
    expect(ben.history).toMatchObject([{ answered: true, durationMs: 0, outcome: 'cancelled' }]);
    expect(missed(ben)).toEqual([]);
  });

  test('an answered call whose devices never connect is not listed as missed', async () => {
    const { world, anna, ben } = strangers();
    world.air.join = () => undefined;
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.answer();
    await ben.waitFor('connecting');
    anna.hangUp();
    await ben.waitFor('ended');
    expect(ben.history).toMatchObject([{ answered: true, durationMs: 0, outcome: 'peer-hung-up' }]);
    expect(missed(ben)).toEqual([]);
  });
});

describe('unanswered calls', () => {
  test('a call that the caller gives up is listed as missed by the callee and not by the caller', async () => {
    const { anna, ben } = strangers();
    anna.place(ben);
    await ben.waitFor('ringing');
    anna.hangUp();
    await ben.waitFor('ended');
    expect([missed(ben), missed(anna)]).toEqual([['cancelled'], []]);
  });

  test('a call that arrives while the person is calling somebody else is missed', async () => {
    const { world, anna, ben } = strangers();
    const cleo = world.person('cleo@c.example');
    ben.place(anna);
    await anna.waitFor('ringing');
    cleo.place(ben);
    await cleo.waitFor('ended');
    await world.clock.until('the call record', () => ben.history.length === 1);
    expect(missed(ben)).toEqual(['busy']);
  });

  test.each(['app-locked', 'app-closed'] as const)(
    'a ringing call is missed when the callee’s program locks or is quit: %s',
    async (reason) => {
      const { anna, ben } = strangers();
      anna.place(ben);
      await ben.waitFor('ringing');
      await ben.desk.close(reason);
      expect(missed(ben)).toEqual([reason]);
    },
  );

  test('a call that a person declined here or on another device is not missed', async () => {
    const { ben, phone } = await twoRinging();
    ben.desk.decline(ben.id);
    await phone.waitFor('ended');
    expect([ben, phone].flatMap(missed)).toEqual([]);
  });
});
