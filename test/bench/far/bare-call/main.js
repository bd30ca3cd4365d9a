// One side of a call that is not sealed, in the Electron that runs here; nothing of the product is in it. What it is told stands in
// BARE_CALL, and what the page logs is what it says.
import path from 'node:path';
import { app, BrowserWindow } from 'electron';

// Not awaited: `ready` comes only after this module is done.
void app.whenReady().then(() => {
  const window = new BrowserWindow({
    webPreferences: { backgroundThrottling: false, nodeIntegration: true, contextIsolation: false, sandbox: false },
  });
  const { webContents } = window;
  webContents.session.setPermissionRequestHandler((_contents, _permission, answer) => answer(true));
  webContents.on('console-message', (_event, _level, message) => void process.stdout.write(`${message}\n`));
  return window.loadFile(path.join(import.meta.dirname, 'page.html'));
});
