// `npm run bench:many-calls`: what is left behind by 200 calls in a row (or as many as the first argument says) between two real
// Siegels, one in four of them with video. Memory after a collection, handles, timers and listeners, each as a ratio of what there
// was after the first tenth. It is no test, and fails only if a call does. Needs a build, and Linux.
import { compare, takeStock } from './endurance/stock.ts';
import { end, talk, withTwoSiegels } from './endurance/two-siegels.ts';

const CALLS = Number(process.argv[2] ?? 200);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

await withTwoSiegels(async (sides) => {
  const { caller, callee } = sides;
  const stock = async () => [await takeStock(caller, ['main']), await takeStock(callee, ['main'])] as const;
  const warm = Math.max(1, Math.round(CALLS / 10)); // what is made once is made by then
  let first = await stock();
  const beganAtMs = performance.now();
  for (let call = 1; call <= CALLS; call++) {
    await talk(sides, call % 4 === 0 ? 'video' : 'audio');
    await end(sides);
    if (call === warm) first = await stock();
    if (call % 50 === 0) say(`${call} calls, ${((performance.now() - beganAtMs) / call / 1000).toFixed(1)} s each`);
  }
  const last = await stock();
  say(`after call ${warm} → after call ${CALLS}`);
  for (const line of [...compare('caller', first[0], last[0]), ...compare('callee', first[1], last[1])]) say(line);
});
