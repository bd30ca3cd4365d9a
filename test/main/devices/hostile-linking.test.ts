// Two devices of one person are linked over a hostile broker, while somebody else tries to interfere. The result is
// everything or nothing, and neither side claims what it cannot know.
import { expect, test } from 'vitest';
import type { LinkFailure } from '../../../src/contract/devices.ts';
import { dice } from '../../flows/support/dice.ts';
import { address, annasBundle, contactsOf, settled, TwoDevices } from './two-devices.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';

const RUNS = 80;
const STEPS = 100;
const stranger = deviceKeysOf(new Uint8Array(32).fill(6));
const MOST_TOLD: readonly LinkFailure[] = ['not-told', 'has-left']; // the reasons shown once the data may have arrived

const whole = annasBundle({ people: contactsOf(300) }); // so large that it is sent in several parts

interface Story {
  readonly two: TwoDevices;
  readonly here: string;
  readonly theirs: string;
}

/** One linking from its code to its end. Dice with this seed decide what happens to it. */
async function linked(seed: string): Promise<Story> {
  const rolled = dice(seed);
  const roll = (sides: number): number => {
    const [high = 0, low = 0] = rolled(2);
    return (high * 256 + low) % sides;
  };
  const two = new TwoDevices(dice(`${seed}, keys and nonces`)); // so that a run is the same each time
  two.bundle = whole;
  const isEarly = roll(3) === 0;
  const foreign = isEarly ? two.give(stranger, 'Mallory', 'mallory@klinik.example') : undefined;
  const giving = two.give();
  const theirs = foreign ?? two.give(stranger, 'Mallory', roll(2) === 0 ? address : 'mallory@klinik.example');
  two.giving = giving;
  const full = roll(3) === 0;
  for (let step = 0; step < STEPS; step++) {
    await settled();
    // Sometimes a later message than the first is taken.
    const letter = two.wire.splice(roll(8) === 0 ? roll(Math.max(1, two.wire.length)) : 0, 1)[0];
    const old = two.sent[roll(Math.max(1, two.sent.length))];
    const fate = roll(16);
    const bytes = letter?.bytes.slice();
    if (bytes !== undefined && fate === 1) bytes[roll(bytes.length)] = roll(256); // also version, step, id and counter
    const arrives = fate === 0 ? undefined : letter && { ...letter, bytes: bytes ?? letter.bytes };
    for (const each of [arrives, fate === 2 ? letter : undefined, fate === 3 ? old : undefined]) {
      if (each === undefined) continue;
      const from = fate === 4 ? (old?.from ?? each.from) : each.from; // under another sender's name
      if (each.to === two.taking.device) two.taking.receive(from, each.bytes);
      else if (each.to === stranger.id) theirs.receive(from, each.bytes);
      else giving.receive(from, each.bytes);
    }
    if (roll(12) === 0) two.clock.advance(5000);
    if (full) two.disk = 'disk';
    // The person acts on what is shown.
    const shown = two.taking.view;
    if (shown.kind === 'number' && shown.name === 'Anna' && giving.view.kind === 'number')
      two.taking.type(giving.view.number);
    if (giving.view.kind === 'asking' && shown.kind === 'waiting') giving.confirm();
    if (theirs.view.kind === 'asking') theirs.confirm();
    if (roll(100) === 0) giving.end('cancelled', 'cancelled');
    if (roll(200) === 0) two.taking.end('cancelled', 'cancelled');
  }
  two.clock.advance(11 * 60_000);
  await settled();
  const told = giving.view.kind === 'failed' ? giving.view.reason : giving.view.kind;
  return { two, here: told, theirs: theirs.view.kind };
}

test('linking over a hostile broker hands over everything or nothing, and never succeeds for a stranger', async () => {
  const ends = new Map<string, number>();
  for (let run = 0; run < RUNS; run++) {
    const seed = `hostile ${String(run)}`;
    const { two, here, theirs } = await linked(seed);
    const story = `${seed}: ${here}`;
    ends.set(here, (ends.get(here) ?? 0) + 1);
    expect(theirs, story).toBe('failed');
    expect(two.taking.isOver, story).toBe(true);
    const isKept = two.kept.length === 1;
    expect(
      two.kept.map(({ bundle }) => bundle),
      story,
    ).toEqual(isKept ? [whole] : []);
    expect(two.isBegun, story).toBe(isKept);
    expect(two.failures, story).toBe(isKept ? 0 : 1);
    // Once the data was sent, the existing device either knows that all arrived, or says that it does not know.
    const mayBe = two.left === 0 ? !isKept && here !== 'done' : [isKept ? 'done' : '', ...MOST_TOLD].includes(here);
    expect(mayBe, story).toBe(true);
  }
  // The broker neither prevented every linking nor let every one succeed.
  expect(ends.get('done') ?? 0).toBeGreaterThan(RUNS / 10);
  expect(ends.size).toBeGreaterThan(2);
}, 120_000);
