// What the one page of a command needs beside itself: its session, closed as that of a window is, and the built files.
import { join } from 'node:path';
import { app, type WebContents } from 'electron';
import type { Sender } from '../../contract/command-shapes.ts';
import { isPackaged } from './packaged.ts';
import type { CallDevices } from './permissions.ts';
import { secureSessions } from './session.ts';
import type { WindowSetting } from './window-options.ts';

/** Call once, after `ready`, in a process whose engine is closed (lifecycle.ts). */
export function sessionsBeside(
  pageOf: (contents: WebContents) => Sender | undefined,
  devicesOf: () => CallDevices,
): Omit<WindowSetting, 'isProtected'> {
  const built = join(app.getAppPath(), 'out'); // this file may be in a chunk of its own
  return {
    preload: join(built, 'preload/index.cjs'),
    icon: '',
    packaged: isPackaged(),
    chromium: process.versions.chrome,
    sessionOf: secureSessions(join(built, 'renderer'), pageOf, {
      devicesOf,
      isShareChosen: () => false,
      handShare: () => undefined,
    }),
  };
}
