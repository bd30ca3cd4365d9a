// The demo by hand: two Siegels on the present display, set up and introduced, ready to call each other. Media are
// faked only if there is no camera, which is checked on Linux only. The demo ends when both are quit, and its profiles
// are deleted.
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron as electron, type ElectronApplication } from '@playwright/test';
import { endAtOnce } from '../desktop/launch.ts';
import { Person } from '../desktop/person.ts';
import { resolveRuntime } from '../runtime.ts';
import { introduce, people } from './sides.ts';
import { freePort } from '../network/free-port.ts';

const PASSPHRASE = 'only for this demo';
const project = path.resolve(import.meta.dirname, '..', '..');

function cameraIsMissing(): boolean {
  if (process.platform !== 'linux') return false;
  return !readdirSync('/dev').some((name) => name.startsWith('video'));
}

async function gone(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => child.once('exit', resolve));
}

/** Starts both Siegels, introduces them, and waits until a person has quit both. */
export async function byHand(say: (line: string) => void): Promise<void> {
  const runtime = await resolveRuntime(say);
  const profiles = mkdtempSync(path.join(os.tmpdir(), 'siegel-demo-'));
  const broker = `127.0.0.1:${await freePort()}`;
  const fake = cameraIsMissing() ? ['--use-fake-device-for-media-stream'] : [];
  if (fake.length > 0) say('no camera here: Chromium’s test picture and tone stand in');
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  if (asRoot) say('running as root: the sandbox is off. Run as an ordinary user to have it.');
  const environment = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const start = (profile: string, args: readonly string[]): Promise<ElectronApplication> =>
    electron.launch({
      executablePath: runtime.executable,
      chromiumSandbox: !asRoot,
      cwd: project,
      env: { ...environment, SIEGEL_DRIVEN: '1' },
      args: [...fake, ...args, project, `--profile=${path.join(profiles, profile)}`],
    });
  const running: ChildProcess[] = [];
  const meet = async (who: 'caller' | 'callee', args: readonly string[]): Promise<Person> => {
    const person = new Person(who, await start(who, ['--language=en', `--broker-url=mqtt://${broker}`, ...args]));
    running.push(person.process);
    return person;
  };
  try {
    const caller = await meet('caller', [`--start-broker=${broker}`]);
    const callee = await meet('callee', []);
    if ((await caller.view()).keyStore.kind === 'none')
      say(`no key store here: the passphrase "${PASSPHRASE}" stands in`);
    await introduce({ caller, callee }, PASSPHRASE);
    say(`${people.caller.address} and ${people.callee.address} are ready: choose the contact and call.`);
    say('the demo ends when both programs are quit (in the tray or the menu).');
    await Promise.all(running.map(gone));
  } finally {
    await Promise.all(running.map(endAtOnce));
    rmSync(profiles, { recursive: true, force: true });
  }
}
