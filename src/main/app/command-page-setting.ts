// What the single page of a command needs: a session that is restricted like that of a window, and the built files.
import { join } from 'node:path';
import { app, type WebContents } from 'electron';
import type { Sender } from '../../contract/command-shapes.ts';
import { isPackaged } from './packaged.ts';
import type { CallDevices } from './permissions.ts';
import { secureSessions } from './session.ts';
import type { WindowSetting } from './window-options.ts';

/**
 * Secures the process's sessions and returns the settings for its page. To be run once, after `ready`, in a process
 * for which lifecycle.ts has run `closeEngine`. `devicesOf` says which devices the page may open at the moment.
 */
export function commandPageSetting(
  pageOf: (contents: WebContents) => Sender | undefined,
  devicesOf: () => CallDevices,
): Omit<WindowSetting, 'isProtected'> {
  // Not relative to this file: the bundler may put it into a chunk of its own.
  const built = join(app.getAppPath(), 'out');
  return {
    preload: join(built, 'preload/index.cjs'),
    icon: '',
    packaged: isPackaged(),
    chromium: process.versions.chrome,
    sessionOf: secureSessions(join(built, 'renderer'), pageOf, {
      devicesOf,
      isShareChosen: () => false,
      handShare: () => undefined,
      mayFilter: () => false,
    }),
  };
}
