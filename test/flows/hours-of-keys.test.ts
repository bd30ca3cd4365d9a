// Hours of a call with the real workers: a step every ten minutes, a rekey every hour and at each ICE restart (protocol
// §6, §7), over a network that loses, delays and reorders. Every frame that arrives over a connection that works is
// opened: no key comes too late or is erased too early, and no second is silent.
import { afterEach, describe, expect, test } from 'vitest';
import { dice } from './support/dice.ts';
import { bindToClock, type RealWorker, unbind } from './support/real-worker.ts';
import { SealedLine, withRealWorkers } from './support/sealed-line.ts';
import { call, type Person, strangers, type World } from './support/world.ts';

const MINUTE = 60_000;
const SEEDS = Array.from({ length: Number(process.env['SIEGEL_SEEDS'] ?? 1) }, (_, i) => `hours ${i}`);
const RELAY = { urls: 'turns:relay.a.example', username: 'u', credential: 'c' };

interface Scene {
  readonly world: World;
  readonly anna: Person;
  readonly ben: Person;
  readonly line: SealedLine;
  readonly workers: ReadonlyMap<Person, RealWorker>;
}

const BAD = { loss: 0.1, mostMs: 250 };
const FAIR = { loss: 0, mostMs: 30 }; // between the key changes, where frames are far apart

afterEach(unbind);

async function onTheLine(
  seed: string,
  prepare: (people: ReturnType<typeof strangers>) => void = () => undefined,
): Promise<Scene> {
  const scene = strangers(seed);
  bindToClock(scene.world.clock);
  const { world, anna, ben } = scene;
  prepare(scene);
  const workers = withRealWorkers(world, anna, ben);
  await call(anna, ben, 'video');
  const line = new SealedLine(world, workers, anna, ben, seed);
  line.weather = BAD;
  // The broker delays, duplicates and reorders messages, and loses one in ten.
  const random = dice(`broker ${seed}`);
  world.broker.mischief = (parcel) => {
    const [fate = 0, delay = 0, again = 0] = random(3);
    const sent = { ...parcel, delayMs: 5 + delay };
    if (fate < 26) return [];
    return fate < 52 ? [sent, { ...parcel, delayMs: 5 + again * 4 }] : [sent];
  };
  return { ...scene, line, workers };
}

/** Expects that only the network and a broken connection lost frames, and that no second was silent. */
async function expectUnbroken({ line, workers, world }: Scene): Promise<void> {
  await world.clock.advance(2000); // frames in transit arrive, and the worker reports its last counts
  for (const way of line.ways) {
    for (const stream of [0, 1, 2] as const) {
      const sealed = workers.get(way.from)?.counters(stream);
      const opened = workers.get(way.to)?.counters(stream);
      // `held`: while a connection is broken nothing passes. Any other cause would mean that a key was missing or
      // wrong.
      expect(
        Object.keys({ ...sealed?.sealDropped, ...opened?.openDropped }).filter((cause) => cause !== 'held'),
      ).toEqual([]);
      expect(sealed?.sealed).toBe(way.left[stream]);
      const { held = 0 } = opened?.openDropped ?? {};
      expect((opened?.opened ?? 0) + held).toBe(way.arrived[stream]);
    }
    expect(way.arrived[0]).toBeGreaterThan(100);
    expect(way.longestGapMs).toBeLessThan(1000);
  }
}

const generationOf = ({ view }: Person): number => view?.numbers.generation ?? -1;

describe.each(SEEDS)('%s', (seed) => {
  test('a call of 130 minutes reaches step 5 of both hours, rekeys twice, and opens a voice frame at least every second', async () => {
    const scene = await onTheLine(seed);
    const { line, anna, ben } = scene;
    const seen = new Set<string>();
    for (let minute = 0; minute < 130; minute += 10) {
      line.weather = BAD;
      await line.speak(4000, 20); // a frame every 20 ms around the change
      for (const { view } of [anna, ben]) seen.add(`${view?.numbers.generation}/${view?.numbers.step}`);
      line.weather = FAIR;
      await line.speak(10 * MINUTE - 5000, 950);
      line.weather = BAD;
      await line.speak(1000, 20);
    }
    expect([...seen]).toEqual(expect.arrayContaining(['0/0', '0/1', '0/2', '0/3', '0/4', '0/5', '1/1', '1/5', '2/0']));
    expect([anna, ben].map(generationOf)).toEqual([2, 2]);
    await expectUnbroken(scene);
  }, 120_000);

  test('an ICE restart of a working connection renews the keys, and no frame that arrives fails to open', async () => {
    const scene = await onTheLine(seed, ({ anna, ben }) => {
      // The caller looks for a direct path once the call is live.
      for (const person of [anna, ben]) person.quirks.iceServers = [RELAY];
    });
    const { line, anna, ben } = scene;
    await line.speak(20_000, 20);
    expect([anna, ben].map(generationOf)).toEqual([1, 1]);
    await expectUnbroken(scene);
  });

  test.each([
    ['in the middle of a step', 4 * MINUTE],
    ['while both sides step', 10 * MINUTE - 1500],
    ['while the keys are renewed', 60 * MINUTE - 1500],
  ])(
    'a call whose connection breaks %s moves to the next generation, and no frame lacks its key',
    async (_when, atMs) => {
      const scene = await onTheLine(seed);
      const { line, world, anna, ben } = scene;
      line.weather = FAIR;
      await line.speak(3000, 20);
      await world.clock.advance(atMs - 3000); // no frame is sent until 1 s before the break
      for (const way of line.ways) way.openedAtMs = world.clock.nowMs();
      const before = generationOf(anna);
      line.weather = BAD;
      await line.speak(1000, 20);
      for (const { page } of [anna, ben]) page.lose();
      await line.speak(12_000, 20);
      expect([anna.phase, ben.phase]).toEqual(['live', 'live']);
      await line.speak(10_000, 20);
      expect(generationOf(anna)).toBeGreaterThan(before);
      expect(generationOf(ben)).toBe(generationOf(anna));
      await expectUnbroken(scene);
    },
  );

  test('a call keeps its generation while one side has no broker at the full hour, and rekeys when the broker returns', async () => {
    const scene = await onTheLine(seed);
    const { line, world, anna, ben } = scene;
    line.weather = FAIR;
    await line.speak(3000, 20);
    await world.clock.advance(60 * MINUTE - 10_000);
    for (const way of line.ways) way.openedAtMs = world.clock.nowMs();
    world.broker.setOnline(anna.device, false);
    line.weather = BAD;
    await line.speak(12_000, 20);
    line.weather = FAIR;
    await line.speak(3 * MINUTE, 790);
    expect([anna, ben].map(generationOf)).toEqual([0, 0]);
    expect(anna.view?.numbers.step).toBe(6);
    world.broker.setOnline(anna.device, true);
    line.weather = BAD;
    await line.speak(15_000, 20);
    expect([anna, ben].map(generationOf)).toEqual([1, 1]);
    await expectUnbroken(scene);
  });

  test('either side renews the keys while both people speak, if its worker cannot open a stream any more', async () => {
    const scene = await onTheLine(seed);
    const { line, anna, ben } = scene;
    for (const [turn, person] of [anna, ben, anna].entries()) {
      await line.speak(11_000, 20);
      scene.workers.get(person)?.tell({ kind: 'lost-window', stream: 2 });
      await line.speak(15_000, 20);
      expect([anna, ben].map(generationOf)).toEqual([turn + 1, turn + 1]);
    }
    await expectUnbroken(scene);
  });
});
