// The hook after packing, for Windows and macOS: it refuses a package without one of the native modules, or without an
// Electron whose fuses can be set. `npm run package:prove` checks in every package what the hook does for Linux.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { afterPack } from '../../../tools/packaging/after-pack.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'siegel-packed-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe.each([
  ['win32', 'resources'],
  ['darwin', 'Siegel.app/Contents/Resources'],
])('a package for %s', (electronPlatformName, resources) => {
  const pack = async (): Promise<void> =>
    afterPack({
      appOutDir: folder,
      electronPlatformName,
      arch: 1,
      packager: { appInfo: { productFilename: 'Siegel' } },
    });

  it('packing fails without the reader of policies', async () => {
    await expect(pack()).rejects.toThrow('the reader of policies is missing');
  });

  const put = (file: string): void => {
    const at = path.join(folder, resources, 'app.asar.unpacked/node_modules', file);
    mkdirSync(path.dirname(at), { recursive: true });
    writeFileSync(at, '');
  };
  const reader = '@vscode/policy-watcher/build/Release/vscode-policy-watcher.node';

  it('packing fails if the native module for the keyboard is missing or is for another processor', async () => {
    put(reader);
    put(`@koromix/koffi-${electronPlatformName}-arm64/${electronPlatformName}_arm64/koffi.node`);
    await expect(pack()).rejects.toThrow('the native module for the keyboard is missing');
  });

  it('packing fails without an Electron whose fuses can be set', async () => {
    put(reader);
    put(`@koromix/koffi-${electronPlatformName}-x64/${electronPlatformName}_x64/koffi.node`);
    await expect(pack()).rejects.toThrow(/ENOENT|no such file/);
  });
});
