// A move is withdrawn while the other device may be taking it, over a network that delays, duplicates and reorders,
// with and without MOVE-END (protocol §5 rules 15, 16). In any order the call is live on one of Anna's devices, Ben has
// no missed call, and a move that was withdrawn more than 4.1 s before the takeover does not happen. SIEGEL_SEEDS sets
// how many seeds run.
import { expect, test } from 'vitest';
import { isMissed } from '../../src/contract/missed.ts';
import { dice } from './support/dice.ts';
import { movable } from './support/world.ts';

const SEEDS = Number(process.env['SIEGEL_SEEDS'] ?? 60);
const FIRST = Number(process.env['SIEGEL_FIRST_SEED'] ?? 1);
const MOVE_END = 8;
const LATEST_MS = 4100; // longer than any message is delayed
const seen = { moved: 0, tookBackFirst: 0 };

interface Story {
  readonly backAtMs: number;
  readonly takenAtMs: number;
  readonly isMoved: boolean;
  readonly wrongs: readonly string[];
}

async function play(seed: number): Promise<Story> {
  const random = dice(`orders ${seed}`);
  const roll = (sides: number): number => new DataView(random(4).buffer).getUint32(0) % sides;
  const { world, anna, ben, laptop, old } = await movable();
  const isKept = roll(2) === 0;
  world.broker.mischief = (parcel) => {
    if (isKept && parcel.bytes[1] === MOVE_END) return [];
    const late = { ...parcel, delayMs: 5 + roll(roll(4) === 0 ? 3000 : 200) };
    return roll(6) === 0 ? [late, { ...parcel, delayMs: 5 + roll(4000) }] : [late];
  };
  const beganAtMs = world.clock.nowMs();
  const passedMs = (): number => world.clock.nowMs() - beganAtMs;
  let [backAtMs, takenAtMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  anna.desk.move(old, laptop.device);
  world.clock.after(roll(10_000), () => {
    if (anna.desk.dismissMove(old).ok) backAtMs = passedMs();
  });
  world.clock.after(roll(30_000), () => {
    const offer = laptop.desk.offer();
    if (offer?.state === 'offered' && laptop.desk.takeOver(offer.call).ok) takenAtMs = passedMs();
  });
  await world.clock.advance(120_000);
  const wrongs: string[] = [];
  const lives = [anna, laptop, ben].map(({ desk }) => desk.views().filter(({ phase }) => phase.kind === 'live').length);
  const isMoved = lives[1] === 1;
  if (String(lives) !== (isMoved ? '0,1,1' : '1,0,1')) wrongs.push(`live calls: ${String(lives)}`);
  if (ben.history.some(isMissed)) wrongs.push('a missed call');
  if (isMoved && backAtMs + LATEST_MS < takenAtMs) wrongs.push('taken although it was withdrawn long before');
  return { backAtMs, takenAtMs, isMoved, wrongs };
}

test.each(Array.from({ length: SEEDS }, (_, i) => FIRST + i))(
  'a move that is taken, withdrawn or both leaves the call on one of two devices and no missed call: story %i',
  async (seed) => {
    const { wrongs, backAtMs, takenAtMs, isMoved } = await play(seed);
    if (isMoved) seen.moved++;
    if (backAtMs < takenAtMs && takenAtMs < Number.POSITIVE_INFINITY) seen.tookBackFirst++;
    expect([`back ${backAtMs} taken ${takenAtMs}`, ...wrongs]).toEqual([`back ${backAtMs} taken ${takenAtMs}`]);
  },
);

test('the stories above include completed moves, and moves that were withdrawn before the takeover', () => {
  expect(seen.moved).toBeGreaterThan(SEEDS / 20);
  expect(seen.tookBackFirst).toBeGreaterThan(SEEDS / 8);
});
