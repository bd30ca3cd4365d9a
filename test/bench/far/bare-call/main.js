// One side of a call that is not sealed, in the Electron of this machine, without any code of the product. The variable
// BARE_CALL holds its task. Whatever the page logs is printed as its result.
import path from 'node:path';
import { app, BrowserWindow } from 'electron';

// Not awaited: `ready` is emitted only after this module has run.
void app.whenReady().then(() => {
  const window = new BrowserWindow({
    webPreferences: { backgroundThrottling: false, nodeIntegration: true, contextIsolation: false, sandbox: false },
  });
  const { webContents } = window;
  webContents.session.setPermissionRequestHandler((_contents, _permission, answer) => answer(true));
  webContents.on('console-message', (_event, _level, message) => void process.stdout.write(`${message}\n`));
  return window.loadFile(path.join(import.meta.dirname, 'page.html'));
});
