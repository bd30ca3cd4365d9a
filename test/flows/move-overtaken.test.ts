// The INVITE of a moved call arrives before its announcement (protocol §5 rule 15): the two come from two
// devices, and a broker guarantees no order between senders. The INVITE rings until the announcement arrives. Also
// announced calls that never ring: they leave no missed call.
import { beforeEach, describe, expect, test } from 'vitest';
import type { CallView } from '../../src/contract/view.ts';
import { isMissed } from '../../src/contract/missed.ts';
import { movable, type Person, talking, type World } from './support/world.ts';

const SESSION = 4;
const MOVE_END = 8;
const LATE_MS = 3000;

let world: World;
let anna: Person;
let laptop: Person; // Anna's other device
let ben: Person;
let old: string;
beforeEach(async () => {
  ({ world, anna, ben, laptop, old } = await movable());
});

const callOf = (person: Person, id: string): CallView | undefined => person.desk.views().find((each) => each.id === id);

/**
 * Anna moves the call and the laptop takes it at once. Ben's device has received the INVITE and not the announcement.
 */
async function overtaken(): Promise<string> {
  let held = 0;
  world.broker.mischief = (parcel) => {
    if (parcel.bytes[1] === MOVE_END) return []; // the broker withholds MOVE-END
    const isFirst = parcel.from === anna.device && parcel.bytes[1] === SESSION && held++ === 0;
    return [isFirst ? { ...parcel, delayMs: LATE_MS } : parcel];
  };
  expect(anna.desk.move(old, laptop.device).ok).toBe(true);
  await world.clock.until('the offer', () => laptop.desk.offer() !== undefined);
  const id = laptop.desk.offer()?.call ?? '';
  expect(laptop.desk.takeOver(id).ok).toBe(true);
  await world.clock.until('the call to ring', () => callOf(ben, id)?.phase.kind === 'ringing');
  return id;
}

describe('INVITEs that overtake their announcement', () => {
  test('an INVITE rings until its late announcement arrives, and then the call continues without an answer', async () => {
    const id = await overtaken();
    await talking(laptop);
    await anna.waitFor('ended');
    expect([anna.reason, ben.desk.views().map((each) => [each.id, each.phase.kind, each.tookPlace])]).toEqual([
      'transferred',
      [[id, 'live', true]],
    ]);
    expect(ben.history.filter(isMissed)).toEqual([]);
  });

  test('an INVITE that overtook its announcement stops ringing and leaves no missed call if the move was withdrawn', async () => {
    const id = await overtaken();
    anna.desk.dismissMove(old);
    await world.clock.advance(1000);
    await world.clock.until('silence', () => callOf(ben, id)?.phase.kind !== 'ringing', LATE_MS);
    await world.clock.advance(1000);
    expect([anna.phase, callOf(ben, old)?.phase.kind, laptop.phase]).toEqual(['live', 'live', 'ended']);
    expect(ben.history).toEqual([]);
  });

  test('an overtaking INVITE that a person answers replaces the old call once the announcement arrives', async () => {
    const id = await overtaken();
    expect(ben.desk.answer(id, 'audio', 'hold').ok).toBe(true);
    await talking(laptop);
    expect(callOf(ben, old)?.local.hold).toBe(true);
    await anna.waitFor('ended');
    expect(anna.reason).toBe('transferred');
    expect(ben.desk.views().map((each) => [each.id, each.phase.kind, each.local.hold])).toEqual([[id, 'live', false]]);
    expect([ben.page.sendFrame(0), laptop.page.sendFrame(0)]).toEqual([true, true]);
  });

  test('an overtaking INVITE that a person declines leaves the old call as it was', async () => {
    const id = await overtaken();
    ben.desk.decline(id);
    await world.clock.advance(LATE_MS + 5000);
    const lives = ben.desk.views().filter(({ phase }) => phase.kind === 'live');
    expect(lives.map((each) => [each.id, each.local.hold])).toEqual([[old, false]]);
    expect([ben.pages[0]?.sendFrame(0), anna.pages[0]?.sendFrame(0)]).toEqual([true, true]);
  });

  test('an overtaking INVITE rings on if the announcement names another device', async () => {
    const phone = world.person(anna.address, 'three', anna);
    laptop.chain = anna.chain;
    await world.clock.advance(70_000);
    phone.loadDice(new Uint8Array(16).fill(7));
    phone.place(ben);
    const id = phone.id;
    await world.clock.until('the call to ring', () => callOf(ben, id)?.phase.kind === 'ringing');
    anna.loadDice(new Uint8Array(16).fill(7));
    expect(anna.desk.move(old, laptop.device).ok).toBe(true);
    await world.clock.advance(1000);
    expect(callOf(ben, id)?.phase.kind).toBe('ringing');
  });
});

describe('announced calls that never ring', () => {
  const INVITE = 1;
  const EARLY = 2;

  test('an announced call that is cancelled before its INVITE was checked leaves no missed call', async () => {
    await world.clock.advance(70_000); // the last reading of the list is old
    expect(anna.desk.move(old, laptop.device).ok).toBe(true);
    await world.clock.until('the offer', () => laptop.desk.offer() !== undefined);
    const id = laptop.desk.offer()?.call ?? '';
    world.broker.answerDirectory = (tag, reader) =>
      reader === ben.device ? 'timeout' : world.broker.directories.get(tag);
    expect(laptop.desk.takeOver(id).ok).toBe(true);
    await laptop.waitFor('calling');
    await world.clock.advance(100);
    laptop.hangUp();
    await world.clock.advance(10_000);
    expect([ben.history, callOf(ben, old)?.phase.kind]).toEqual([[], 'live']);
  });

  test('an announced call of which only the missed-call note arrives leaves no missed call', async () => {
    ben.book.add(anna.address, 'Anna');
    expect(anna.desk.move(old, laptop.device).ok).toBe(true);
    await world.clock.until('the offer', () => laptop.desk.offer() !== undefined);
    world.broker.mischief = (parcel) => ([INVITE, EARLY].includes(parcel.bytes[1] ?? 0) ? [] : [parcel]);
    expect(laptop.desk.takeOver(laptop.desk.offer()?.call ?? '').ok).toBe(true);
    await laptop.waitFor('calling');
    laptop.hangUp();
    await world.clock.advance(10_000);
    expect([ben.history, callOf(ben, old)?.phase.kind]).toEqual([[], 'live']);
  });
});
