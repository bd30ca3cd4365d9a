// From the command line to `ready`, and the end: what must hold before anything else runs, one instance per profile, and
// a program that lives on without windows until someone quits it from the menu or the tray.
import { resolve } from 'node:path';
import { app } from 'electron';
import type { Options } from './options.ts';
import { refuseNavigation, registerScheme } from './session.ts';
import { REFUSED_EXIT_CODE, refusedSwitch } from './switches.ts';

/** Why the program does not start, or that it may. */
export type Start = 'may-start' | 'refused' | 'second-instance';

/** Must run first and before `ready`. On `refused` and `second-instance` the program is already on its way out. */
export function beginProgram(options: Options, onRefused: (name: string) => void): Start {
  if (app.isPackaged) {
    const refused = refusedSwitch((name) => app.commandLine.hasSwitch(name), process.env);
    if (refused !== undefined) {
      onRefused(refused);
      app.exit(REFUSED_EXIT_CODE);
      return 'refused';
    }
  }
  if (options.profile !== undefined) app.setPath('userData', resolve(options.profile));
  if (!app.requestSingleInstanceLock()) {
    app.quit(); // the first instance is told and shows its window
    return 'second-instance';
  }
  // As root, --no-sandbox is Chromium's condition to run at all and enableSandbox would end the process.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  registerScheme();
  refuseNavigation();
  return 'may-start';
}

/** What the rest of the program does at the turns of its life. */
export interface LifeEvents {
  /** Someone wants to see the program: a second start, a click in the dock. */
  readonly onShow: () => void;
  /** The end is decided: close what is open, tell the peer; resolves when that is done. */
  readonly onQuit: () => Promise<void>;
  /** A bug nobody caught. */
  readonly onBug: (error: unknown) => void;
}

const QUIT_LIMIT_MS = 1500;

/** Follows the life of the program from here on. */
export function followLife(events: LifeEvents): void {
  let quitting: 'no' | 'waiting' | 'done' = 'no';
  app.on('second-instance', events.onShow);
  app.on('activate', events.onShow);
  app.on('window-all-closed', () => {
    // Stays: calls come in without a window.
  });
  app.on('before-quit', (event) => {
    if (quitting === 'done') return;
    event.preventDefault();
    if (quitting === 'waiting') return;
    quitting = 'waiting';
    const limit = new Promise<void>((done) => setTimeout(done, QUIT_LIMIT_MS));
    const leave = async (): Promise<void> => {
      await Promise.race([events.onQuit().catch(events.onBug), limit]);
      quitting = 'done';
      app.quit();
    };
    void leave();
  });
  process.on('unhandledRejection', events.onBug);
  process.on('uncaughtException', events.onBug);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());
}
