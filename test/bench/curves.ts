// `npm run bench:curves`: the curves of the platform against the reference, answer by answer over random inputs (100,000, or as many as
// are asked for), in this Node and in Electron's; then what each operation costs, as a ratio. Ends with 1 at the first answer that differs.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { resolveRuntime } from '../../tools/runtime.ts';

const inputs = process.argv[2] ?? '100000';
const project = path.resolve(import.meta.dirname, '../..');
const outDir = path.join(project, '.cache/bench-curves');
const run = promisify(execFile);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

await build({
  configFile: false,
  logLevel: 'warn',
  ssr: { noExternal: true },
  build: {
    outDir,
    emptyOutDir: true,
    ssr: path.join(project, 'test/bench/curves/compare.ts'),
    rollupOptions: { output: { entryFileNames: 'compare.mjs' } },
  },
});

const runtime = await resolveRuntime(say);
for (const [name, program] of [
  ['Node', process.execPath],
  ['Electron as Node', runtime.executable],
] as const) {
  const { stdout } = await run(program, [path.join(outDir, 'compare.mjs'), inputs], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  say(`\n${name} ${stdout.trimEnd()}`);
}
