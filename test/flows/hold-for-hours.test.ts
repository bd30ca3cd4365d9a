// A call that is held or muted for hours can be resumed. A held call renews its keys meanwhile.
import { describe, expect, test } from 'vitest';
import { inCall, talkFor } from './support/world.ts';
import { hold, leaks, passes, told } from './support/hold.ts';

const HOUR = 3_600_000;

describe('calls without media for hours', () => {
  test('a held call renews its keys every hour and resumes after nine hours without a frame', async () => {
    const { world, anna, ben } = await inCall();
    await talkFor(world, 2, anna, ben);
    hold(ben);
    await world.clock.advance(9 * HOUR + 60_000);
    expect([anna, ben].map((person) => person.view?.numbers.generation)).toEqual([9, 9]);
    expect(leaks(anna, ben)).toBe(false);
    hold(ben, false);
    await told(world, anna, false);
    expect([passes(anna), passes(ben)]).toEqual([true, true]);
  });

  test('a call in which both people are muted resumes after nine hours', async () => {
    const { world, anna, ben } = await inCall();
    for (const person of [anna, ben]) person.desk.mute(person.id, true);
    await world.clock.advance(9 * HOUR + 60_000);
    for (const person of [anna, ben]) person.desk.mute(person.id, false);
    expect([passes(anna), passes(ben)]).toEqual([true, true]);
  });
});
