// `npm run check`: what can be said of a change without a browser and a desktop in under a minute, on as many cores
// as there are. Tests of files that take a quarter of a second, or a worker of their own, are left to `npm test`
// (vitest.config.ts). Says what failed with that program's own words, and nothing of what passed but its time.
import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';

interface Step {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}
interface Outcome {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly output: string;
}

const project = path.resolve(import.meta.dirname, '..');
const compiled = path.join(project, '.cache', 'compiled'); // what Node made of these programs' source the last time
// Longest first, so that the short ones fill the gaps. Types are checked where lint reads
// them anyway, by the native compiler of the same language: building the same programs a
// second time was a fifth of the processor time. `npm test` asks `tsc` itself.
const steps: readonly Step[] = [
  { name: 'unit tests', command: ['vitest', 'run', '--reporter=dot', '--project=together'] },
  {
    name: 'lint and types',
    command: ['oxlint', '--type-aware', '--type-check', '--deny-warnings'],
    env: { GOGC: 'off', GOMEMLIMIT: '4GiB' }, // a fifth of its time was collecting garbage; so it does that only near 4 GiB
  },
  { name: 'rooms', command: ['depcruise', 'src', 'test', 'tools', '--config', '--output-type', 'err-long'] },
  { name: 'dead code', command: ['knip'] },
  { name: 'format', command: ['oxfmt', '--check', '.'] },
];

async function runStep({ name, command, env }: Step): Promise<Outcome> {
  const started = performance.now();
  const [program, ...args] = command;
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(path.join(project, 'node_modules', '.bin', program ?? ''), args, {
      cwd: project,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', NODE_COMPILE_CACHE: compiled, ...env },
      shell: process.platform === 'win32',
    });
    const finish = (ok: boolean): void =>
      resolve({ name, ok, seconds: (performance.now() - started) / 1000, output: output.trimEnd() });
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', (error) => {
      output += error.message;
      finish(false);
    });
    child.once('close', (code) => finish(code === 0));
  });
}

const waiting = [...steps];
const outcomes: Outcome[] = [];
async function lane(): Promise<void> {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    const outcome = await runStep(step);
    outcomes.push(outcome);
    process.stdout.write(`${outcome.ok ? 'ok    ' : 'FAILED'} ${outcome.name} (${outcome.seconds.toFixed(1)} s)\n`);
  }
}
const started = performance.now();
await Promise.all(Array.from({ length: Math.max(2, os.availableParallelism()) }, lane));
const failed = outcomes.filter((outcome) => !outcome.ok);
for (const { name, output } of failed) process.stdout.write(`\n--- ${name}\n${output}\n`);
const seconds = ((performance.now() - started) / 1000).toFixed(1);
process.stdout.write(`\n${outcomes.length - failed.length} of ${outcomes.length} checks passed in ${seconds} s\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
