// Which way of watching held keys belongs to this system, and how the keyboard process is started. Under Wayland neither is
// used (portal-keys.ts).
import { join } from 'node:path';
import { utilityProcess } from 'electron';
import type { Clock } from '../time/clock.ts';
import type { HeldKeys } from './held-keys.ts';
import { createSystemKeys, type KeyboardProcess, type KeyboardProcessEvents } from './system-keys.ts';
import { createX11Keys } from './x11-keys.ts';

/** The held keys of this system, of which nothing is watched yet. `onChange`: `seen` may return something else now. */
export function heldKeysHere(clock: Pick<Clock, 'after'>, onChange: () => void): HeldKeys {
  return process.platform === 'linux'
    ? createX11Keys({ env: process.env, clock, onChange })
    : createSystemKeys({ platform: process.platform, start: startKeyboardProcess, clock, onChange });
}

// It gets none of our environment but the folder of Windows, without which Node finds no library of the system.
function startKeyboardProcess({ onAnswer, onEnd }: KeyboardProcessEvents): KeyboardProcess {
  const windows = process.env['SystemRoot'];
  const child = utilityProcess.fork(join(import.meta.dirname, 'keyboard-process.js'), [], {
    serviceName: 'Siegel Keyboard',
    stdio: 'ignore',
    env: windows === undefined ? {} : { SystemRoot: windows },
  });
  child.on('message', onAnswer);
  child.once('exit', onEnd);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- no window
  return { ask: (question) => child.postMessage(question), kill: () => void child.kill() };
}
