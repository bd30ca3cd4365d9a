// `npm run package:refusals -- <program> [names]`: starts a packaged (fused) Siegel once for each switch and variable
// that it must refuse (or only for those named), and once without any, as an ordinary user on a desktop of its own.
// Without <program> it starts the installed program.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { refusedSwitches, refusedVariables } from '../../../src/main/app/switches.ts';
import { spawnAs } from '../../../tools/desktop/account.ts';
import { startDesktop, type Desktop } from '../../../tools/desktop/desktop.ts';

const REFUSED_EXIT_CODE = 78; // EX_CONFIG of sysexits.h
const START_LIMIT_MS = 15_000;
const say = (line: string): void => void process.stdout.write(`refusals: ${line}\n`);

interface Outcome {
  readonly code: number | 'runs';
  readonly said: string;
}

/** Starts the program and waits for its end, or ends it after `limitMs`; then `code` is `runs`. */
async function start(
  desktop: Desktop,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  limitMs: number,
): Promise<Outcome> {
  const child = spawnAs(desktop.account, command, { ...desktop.env, ...env }, ['ignore', 'ignore', 'pipe']);
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  return new Promise((resolve) => {
    const limit = setTimeout(() => {
      child.removeAllListeners('exit');
      child.kill('SIGKILL');
      resolve({ code: 'runs', said });
    }, limitMs);
    child.once('exit', (code) => {
      clearTimeout(limit);
      resolve({ code: code ?? -1, said });
    });
  });
}

// With these the engine does not even reach our first line: it waits for a debugger that nobody attaches, or ends.
const waits: ReadonlySet<string> = new Set(['wait-for-debugger', 'browser-startup-dialog']);
const endsBefore: ReadonlySet<string> = new Set([
  'zygote-cmd-prefix',
  'trace-to-console',
  'disable-namespace-sandbox',
  'no-zygote',
  'NODE_REPL_EXTERNAL_MODULE',
]);
// A fuse removes these before anything reads them: the program runs, and they have no effect.
const takenAway: Readonly<Record<string, RegExp>> = {
  NODE_OPTIONS: /not allowed|NODE_OPTIONS/,
  NODE_EXTRA_CA_CERTS: /extra certs/i,
};

/** What is wrong with the outcome of a start in which `name` must have no effect; undefined if nothing is wrong. */
function wrongWith(name: string, { code, said }: Outcome): string | undefined {
  const effect = takenAway[name];
  if (effect !== undefined) return code === 'runs' && !effect.test(said) ? undefined : `has an effect: exit ${code}`;
  const isTold = /would undo the protection|würde den Schutz/.test(said);
  if (code === 'runs') return waits.has(name) && !isTold ? undefined : 'it runs';
  if (waits.has(name) || endsBefore.has(name)) return code === 0 ? 'exit 0' : undefined;
  return code === REFUSED_EXIT_CODE && isTold ? undefined : `exit ${code}`;
}

async function prove(desktop: Desktop, program: string, only: readonly string[]): Promise<readonly string[]> {
  const attempts = [
    ...refusedSwitches.map((name) => ({ name, command: [program, `--${name}=1`], env: {} })),
    ...refusedVariables.map((name) => ({ name, command: [program], env: { [name]: '1' } })),
  ].filter(({ name }) => only.length === 0 || only.includes(name));
  const wrong: string[] = [];
  for (const { name, command, env } of attempts) {
    const what = wrongWith(name, await start(desktop, command, env, START_LIMIT_MS));
    if (what !== undefined) wrong.push(`${name}: ${what}`);
  }
  say(`${attempts.length - wrong.length} of ${attempts.length} switches and variables had no effect, as they must`);
  const plain = await start(desktop, [program], {}, 5000);
  if (plain.code !== 'runs') wrong.push(`without any of them the program ends by itself: exit ${plain.code}`);
  const unknown = only.filter((name) => !attempts.some((attempt) => attempt.name === name));
  return [...wrong, ...unknown.map((name) => `${name}: on neither list`)];
}

const program = path.resolve(process.argv[2] ?? '/usr/bin/siegel');
if (!existsSync(program)) {
  say(`${program} is not there: install the package, or name dist/<kind>/linux-unpacked/siegel`);
  process.exit(1);
}
const desktop = await startDesktop({ keyring: 'unlocked', say });
try {
  const failed = await prove(desktop, program, process.argv.slice(3));
  for (const line of failed) say(`FAILED ${line}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
} finally {
  await desktop.stop();
}
