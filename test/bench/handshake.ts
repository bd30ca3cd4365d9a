// `npm run bench:handshake`: main's time for one device's handshake, against the limit of 15 ms, in this Node and in Electron's.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { resolveRuntime } from '../../tools/runtime.ts';

const LIMIT_MS = 15;
const project = path.resolve(import.meta.dirname, '../..');
const outDir = path.join(project, '.cache/bench');
const run = promisify(execFile);

await build({
  configFile: false,
  logLevel: 'warn',
  ssr: { noExternal: true },
  build: {
    outDir,
    emptyOutDir: true,
    ssr: path.join(project, 'test/bench/handshake/rounds.ts'),
    rollupOptions: { output: { entryFileNames: 'rounds.mjs' } },
  },
});

const runtime = await resolveRuntime((line) => process.stdout.write(`${line}\n`));
const programs = [
  { name: 'Node', program: process.execPath },
  { name: 'Electron as Node', program: runtime.executable },
];
for (const { name, program } of programs) {
  const { stdout } = await run(program, [path.join(outDir, 'rounds.mjs')], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  const { node, medians } = JSON.parse(stdout) as { node: string; medians: [string, number][] };
  process.stdout.write(`\n${name} ${node}, medians\n`);
  for (const [step, ms] of medians) process.stdout.write(`  ${step.padEnd(32)} ${ms.toFixed(2)} ms\n`);
  for (const side of ['caller', 'callee']) {
    const total = medians.filter(([step]) => step.startsWith(side)).reduce((sum, [, ms]) => sum + ms, 0);
    const ratio = (total / LIMIT_MS).toFixed(2);
    process.stdout.write(`  ${side} in all ${total.toFixed(2)} ms: ${ratio} of the limit of ${LIMIT_MS} ms\n`);
  }
}
