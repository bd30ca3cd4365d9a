// `npm run bench:handshake`: main's time for one device's handshake, by the curves of the reference and by those of
// the platform, against the limit of 4 ms, in this Node and in Electron's.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { resolveRuntime } from '../../tools/runtime.ts';

const LIMIT_MS = 4;
const project = path.resolve(import.meta.dirname, '../..');
const outDir = path.join(project, '.cache/bench');
const run = promisify(execFile);
type Medians = readonly (readonly [step: string, ms: number])[];

function line(what: string, reference: number, platform = Number.NaN, unit = 'ms'): void {
  const figures = [reference, platform].map((figure) => `${figure.toFixed(2).padStart(9)} ${unit}`).join('');
  process.stdout.write(`  ${what.padEnd(32)}${figures}\n`);
}

function totalOf(medians: Medians, side: string): number {
  return medians.filter(([step]) => step.startsWith(side)).reduce((sum, [, ms]) => sum + ms, 0);
}

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
  const { node, ...all } = JSON.parse(stdout) as { node: string; reference: Medians; platform: Medians };
  process.stdout.write(
    `\n${name} ${node}, medians\n${''.padEnd(34)}${'reference'.padStart(12)}${'platform'.padStart(12)}\n`,
  );
  for (const [index, [step, ms]] of all.reference.entries()) line(step, ms, all.platform[index]?.[1]);
  for (const side of ['caller', 'callee']) {
    const [reference = 0, platform = 0] = [all.reference, all.platform].map((medians) => totalOf(medians, side));
    line(`${side} in all`, reference, platform);
    line('  of the limit', reference / LIMIT_MS, platform / LIMIT_MS, '  ');
  }
}
