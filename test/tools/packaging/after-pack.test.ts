// The hook after packing, for Windows and macOS: it refuses a package without the reader of policies, or without an
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
    afterPack({ appOutDir: folder, electronPlatformName, packager: { appInfo: { productFilename: 'Siegel' } } });

  it('packing fails without the reader of policies', async () => {
    await expect(pack()).rejects.toThrow('the reader of policies is missing');
  });

  it('packing fails without an Electron whose fuses can be set', async () => {
    const release = path.join(folder, resources, 'app.asar.unpacked/node_modules/@vscode/policy-watcher/build/Release');
    mkdirSync(release, { recursive: true });
    writeFileSync(path.join(release, 'vscode-policy-watcher.node'), '');
    await expect(pack()).rejects.toThrow(/ENOENT|no such file/);
  });
});
