// The first message under new keys makes the other side use them, too (protocol §6). In a call that is held or muted,
// no frame does so. The message is repeated until the peer has sent something under the new keys, and sent eight times
// at most.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Parcel } from './support/broker.ts';
import { inCall, type Person, type World } from './support/world.ts';

const SESSION = 4;
const HOUR = 3_600_000;

let world: World;
let anna: Person;
let ben: Person;
beforeEach(async () => {
  ({ world, anna, ben } = await inCall());
  anna.desk.hold(anna.id, true);
  await world.clock.until('the hold', () => ben.view?.remote.hold === true);
});

const generation = ({ bytes }: Parcel): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(18);
const isNew = (by: Person) => (parcel: Parcel) =>
  parcel.from === by.device && parcel.bytes[1] === SESSION && generation(parcel) === 1;
const said = (by: Person): readonly string[] => world.broker.sent.filter(isNew(by)).map(({ bytes }) => bytes.join());
const sealing = (person: Person): number | undefined => person.page.worker.sealingOf(0)?.generation;

/** The broker drops this many of Anna's first messages under the new keys, and an hour passes. */
async function losing(most: number): Promise<void> {
  let lost = 0;
  world.broker.mischief = (parcel) => (isNew(anna)(parcel) && lost++ < most ? [] : [parcel]);
  await world.clock.until('the new keys', () => sealing(anna) === 1, HOUR + 1000);
}

describe('first messages under new keys', () => {
  test.each([1, 5])(
    'the first message under new keys is repeated byte for byte if the broker loses it %i times',
    async (lost) => {
      await losing(lost);
      expect(sealing(ben)).toBe(0);
      await world.clock.advance(lost * 2000 + 100);
      expect(sealing(ben)).toBe(1);
      const first = said(anna).slice(0, lost + 1);
      expect([first.length, new Set(first).size]).toEqual([lost + 1, 1]);
    },
  );

  test('the first message under new keys is not repeated once a message of the peer under these keys has arrived', async () => {
    await losing(0);
    await world.clock.advance(100);
    expect(said(ben)).toHaveLength(1);
    await world.clock.advance(60_000);
    expect(said(anna)).toHaveLength(1);
  });

  test('the first message under new keys is not repeated once a frame of the peer under these keys has arrived', async () => {
    world.broker.mischief = (parcel) => (isNew(ben)(parcel) ? [] : [parcel]);
    anna.desk.hold(anna.id, false);
    await world.clock.until('the keys', () => sealing(ben) === 1, HOUR + 1000);
    const before = said(anna).length;
    expect(ben.page.sendFrame(0)).toBe(true);
    await world.clock.advance(60_000);
    expect(said(anna)).toHaveLength(before);
  });

  test('the first message under new keys is sent eight times at most', async () => {
    await losing(Number.POSITIVE_INFINITY);
    await world.clock.advance(60_000);
    expect([said(anna).length, new Set(said(anna)).size, sealing(ben)]).toEqual([8, 1, 0]);
  });

  test('the first message under new keys is not repeated after the call has ended', async () => {
    await losing(1);
    await world.clock.advance(1000);
    anna.hangUp();
    await ben.waitFor('ended');
    const before = world.broker.sent.length;
    await world.clock.advance(60_000);
    expect(world.broker.sent.length).toBe(before);
  });
});
