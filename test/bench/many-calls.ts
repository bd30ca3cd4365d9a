// `npm run bench:many-calls`: what 200 calls in a row leave behind (or as many as the first argument says) between two
// real Siegels, one in four of them with video. It prints memory after a collection, handles, timers and listeners,
// each as a ratio of what there was after the first tenth. It prints the heaps on the way, because what leaks with
// every call keeps growing, and what is made once does not. It also prints the kinds of file of which more are open
// than at first, and the heaps once more without the list of these calls, which is stored on purpose. It is a bench,
// not a test, and fails only if a call does. Needs Linux.
import { answerDialogs } from '../../tools/desktop/consent.ts';
import type { Person } from '../../tools/desktop/person.ts';
import { compare, filesOf, moreFiles, type Stock, takeStock } from './endurance/stock.ts';
import { end, talk, withTwoSiegels } from './endurance/two-siegels.ts';

const CALLS = Number(process.argv[2] ?? 200);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const heaps = (stock: Stock): string =>
  ['main: heap', 'main page: heap']
    .map((what) => `${what} ${((stock.get(what) ?? 0) / 2 ** 20).toFixed(2)} MiB`)
    .join(', ');

async function clearHistory(person: Person): Promise<void> {
  await answerDialogs(person, true);
  const page = await person.window('main');
  await page.evaluate(() => window.siegel.call('history.clear', {}));
  await person.until('no history', ({ history }) => history.length === 0);
}

await withTwoSiegels(async (sides) => {
  const both = [
    ['caller', sides.caller],
    ['callee', sides.callee],
  ] as const;
  const stock = async () => [await takeStock(sides.caller, ['main']), await takeStock(sides.callee, ['main'])] as const;
  const files = () => both.map(([, { pid }]) => filesOf(pid));
  const warm = Math.max(1, Math.round(CALLS / 10)); // by then everything that is made once exists
  let [first, open] = [await stock(), files()];
  const beganAtMs = performance.now();
  for (let call = 1; call <= CALLS; call++) {
    await talk(sides, call % 4 === 0 ? 'video' : 'audio');
    await end(sides);
    if (call === warm) [first, open] = [await stock(), files()];
    if (call % warm !== 0) continue;
    const now = await stock();
    say(`${call} calls, ${((performance.now() - beganAtMs) / call / 1000).toFixed(1)} s each`);
    for (const [i, [name]] of both.entries()) say(`  ${name}  ${heaps(now[i] ?? new Map())}`);
  }
  const last = await stock();
  say(`after call ${warm} → after call ${CALLS}`);
  for (const [i, [name, { pid }]] of both.entries()) {
    for (const line of compare(name, first[i] ?? new Map(), last[i] ?? new Map())) say(line);
    for (const line of moreFiles(name, open[i] ?? new Map(), pid)) say(line);
  }
  for (const [, person] of both) await clearHistory(person);
  const bare = await stock();
  for (const [i, [name]] of both.entries()) say(`${name}  without the list of calls: ${heaps(bare[i] ?? new Map())}`);
});
