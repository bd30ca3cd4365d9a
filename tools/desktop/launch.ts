// Starts the built app on a desktop as its ordinary user, with the real sandbox, under Playwright's hand.
// The fake camera and microphone are Chromium's; our own permission handler still answers.
import type { ChildProcess } from 'node:child_process';
import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { _electron as electron, type ElectronApplication } from '@playwright/test';
import { commandAs } from './account.ts';
import type { Desktop } from './desktop.ts';

/** How to start one Siegel: its profile folder (made if missing), more arguments, more environment. */
export interface LaunchOptions {
  readonly profile: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Starts Siegel on `desktop` with the profile `profile` (a name below the session folder) and waits for its first window. */
export async function launchSiegel(desktop: Desktop, options: LaunchOptions): Promise<ElectronApplication> {
  const starter = path.join(desktop.session, 'start-app');
  const command = commandAs(desktop.account, [desktop.app.executable]).map(quoted).join(' ');
  writeFileSync(starter, `#!/bin/sh\nexec ${command} "$@"\n`);
  chmodSync(starter, 0o755);
  const profile = desktop.folder(options.profile);
  // The registry runtime's own default app holds `ready` back; Electron's takes a file to load first.
  const hold: string[] = [];
  if (desktop.runtime.source !== 'registry') {
    const file = path.join(desktop.session, 'hold.cjs');
    copyFileSync(path.join(import.meta.dirname, '..', 'default-app', 'hold.cjs'), file);
    hold.push('-r', file);
  }
  return electron.launch({
    executablePath: starter,
    chromiumSandbox: true,
    cwd: desktop.session,
    env: { ...desktop.env, SIEGEL_DRIVEN: '1', ...options.env },
    args: [
      ...hold,
      '--use-fake-device-for-media-stream',
      '--disable-gpu',
      ...(options.args ?? []),
      desktop.app.folder,
      `--profile=${profile}`,
    ],
    timeout: 30_000,
  });
}

/** Ends a program at once, however it feels; resolves when it is gone. */
export async function endAtOnce(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}
