// One person has two devices, and one of them is busy when a call arrives: what the busy device lists afterwards
// (protocol §5 rule 3, docs/decisions/0020).
import { describe, expect, test } from 'vitest';
import { isMissed } from '../../src/contract/missed.ts';
import { oneBusy, type Person, strangers, talking, type World } from './support/world.ts';

const cameIn = (person: Person): Person['history'] => person.history.filter(({ direction }) => direction === 'in');
const line = (person: Person): unknown => cameIn(person).map((entry) => [entry.outcome, isMissed(entry)]);
const written = (world: World, person: Person): Promise<void> =>
  world.clock.until('the call record', () => cameIn(person).length > 0, 60_000);

describe('calls that arrive while this device is busy', () => {
  test('a busy device lists a call answered on another device as answered there, not as missed', async () => {
    const { world, anna, ben, phone } = await oneBusy();
    ben.answer();
    await talking(anna, ben);
    await written(world, phone);
    expect(line(phone)).toEqual([['answered-elsewhere', false]]);
    expect(phone.phase).toBe('calling');
  });

  test('a busy device does not list a call as missed if another device declined it', async () => {
    const { world, anna, ben, phone } = await oneBusy();
    ben.desk.decline(ben.id);
    await anna.waitFor('ended');
    await written(world, phone);
    expect(line(phone)).toEqual([['declined-elsewhere', false]]);
  });

  test('a busy device lists a call as missed if the caller gives up', async () => {
    const { world, anna, phone } = await oneBusy();
    anna.hangUp();
    await written(world, phone);
    expect(line(phone)).toEqual([['busy', true]]);
  });

  test('a busy device lists a call as missed if no device answers it', async () => {
    const { world, phone, ben } = await oneBusy();
    await ben.waitFor('ended', 60_000);
    await written(world, phone);
    expect(line(phone)).toEqual([['busy', true]]);
  });

  test('a busy device lists a call as missed, after more than 44 seconds, if the caller’s device goes offline', async () => {
    const { world, anna, phone } = await oneBusy();
    const startMs = world.clock.nowMs();
    world.broker.setOnline(anna.device, false);
    await written(world, phone);
    expect(line(phone)).toEqual([['busy', true]]);
    expect(world.clock.nowMs() - startMs).toBeGreaterThan(44_000);
  });

  test('a busy device does not list a call as missed if another device answers at the last moment', async () => {
    const { world, anna, ben, phone } = await oneBusy();
    await world.clock.advance(43_300);
    expect([anna.phase, ben.phase]).toEqual(['calling', 'ringing']);
    world.broker.mischief = (parcel) => [{ ...parcel, delayMs: parcel.to === phone.device ? 3000 : parcel.delayMs }];
    ben.answer();
    await talking(anna, ben);
    await written(world, phone);
    expect(line(phone)).toEqual([['answered-elsewhere', false]]);
  });

  test.each(['app-closed', 'app-locked'] as const)(
    'a busy device lists a call that still rings elsewhere as missed if its own program locks or is quit: %s',
    async (reason) => {
      const { phone } = await oneBusy();
      await phone.desk.close(reason);
      expect(line(phone)).toContainEqual(['busy', true]);
    },
  );

  test('a call that finds every device busy is listed as missed on each of them at once', async () => {
    const { world, anna, ben } = strangers();
    const phone = world.person(ben.address, 'two', ben);
    const cleo = world.person('cleo@c.example');
    const dora = world.person('dora@d.example');
    phone.place(cleo);
    ben.place(dora);
    await cleo.waitFor('ringing');
    await dora.waitFor('ringing');
    anna.place(ben);
    await anna.waitFor('ended');
    expect(anna.reason).toBe('busy');
    await world.clock.advance(1000);
    expect([line(ben), line(phone)]).toEqual([[['busy', true]], [['busy', true]]]);
  });

  test('an altered “answered elsewhere” message changes nothing on a busy device', async () => {
    const { world, anna, ben, phone } = await oneBusy();
    const heard: number[] = [];
    world.broker.mischief = (parcel) => {
      if (parcel.to !== phone.device || parcel.from !== anna.device) return [parcel];
      heard.push(parcel.bytes.length);
      return [{ ...parcel, bytes: parcel.bytes.map((byte, i) => (i === parcel.bytes.length - 1 ? byte ^ 1 : byte)) }];
    };
    ben.answer();
    await talking(anna, ben);
    await world.clock.advance(10_000);
    expect(heard.length).toBeGreaterThan(0);
    expect([cameIn(phone), phone.phase]).toEqual([[], 'calling']);
  });
});
