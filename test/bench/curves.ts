// `npm run bench:curves`: compares the platform's curves with the reference, result by result, over random inputs
// (100,000 unless told otherwise), in this Node and in Electron's. Then it prints what each operation costs with both,
// and the ratio. Exits with 1 at the first difference.
import { inBothEngines } from './handshake/both-engines.ts';

await inBothEngines('curves/compare.ts', [process.argv[2] ?? '100000'], (engine, printed) => {
  process.stdout.write(`\n${engine} ${printed}\n`);
});
