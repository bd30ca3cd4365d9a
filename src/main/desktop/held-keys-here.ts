// Which way of watching held keys belongs to this system, and how the keyboard process is started. Under Wayland no key
// is watched in either way (portal-keys.ts).
import { join } from 'node:path';
import { utilityProcess } from 'electron';
import type { Log } from '../log.ts';
import type { Clock } from '../time/clock.ts';
import type { HeldKeys } from './held-keys.ts';
import { createSystemKeys, type KeyboardProcess, type KeyboardProcessEvents } from './system-keys.ts';
import { createX11Keys } from './x11-keys.ts';

/** What this file needs. */
export interface HeldKeysHere {
  /** The folder of the built `index.js`, where the bundler puts the keyboard process as well. */
  readonly folder: string;
  readonly clock: Pick<Clock, 'after'>;
  readonly log: Pick<Log, 'info'>;
  /** `seen` may return something else now. */
  readonly onChange: () => void;
}

/** The held keys of this system, of which nothing is watched yet. */
export function heldKeysHere({ folder, clock, log, onChange }: HeldKeysHere): HeldKeys {
  if (process.platform === 'linux') return createX11Keys({ env: process.env, clock, onChange });
  const start = (events: KeyboardProcessEvents): KeyboardProcess => startKeyboardProcess(folder, log, events);
  return createSystemKeys({ platform: process.platform, start, clock, onChange });
}

function startKeyboardProcess(folder: string, log: Pick<Log, 'info'>, events: KeyboardProcessEvents): KeyboardProcess {
  // The process gets none of our environment but the folder of Windows, without which Node finds no library of the
  // system. Electron treats an empty environment as if none were given, and then passes on the whole of ours.
  const windows = process.env['SystemRoot'];
  const child = utilityProcess.fork(join(folder, 'keyboard-process.js'), [], {
    serviceName: 'Siegel Keyboard',
    stdio: 'ignore',
    env: { LANG: 'C', ...(windows !== undefined && { SystemRoot: windows }) },
  });
  child.on('message', events.onAnswer);
  child.on('error', () => undefined); // a fatal error of the engine: it ends afterwards
  child.once('exit', (code) => {
    log.info('the keyboard process has ended', { code });
    events.onEnd();
  });
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- no window
    ask: (question) => child.postMessage(question),
    kill: () => void (child.kill() || child.once('spawn', () => child.kill())), // before the start it cannot be ended
  };
}
