// `npm run bench:fuzz-connection`: opens twenty thousand connections, one after the other, to a server that follows no
// rule. `-- --rounds 500 --seed 7` sets the number of connections and the seed. The first twenty broken promises are
// printed, each with the seed that repeats it.
import { parseArgs } from 'node:util';
import { connectionRounds } from '../support/fuzz/connection-rounds.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '20000' }, seed: { type: 'string' } } });
const rounds = Number(values.rounds);
const seed = values.seed === undefined ? Date.now() % 0x0fff_ffff : Number(values.seed);
const begun = performance.now();
const { opened, faults } = await connectionRounds(rounds, seed);
const rate = Math.round(rounds / ((performance.now() - begun) / 1000));
process.stdout.write(`seed ${seed}: ${rounds} connections, ${opened} opened, ${faults.length} faults, ${rate}/s\n`);
for (const fault of faults.slice(0, 20)) process.stdout.write(`${fault}\n`);
if (faults.length > 0) process.exitCode = 1;
