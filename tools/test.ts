// `npm test`: everything that can be proven here: system, build, unit tests, the page in Chromium, the app on a desktop.
// Runs all of it even where a part fails; the last line sums all runners up, and the exit code is 0 only if nothing failed.
import { spawn, type SpawnOptions } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { resolveRuntime } from './runtime.ts';

const project = path.resolve(import.meta.dirname, '..');
const reports = path.join(project, 'test-results', 'reports');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const VitestReport = v.object({
  numPassedTests: v.number(),
  numFailedTests: v.number(),
  numPendingTests: v.number(),
  numTodoTests: v.number(),
});
const PlaywrightReport = v.object({
  stats: v.object({ expected: v.number(), unexpected: v.number(), flaky: v.number(), skipped: v.number() }),
});

const binary = (program: string): string => path.join(project, 'node_modules', '.bin', program);
const options = (env: Readonly<Record<string, string>> = {}): SpawnOptions => ({
  cwd: project,
  stdio: ['ignore', 'inherit', 'inherit'],
  env: { ...process.env, ...(process.stdout.isTTY ? {} : { NO_COLOR: '1', FORCE_COLOR: '0' }), ...env },
  shell: process.platform === 'win32',
});

/** Whether a program of the packages ended well; others may run meanwhile. */
function start(
  [program = '', ...args]: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  return new Promise((resolve) => {
    const started = spawn(binary(program), args, options(env));
    started.on('error', () => resolve(false));
    started.on('close', (status) => resolve(status === 0));
  });
}

/** Counts of a runner's report. A runner that failed without a failed test (coverage, no report) counts as one failure. */
function counted(name: string, ok: boolean, read: () => Count): Count {
  let count: Count;
  try {
    count = read();
  } catch {
    say(`${name}: there is no report`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  if (ok || count.failed > 0) return count;
  say(`${name}: every test passed, and yet the run failed (see above)`);
  return { ...count, failed: 1 };
}

async function unit(name: string, ...args: readonly string[]): Promise<Count> {
  const file = path.join(reports, `${name}.json`);
  const ok = await start(['vitest', 'run', ...args, '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`]);
  return counted(name, ok, () => {
    const report = v.parse(VitestReport, JSON.parse(readFileSync(file, 'utf8')));
    const skipped = report.numPendingTests + report.numTodoTests;
    return { passed: report.numPassedTests, failed: report.numFailedTests, skipped };
  });
}

async function browser(
  name: 'screens' | 'chromium' | 'electron' | 'waits',
  ...more: readonly string[]
): Promise<Count> {
  const file = path.join(reports, `${name}.json`);
  const output = path.join(project, 'test-results', name); // each run empties its own folder only
  const command = ['playwright', 'test', `--project=${name}`, '--reporter=list,json', `--output=${output}`, ...more];
  const ok = await start(command, { PLAYWRIGHT_JSON_OUTPUT_NAME: file });
  return counted(name, ok, () => {
    const { stats } = v.parse(PlaywrightReport, JSON.parse(readFileSync(file, 'utf8')));
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
  });
}

const took: string[] = []; // how long each part took, in the order in which they ended

/** Runs a part; one that cannot even start is a failure with its reason. */
async function part(name: string, work: () => Count | Promise<Count>): Promise<Count> {
  say(`\n=== ${name}`);
  const startedMs = performance.now();
  try {
    return await work();
  } catch (error) {
    say(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    took.push(`${String(Math.round((performance.now() - startedMs) / 1000)).padStart(5)} s  ${name}`);
  }
}

async function besides(): Promise<Count[]> {
  return [
    // Not under coverage, which the others reach without them: it makes a search four times as long.
    await part('slow tests', () => unit('slow', '--project=slow')),
    // Without media, sound or a clock they run two at a time; what measures has the machine to itself.
    await part('windows in Chromium', () => browser('screens', '--workers=2')),
  ];
}

const none: Count = { passed: 0, failed: 0, skipped: 0 };
const broken: Count = { ...none, failed: 1 };
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const counts = [
  // Two of them mostly wait for the network, and none needs what another makes.
  ...(await Promise.all([
    part('system', async () => ((await start(['node', 'tools/system.ts'])) ? none : broken)),
    part('runtime', async () => {
      await resolveRuntime(say); // fetched here on first use, not in the time of a test
      return none;
    }),
    part('types', async () => ((await start(['tsc', '-b'])) ? none : broken)),
  ])),
  await part('build', async () => ((await start(['electron-vite', 'build', '--logLevel', 'warn'])) ? none : broken)),
  await part('unit tests and whole calls', () => unit('unit', '--coverage', '--project=together', '--project=alone')),
  // What only waits takes nothing from what runs beside it.
  ...(await Promise.all([part('what mostly waits, beside the next', () => browser('waits')), besides()])).flat(),
  await part('page and worker in Chromium', () => browser('chromium')),
  await part('the app on a desktop', () => browser('electron')),
];
say(`\n${took.join('\n')}`);
const total = (key: keyof Count): number => counts.reduce((sum, count) => sum + count[key], 0);
say(`\n${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`);
process.exitCode = total('failed') === 0 ? 0 : 1;
