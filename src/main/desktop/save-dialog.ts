// The system's dialog for saving a file, over the focused window.
import { BrowserWindow, dialog } from 'electron';
import { join } from 'node:path';
import type { AskForPlace } from './save-text.ts';

/** Asks over the focused window, starting in `folder`. */
export function askForPlaceIn(folder: () => string): AskForPlace {
  return async ({ title, name, filter }) => {
    const options = {
      title,
      defaultPath: join(folder(), name),
      filters: [{ name: filter.name, extensions: [filter.extension] }],
      properties: ['createDirectory' as const, 'showOverwriteConfirmation' as const],
    };
    const over = BrowserWindow.getFocusedWindow();
    const { canceled, filePath } = await (over === null
      ? dialog.showSaveDialog(options)
      : dialog.showSaveDialog(over, options));
    return canceled || filePath === '' ? undefined : filePath;
  };
}
