// `npm test`: everything that can be proven here: system, build, unit tests, the page in Chromium, the app on a
// desktop. Every part runs, even if another one fails. People read a log from its end. So the end names the failures,
// and the last line has the counts of all runners. The exit code is 0 only if nothing failed.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { resolveRuntime } from './runtime.ts';
import { type Outcome, playwrightOutcome, summary, vitestOutcome } from './test/outcome.ts';

const project = path.resolve(import.meta.dirname, '..');
const reports = path.join(project, 'test-results', 'reports');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

type Environment = Readonly<Record<string, string | undefined>>;
// Playwright sets FORCE_COLOR for its own workers, and Node warns if NO_COLOR is set as well, so a program is given
// only one of the two. Vitest takes any FORCE_COLOR, even 0, as a wish for colours.
const isColoured = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
const colours = (variable: 'NO_COLOR' | 'FORCE_COLOR'): Environment => ({
  NO_COLOR: variable === 'NO_COLOR' && !isColoured ? '1' : undefined,
  FORCE_COLOR: isColoured ? '1' : variable === 'FORCE_COLOR' ? '0' : undefined,
});

interface Ended {
  readonly ok: boolean;
  /** The last lines of the program's output. */
  readonly said: string;
}
const LINES_KEPT = 50;

/** Runs a program of an npm package to its end; other programs may run meanwhile. */
function start([program = '', ...args]: readonly string[], env: Environment = colours('NO_COLOR')): Promise<Ended> {
  return new Promise((resolve) => {
    const started = spawn(path.join(project, 'node_modules', '.bin', program), args, {
      cwd: project,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
      shell: process.platform === 'win32',
    });
    let said = '';
    const hear = (chunk: string): void => {
      process.stdout.write(chunk);
      said = `${said}${chunk}`.split('\n').slice(-LINES_KEPT).join('\n');
    };
    for (const stream of [started.stdout, started.stderr]) stream.setEncoding('utf8').on('data', hear);
    started.on('error', ({ message }) => resolve({ ok: false, said: message }));
    started.on('exit', () => {
      // A process that the program left running holds the pipes open, which must not block the run.
      const left = setTimeout(() => [started.stdout, started.stderr].forEach((stream) => stream.destroy()), 1000);
      started.on('close', () => clearTimeout(left));
    });
    started.on('close', (status) => resolve({ ok: status === 0, said }));
  });
}

const none: Outcome = { passed: 0, skipped: 0, failures: [] };
const broken = (part: string, message: string): Outcome => ({ ...none, failures: [{ part, messages: [message] }] });

async function program(part: string, ...command: readonly string[]): Promise<Outcome> {
  const { ok, said } = await start(command);
  return ok ? none : broken(part, said);
}

/** A runner that failed without a failed test (coverage, no report) is one failure, described by its last lines. */
function reported(part: string, { ok, said }: Ended, file: string, read: (report: unknown) => Outcome): Outcome {
  let outcome: Outcome;
  try {
    outcome = read(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    return broken(part, `no report: ${error instanceof Error ? error.message : String(error)}\n${said}`);
  }
  if (ok || outcome.failures.length > 0) return outcome;
  return { ...outcome, failures: [{ part, messages: [`every test passed, and yet the run failed:\n${said}`] }] };
}

async function unit(name: string, ...args: readonly string[]): Promise<Outcome> {
  const file = path.join(reports, `${name}.json`);
  const ended = await start([
    'vitest',
    'run',
    ...args,
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  return reported(name, ended, file, (report) => vitestOutcome(name, report, project));
}

// The tests of the app that record a speaker, or have networks of their own, must catch things that exist for a moment
// only. The test that blurs the background of a camera needs all the speed of the machine. All other tests wait for
// conditions: most of them start a call and look at frames, which come at their own pace.
const MEASURES = /from '[^']*\/(?:desktop\/tone|devices\/lab|support\/person-camera)\.ts'/u;

/** The specs of the app that measure something, or those that do not. */
function specs(measure: boolean): readonly string[] {
  const folder = path.join(project, 'test', 'e2e');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.spec.ts'))
    .filter((file) => MEASURES.test(readFileSync(path.join(folder, file), 'utf8')) === measure)
    .map((file) => `e2e/${file}`);
}

async function browser(
  name: string,
  runs: 'screens' | 'chromium' | 'frames' | 'electron' | 'waits',
  ...more: readonly string[]
): Promise<Outcome> {
  const file = path.join(reports, `${name}.json`);
  const output = path.join(project, 'test-results', name); // each run empties its own folder only
  const command = ['playwright', 'test', `--project=${runs}`, '--reporter=list,json', `--output=${output}`, ...more];
  const ended = await start(command, { ...colours('FORCE_COLOR'), PLAYWRIGHT_JSON_OUTPUT_NAME: file });
  return reported(name, ended, file, (report) => playwrightOutcome(name, report));
}

const took: string[] = []; // how long each part took, in the order in which they ended

/** Runs a part; an error that it throws is a failure. */
async function part(name: string, work: () => Outcome | Promise<Outcome>): Promise<Outcome> {
  say(`\n=== ${name}`);
  const startedMs = performance.now();
  try {
    return await work();
  } catch (error) {
    return broken(name, error instanceof Error ? error.message : String(error));
  } finally {
    took.push(`${String(Math.round((performance.now() - startedMs) / 1000)).padStart(5)} s  ${name}`);
  }
}

// Two rows of parts run in parallel. This row mostly waits, for a time to pass or for the next frame of a camera. It
// takes little processor time from the other row, which measures nothing.
async function waits(): Promise<Outcome[]> {
  return [
    await part('tests that mostly wait, beside other tests', () => browser('waits', 'waits')),
    await part('page and worker judged by their frames, beside other tests', () => browser('frames', 'frames')),
  ];
}

async function besides(): Promise<Outcome[]> {
  return [
    // The slow tests run without coverage: the other tests reach every line of core, and coverage would make a search
    // through chains take four times as long.
    await part('slow tests', () => unit('slow', '--project=slow')),
    // Tests that measure nothing run two at a time; those that measure have the machine to themselves.
    await part('windows in Chromium', () => browser('screens', 'screens', '--workers=2')),
    await part('tests of the app that measure nothing', () =>
      browser('app', 'electron', '--workers=2', ...specs(false)),
    ),
  ];
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const outcomes = [
  // The first two mostly wait for the network. The other two need nothing that the first two install.
  ...(await Promise.all([
    part('system', () => program('system', 'node', 'tools/system.ts')),
    part('runtime', async () => {
      await resolveRuntime(say); // fetched here on first use, not during a test
      return none;
    }),
    // TypeScript 7, the native compiler, takes a third of the processor time of TypeScript 6, and more with threads.
    part('types', () => program('types', 'node', 'node_modules/typescript-7/bin/tsc', '-b', '--singleThreaded')),
    part('unit tests and whole calls', () =>
      unit('unit', '--coverage', '--project=together', '--project=long', '--project=alone', '--project=exact'),
    ),
  ])),
  await part('build', () => program('build', 'electron-vite', 'build', '--logLevel', 'warn')),
  ...(await Promise.all([waits(), besides()])).flat(),
  await part('page and worker in Chromium', () => browser('chromium', 'chromium')),
  await part('tests of the app that measure', () => browser('electron', 'electron', ...specs(true))),
];
say(`\n${took.join('\n')}\n\n${summary(outcomes)}`);
process.exitCode = outcomes.every(({ failures }) => failures.length === 0) ? 0 : 1;
