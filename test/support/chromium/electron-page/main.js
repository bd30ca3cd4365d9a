// Shows the test page in the Electron of this machine, with the engine feature that the product enables. It runs no
// code of the product's main process.
import { app, BrowserWindow } from 'electron';

const url = process.argv.find((arg) => arg.startsWith('http://127.0.0.1:'));
const needsFeature = Number.parseInt(process.versions.chrome, 10) < 141;

// Not awaited: `ready` is emitted only after this module has run.
void app.whenReady().then(() => {
  const window = new BrowserWindow({
    webPreferences: {
      backgroundThrottling: false,
      ...(needsFeature ? { enableBlinkFeatures: 'RTCRtpScriptTransform' } : {}),
    },
  });
  window.webContents.session.setPermissionRequestHandler((_contents, _permission, answer) => answer(true));
  return window.loadURL(url);
});
