// The default app for the registry runtime (tools/runtime.ts), which ships without one. It starts the app folder named
// on the command line. Electron awaits this module before `ready`, so that the app can register its schemes in time.
// There is no product code here.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const index = process.argv.findIndex((argument, at) => at > 0 && !argument.startsWith('-'));
if (index < 0) {
  process.stderr.write('default app: name the app folder on the command line\n');
  process.exit(64);
}
const folder = path.resolve(process.argv[index]);
const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));

Object.defineProperty(process, 'defaultApp', { value: true, configurable: true, enumerable: true });
const name = manifest.productName ?? manifest.name;
app.setVersion(manifest.version);
app.setName(name);
if (manifest.desktopName !== undefined) app.setDesktopName(manifest.desktopName);
app.setAppPath(folder);
if (!app.commandLine.hasSwitch('user-data-dir')) app.setPath('userData', path.join(app.getPath('appData'), name));

const isDriven = process.env.SIEGEL_DRIVEN === '1';
delete process.env.SIEGEL_DRIVEN; // a program that the app starts has no driver
if (isDriven) createRequire(import.meta.url)('./hold.cjs');
await import(pathToFileURL(path.resolve(folder, manifest.main)).href);
