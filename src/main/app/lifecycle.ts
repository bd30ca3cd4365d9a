// How the program starts, up to `ready`, and how it ends. The checks here come before everything else, and only one
// instance runs per profile. The program keeps running without windows until somebody quits it from the menu or the
// tray.
import { join, resolve } from 'node:path';
import { app } from 'electron';
import { languageOf } from '../policy/settings.ts';
import { linkOf, parseLink } from './deep-link.ts';
import { hasPage, isCommand, LINK_SCHEME, type Options } from '../policy/options.ts';
import { isPackaged } from './packaged.ts';
import { noteRefusedStart, refusalSentence } from './refused-start.ts';
import { narrowEngine, refuseDictionaries, refuseNavigation, registerScheme } from './session.ts';
import { REFUSED_EXIT_CODE, refusedSwitch } from './switches.ts';

/**
 * Whether the program may start, and if not, why. `may-print`: a command of the command line takes no instance lock,
 * prints and ends.
 */
export type Start = 'may-start' | 'may-print' | 'refused' | 'second-instance';

// macOS delivers a link before `ready` and only once, so the link stays here until `followLife` reads it.
const earlyLinks: string[] = [];

/** Must run first and before `ready`. On `refused` and `second-instance` the program is already ending. */
export function beginProgram(options: Options, onRefused: (name: string) => void): Start {
  if (isPackaged()) {
    const refused = refusedSwitch((name) => app.commandLine.hasSwitch(name), process.env);
    if (refused !== undefined) {
      onRefused(refused);
      refuse(refused);
      return 'refused';
    }
  }
  // A diagnostic report of Node contains the environment and an outline of the heap, so none is ever written.
  process.report.reportOnFatalError = false;
  process.report.reportOnUncaughtException = false;
  process.report.reportOnSignal = false;
  if (options.profile !== undefined) app.setPath('userData', resolve(options.profile));
  if (isCommand(options)) {
    if (hasPage(options)) closeEngine();
    return 'may-print';
  }
  if (!app.requestSingleInstanceLock()) {
    app.quit(); // the first instance is told and shows its window
    return 'second-instance';
  }
  closeEngine();
  // Linux knows the scheme of our links from the package's desktop file. Elsewhere the program registers it for the
  // person's account.
  if (isPackaged() && process.platform !== 'linux') app.setAsDefaultProtocolClient(LINK_SCHEME);
  app.on('open-url', (event, url) => {
    event.preventDefault();
    earlyLinks.push(url);
  });
  return 'may-start';
}

// What must hold before a process has pages.
function closeEngine(): void {
  // As root, --no-sandbox is Chromium's condition to run at all and enableSandbox would end the process.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  registerScheme();
  narrowEngine();
  refuseNavigation();
  refuseDictionaries();
}

function refuse(name: string): void {
  process.stderr.write(`${refusalSentence(name, languageOf(app.getPreferredSystemLanguages()))}\n`);
  // Not `userData`: the refused switch may be one that changes it.
  noteRefusedStart(join(app.getPath('appData'), app.getName()), { at: Date.now(), name });
  app.exit(REFUSED_EXIT_CODE);
}

/** What the rest of the program does at these events. */
export interface LifeEvents {
  /** Somebody wants to see the program: a second start, a click in the dock. */
  readonly onShow: () => void;
  /** Somebody followed a link to this address, at the start or later. */
  readonly onLink: (address: string) => void;
  /** The program will end: closes what is open and tells the peer. Resolves when that is done. */
  readonly onQuit: () => Promise<void>;
  /** An exception that nobody caught. */
  readonly onBug: (error: unknown) => void;
}

const QUIT_LIMIT_MS = 1500;

/** Follows the events of the program from here on. */
export function followLife(events: LifeEvents): void {
  let quitting: 'no' | 'waiting' | 'done' = 'no';
  const follow = (address: string | undefined): void => {
    if (address !== undefined) events.onLink(address);
  };
  follow(linkOf([...process.argv.slice(1), ...earlyLinks]));
  app.on('second-instance', (_event, args) => {
    events.onShow();
    follow(linkOf(args));
  });
  app.on('open-url', (_event, url) => {
    events.onShow();
    follow(parseLink(url));
  });
  app.on('activate', events.onShow);
  app.on('window-all-closed', () => {
    // The program keeps running: calls come in without a window.
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
