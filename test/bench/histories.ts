// `npm run bench:histories`: a million calls by chance instead of the hundred thousand of the slow tests. Prints how many events the
// machines were given and what became of the calls; the first history in which something does not hold is shrunk, printed and ends it.
// `-- --calls 50000 --seed 7` tells fewer, or others.
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { histories, tell } from '../core/call/histories/tell.ts';

const { values } = parseArgs({
  options: { calls: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const ends = new Map<string, number>();
let events = 0;
const begun = performance.now();
fc.assert(
  fc.property(histories, (drawn) => {
    const told = tell(drawn);
    events += told.events;
    ends.set(told.end, (ends.get(told.end) ?? 0) + 1);
  }),
  { numRuns: Number(values.calls), seed: Number(values.seed) },
);
const seconds = (performance.now() - begun) / 1000;
say(`${values.calls} calls, ${events} events, ${ends.size} different ends, nothing that must not be`);
say(`${seconds.toFixed(1)} s, ${((seconds * 1e6) / events).toFixed(1)} µs an event with its world`);
for (const [end, count] of [...ends].toSorted(([, a], [, b]) => b - a).slice(0, 12))
  say(`${String(count).padStart(8)}  ${end}`);
