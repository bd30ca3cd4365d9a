// `npm run bench:fuzz`: gives every parser a million damaged inputs, made from the stored corpus.
// `-- --inputs 10000 --only sdp,feed --seed 7` changes that. `-- --corpus` only writes the seeds that are not stored
// yet. An input that breaks a promise is added to the corpus and ends the run. Inputs per second are printed and
// not judged.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Bytes, toHex } from '../../src/core/bytes.ts';
import { keptCorpus } from '../support/fuzz/corpus.ts';
import { fuzz } from '../support/fuzz/fuzz.ts';
import { targets } from '../support/fuzz/targets.ts';
import { makeCorpus } from './fuzz/make-corpus.ts';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '1000000' },
    only: { type: 'string' },
    seed: { type: 'string' },
    corpus: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);

function keepBroken(name: string, input: Bytes): string {
  const folder = join(import.meta.dirname, 'fuzz/corpus', name);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `broken-${toHex(input).slice(0, 12)}-${input.length}`);
  writeFileSync(file, input);
  return file;
}

if (values.corpus) await makeCorpus();
const inputs = Number(values.inputs);
const seed = values.seed === undefined ? Date.now() % 0xffff_ffff : Number(values.seed);
const only = values.only?.split(',');
const unknown = only?.filter((each) => !targets.some(({ name }) => name === each)) ?? [];
if (unknown.length > 0) throw new Error(`no parser is called ${unknown.join(' or ')}`);
if (!values.corpus) {
  say(`seed ${seed}, ${inputs} inputs per parser`);
  for (const target of targets.filter(({ name }) => only?.includes(name) ?? true)) {
    const begun = performance.now();
    const outcome = fuzz(target, keptCorpus(target.name), inputs, seed);
    const seconds = (performance.now() - begun) / 1000;
    if (outcome.kind === 'broken') {
      say(`${target.name}: ${outcome.why}; the input is in ${keepBroken(target.name, outcome.input)}`);
      process.exitCode = 1;
      break;
    }
    const rate = Math.round(inputs / seconds);
    say(
      `${target.name.padEnd(26)} ${outcome.accepted} accepted, ${inputs - outcome.accepted} refused, ${rate} inputs/s`,
    );
  }
}
