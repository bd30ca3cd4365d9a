// `npm run bench:histories`: a million random histories instead of the 8,000 of the slow tests. Prints how many events
// the machines were given, how the calls ended, and in how many histories each trouble occurred and each property
// applied. The first history in which a property does not hold is shrunk and printed, and ends the run.
// `-- --calls 50000 --seed 7` runs fewer histories, or others. `-- --find NAME` prints instead a shrunk history in
// which the happening of this name (happenings.ts) occurs.
import { inspect, parseArgs } from 'node:util';
import fc from 'fast-check';
import { type Happening, HAPPENINGS } from '../core/call/histories/happenings.ts';
import { histories, tell } from '../core/call/histories/tell.ts';

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    find: { type: 'string' },
  },
});
const told = Number(values.calls);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const ends = new Map<string, number>();
const counted = new Map<string, number>();
const more = (counts: Map<string, number>, what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
const line = (count: number, what: string): void => say(`${String(count).padStart(8)}  ${what}`);
if (values.find !== undefined) {
  const { find } = values;
  const isElsewhere = fc.property(histories, (drawn) => !tell(drawn).counted.has(find as Happening));
  const { counterexample } = fc.check(isElsewhere, { numRuns: told, seed: Number(values.seed) });
  if (counterexample === null) throw new Error(`no history of ${values.calls} has it: ${find}`);
  say(inspect(counterexample[0], { depth: null, breakLength: 120 }));
  process.exit();
}
let events = 0;
const begun = performance.now();
fc.assert(
  fc.property(histories, (drawn) => {
    const one = tell(drawn);
    events += one.events;
    more(ends, one.end);
    for (const what of one.counted) more(counted, what);
  }),
  { numRuns: told, seed: Number(values.seed) },
);
const seconds = (performance.now() - begun) / 1000;
say(`${told} histories, ${events} events, ${ends.size} different ends, nothing that must not be`);
say(
  `${seconds.toFixed(1)} s, ${Math.round(told / seconds)} histories a second, ${((seconds * 1e6) / events).toFixed(1)} µs an event`,
);
say('How the calls of a history ended, on each side:');
for (const [end, count] of [...ends].toSorted(([, a], [, b]) => b - a).slice(0, 12)) line(count, end);
say('In so many histories:');
for (const what of HAPPENINGS) line(counted.get(what) ?? 0, what);
