// `npm run bench:curves`: the curves of the platform against the reference, answer by answer
// over random inputs (100,000, or as many as are asked for), in this Node and in Electron's;
// then what each operation costs, as a ratio. Ends with 1 at the first answer that differs.
import { inBothEngines } from './handshake/both-engines.ts';

await inBothEngines('curves/compare.ts', [process.argv[2] ?? '100000'], (engine, printed) => {
  process.stdout.write(`\n${engine} ${printed}\n`);
});
