// The bare Electron program with which Siegel is compared: an icon in the tray, and a window unless `--hidden` is
// given. Its page is sandboxed and isolated as Siegel's are. It has nothing else.
import path from 'node:path';
import { app, BrowserWindow, Menu, Tray } from 'electron';

const profile = process.argv.find((arg) => arg.startsWith('--profile='))?.slice('--profile='.length);
if (profile !== undefined) app.setPath('userData', profile);
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
app.on('window-all-closed', () => undefined); // keeps running, as a program in the tray does

let tray;
function begin() {
  tray = new Tray(path.join(import.meta.dirname, 'icon.png'));
  tray.setToolTip('Bare');
  tray.setContextMenu(Menu.buildFromTemplate([{ label: 'Quit', click: () => app.quit() }]));
  if (process.argv.includes('--hidden')) return;
  const window = new BrowserWindow({
    width: 960,
    height: 640,
    show: false,
    autoHideMenuBar: true,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, spellcheck: false },
  });
  window.removeMenu();
  window.once('ready-to-show', () => window.show());
  void window.loadFile('window.html');
}

// Not awaited: `ready` is emitted only after this module has run.
void app.whenReady().then(begin);
