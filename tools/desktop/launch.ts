// Starts the built app on a desktop as its ordinary user, with the real sandbox, driven by Playwright. Cameras and
// microphones are Chromium's fake ones, unless a start asks for those of the desktop; our own permission handler still
// decides whether a page gets them.
import type { ChildProcess } from 'node:child_process';
import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { _electron as electron, type ElectronApplication } from '@playwright/test';
import { commandAs } from './account.ts';
import type { Desktop } from './desktop.ts';
import { carryPorts } from './within-network.ts';

/** How to start one Siegel: its profile folder (created if missing), additional arguments and environment. */
export interface LaunchOptions {
  readonly profile: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Uses microphones and speakers of the desktop (`DesktopOptions.toneHz`) instead of Chromium's, so that they can be
   * chosen and recorded.
   */
  readonly ownSound?: boolean;
  /** The beginning of a command that runs the program in another network. Without it, the program runs in ours. */
  readonly within?: readonly string[];
}

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

// Playwright lets the program choose its debugging ports and connects to them through our loopback. For a program in
// another network, the start script sets both to given ports, which `carryPorts` makes reachable from here.
function debuggedAt([inspect, remote]: readonly number[]): string {
  if (inspect === undefined || remote === undefined) return '';
  return `for arg do
  shift
  case "$arg" in
    --inspect=0) arg=--inspect=${inspect} ;;
    --remote-debugging-port=0) arg=--remote-debugging-port=${remote} ;;
  esac
  set -- "$@" "$arg"
done
`;
}

// Main collects its garbage on purpose: after it has connected, when it is locked, and after it has used a secret key.
// That may also collect a reply for which the driver still waits ("Resulting promise was garbage collected"), although
// the function has run. Then the function runs a second time.
function withReplies(app: ElectronApplication): ElectronApplication {
  const again =
    (ask: Ask): Ask =>
    (...args) =>
      ask(...args).catch((error: unknown) => {
        if (!(error instanceof Error) || !error.message.includes('garbage collected')) throw error;
        return ask(...args);
      });
  Object.assign(app, {
    evaluate: again(app.evaluate.bind(app) as Ask),
    evaluateHandle: again(app.evaluateHandle.bind(app) as Ask),
  });
  return app;
}
type Ask = (...args: readonly unknown[]) => Promise<unknown>;

/**
 * Starts Siegel on `desktop` with the profile `profile` (a name below the session folder) and attaches the driver. What
 * `evaluate` and `evaluateHandle` run in main may run twice, so it must do no harm the second time.
 */
export async function launchSiegel(desktop: Desktop, options: LaunchOptions): Promise<ElectronApplication> {
  const within = options.within ?? [];
  const starter = path.join(desktop.session, within.length === 0 ? 'start-app' : `start-app-${options.profile}`);
  const command = [...within, ...commandAs(desktop.account, [desktop.app.executable])].map(quoted).join(' ');
  const carried = within.length === 0 ? undefined : await carryPorts(within, 2);
  writeFileSync(starter, `#!/bin/sh\n${debuggedAt(carried?.ports ?? [])}exec ${command} "$@"\n`);
  chmodSync(starter, 0o755);
  const profile = desktop.folder(options.profile);
  // `ready` must wait for the driver (hold.cjs). Our default app, in the runtime from the npm registry, loads that file
  // itself. Electron's own default app must be told to load it first.
  const hold: string[] = [];
  if (desktop.runtime.source !== 'registry') {
    const file = path.join(desktop.session, 'hold.cjs');
    copyFileSync(path.join(import.meta.dirname, '..', 'default-app', 'hold.cjs'), file);
    hold.push('-r', file);
  }
  const app = await electron.launch({
    executablePath: starter,
    chromiumSandbox: true,
    cwd: desktop.session,
    env: { ...desktop.env, SIEGEL_DRIVEN: '1', ...options.env },
    args: [
      ...hold,
      ...(options.ownSound === true ? [] : ['--use-fake-device-for-media-stream=device-count=3']),
      '--disable-gpu',
      ...(options.args ?? []),
      desktop.app.folder,
      `--profile=${profile}`,
    ],
    timeout: 30_000,
  });
  app.process().once('exit', () => carried?.close());
  return withReplies(app);
}

/** Ends a program at once, whatever its state; resolves when it is gone. */
export async function endAtOnce(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}
