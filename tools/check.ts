// `npm run check`: checks of a change that need neither browser nor desktop and take less than a minute together, on
// all cores of the machine. Test files that take a quarter of a second or more, or need a worker of their own, are left
// to `npm test` (vitest.config.ts). If a check fails, its own output is printed; a check that passes prints only its
// time.
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
const compiled = path.join(project, '.cache', 'compiled'); // Node's compiled form of these programs from an earlier run
// Longest first, so that the short ones fill the gaps. Type-aware lint builds all programs anyway, with the native
// TypeScript compiler, so it also checks their types: a separate build took a fifth of the processor time. In contrast,
// `npm test` runs `tsc`.
const steps: readonly Step[] = [
  { name: 'unit tests', command: ['vitest', 'run', '--reporter=dot', '--project=together'] },
  {
    name: 'lint and types',
    command: ['oxlint', '--type-aware', '--type-check', '--deny-warnings'],
    // Garbage collection took a fifth of lint's time, so lint collects garbage only near 4 GiB.
    env: { GOGC: 'off', GOMEMLIMIT: '4GiB' },
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
