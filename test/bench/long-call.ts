// `npm run bench:long-call`: makes one call between two real Siegels and measures each minute what both programs hold.
// The first argument is the number of minutes, otherwise 30. With `video` as the second argument, the call has video.
// Prints some figures of every sample as ratios to those of the second sample, and the last sample in full. It is a
// bench, not a test, and fails only if the call does. Needs Linux.
import { setTimeout as wait } from 'node:timers/promises';
import type { Person } from '../../tools/desktop/person.ts';
import { compare, filesOf, moreFiles, type Stock, takeStock } from './endurance/stock.ts';
import { end, talk, withTwoSiegels } from './endurance/two-siegels.ts';

const MINUTES = Number(process.argv[2] ?? 30);
const MEDIA = process.argv[3] === 'video' ? 'video' : 'audio';
const FOLLOWED = [
  'main: heap',
  'main: heap, old objects',
  'all processes: resident',
  'stage page: heap',
  'stage page: listeners',
] as const;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The frames that this person has opened by stream, the generation and step, and the drops by stream and cause. */
async function frames(person: Person): Promise<string> {
  const { call } = await person.view();
  const streams = call?.numbers.streams ?? [];
  const dropped = streams.flatMap(({ stream, sealDropped, openDropped }) =>
    [...Object.entries(sealDropped), ...Object.entries(openDropped)].map(([cause, n]) => `${stream} ${cause} ${n}`),
  );
  const opened = streams.map((each) => each.opened).join('/');
  return `opened ${opened}, generation ${call?.numbers.generation}, step ${call?.numbers.step}, dropped ${dropped.join(', ') || 'none'}`;
}

await withTwoSiegels(async (sides) => {
  const both = [
    ['caller', sides.caller],
    ['callee', sides.callee],
  ] as const;
  await talk(sides, MEDIA);
  const first = new Map<string, Stock>();
  const last = new Map<string, Stock>();
  const open = new Map<string, ReadonlyMap<string, number>>();
  for (let minute = 1; minute <= MINUTES; minute++) {
    await wait(60_000); // a bench measures over time and judges nothing
    for (const [name, person] of both) {
      const stock = await takeStock(person, ['main', 'stage', 'security']);
      if (minute <= 2) first.set(name, stock);
      if (minute <= 2) open.set(name, filesOf(person.pid));
      last.set(name, stock);
      const ratios = FOLLOWED.map((what) => {
        const [now, then] = [stock.get(what) ?? 0, first.get(name)?.get(what) ?? 0];
        return `${what} × ${(now / then).toFixed(2)}`;
      });
      say(`minute ${String(minute).padStart(2)} ${name}: ${ratios.join(', ')}; ${await frames(person)}`);
    }
  }
  for (const [name, { pid }] of both) {
    for (const line of compare(name, first.get(name) ?? new Map(), last.get(name) ?? new Map())) say(line);
    for (const line of moreFiles(name, open.get(name) ?? new Map(), pid)) say(line);
  }
  await end(sides);
});
