// What a package says about its content: the bill of materials, the licences and the checksums, each made here for
// packages and files of the test.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeChecksums } from '../../../tools/packaging/checksums.ts';
import { licenceList } from '../../../tools/packaging/licences.ts';
import { billOfMaterials } from '../../../tools/packaging/sbom.ts';
import { packageFolderOf, type ShippedPackage } from '../../../tools/packaging/shipped.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'siegel-contents-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function installed(name: string, version: string, licence?: string): ShippedPackage {
  const home = path.join(folder, name);
  mkdirSync(home, { recursive: true });
  writeFileSync(path.join(home, 'package.json'), JSON.stringify({ name, version, license: 'MIT' }));
  if (licence !== undefined) writeFileSync(path.join(home, 'LICENSE'), licence);
  return { name, version, folder: home };
}

describe('packages named by a module list', () => {
  it.each([
    ['/p/node_modules/react/index.js', 'node_modules/react'],
    ['/p/node_modules/@noble/curves/ed25519.js?x', 'node_modules/@noble/curves'],
    ['/p/node_modules/a/node_modules/@b/c/d/e.js', 'node_modules/a/node_modules/@b/c'],
    ['C:\\p\\node_modules\\mqtt\\build\\index.js', 'node_modules/mqtt'],
    ['/p/src/main/index.ts', undefined],
    ['\0vite/preload-helper.js', undefined],
  ])('the package folder of %s is %s', (id, wanted) => expect(packageFolderOf(id)).toBe(wanted));
});

describe('the bill of materials', () => {
  const component = (name: string): object => ({
    'bom-ref': `${name}@1.0.0`,
    name,
    version: '1.0.0',
    purl: `pkg:npm/${name}@1.0.0`,
  });
  const npm = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    metadata: { component: component('siegel') },
    components: ['used', 'below', 'only-for-tests'].map(component),
    dependencies: [
      { ref: 'used@1.0.0', dependsOn: ['only-for-tests@1.0.0', 'below@1.0.0'] },
      { ref: 'below@1.0.0' },
      { ref: 'only-for-tests@1.0.0', dependsOn: [] },
    ],
  };
  const engine = { electron: '45.4.1', versions: { chrome: '156.0.1', node: '24.1.0' } };
  const shipped = (...names: readonly string[]): readonly ShippedPackage[] =>
    names.map((name) => ({ name, version: '1.0.0', folder: '' }));
  const bill = (...names: readonly string[]): string =>
    billOfMaterials(npm, shipped(...names), engine, { version: '0.2.0', atMs: 0 });

  it('the bill of materials names the shipped packages and the engine, and no other package of npm’s list', () => {
    expect(JSON.parse(bill('used', 'below'))).toMatchObject({
      bomFormat: 'CycloneDX',
      metadata: { timestamp: '1970-01-01T00:00:00.000Z', component: { version: '0.2.0', type: 'application' } },
      components: [
        {
          name: 'electron',
          version: '45.4.1',
          components: [{ name: 'Chromium', version: '156.0.1' }, { name: 'Node.js' }],
        },
        { name: 'used' },
        { name: 'below' },
      ],
      dependencies: [
        { ref: 'siegel@0.2.0', dependsOn: ['electron@45.4.1', 'below@1.0.0', 'used@1.0.0'] },
        { ref: 'electron@45.4.1', dependsOn: [] },
        { ref: 'used@1.0.0', dependsOn: ['below@1.0.0'] },
        { ref: 'below@1.0.0', dependsOn: [] },
      ],
    });
  });

  it('the bill of materials is the same for the same build, and other packages give it another serial number', () => {
    const serial = (text: string): unknown => /"serialNumber": "(urn:uuid:[0-9a-f-]{36})"/.exec(text)?.[1];
    expect(bill('used')).toBe(bill('used'));
    expect(serial(bill('used'))).not.toBe(serial(bill('used', 'below')));
  });

  it('no bill of materials is made if npm does not know a shipped package', () => {
    expect(() => bill('used', 'smuggled')).toThrow('not in npm’s list: smuggled@1.0.0');
  });
});

describe('the list of licences', () => {
  it('the list of licences has the text of every package and of Electron', () => {
    const engine = installed('electron', '45.4.1', 'Electron text');
    const list = licenceList(
      [installed('a', '1.0.0', 'Text of a\r\n'), installed('b', '2.0.0', 'Text of b')],
      engine.folder,
    );
    for (const part of ['Electron text', 'a 1.0.0 (MIT)', 'Text of a\n', 'b 2.0.0 (MIT)', 'Text of b']) {
      expect(list).toContain(part);
    }
    expect(list).not.toContain('\r');
  });

  it('the list of licences includes the licence of code that a package contains without its licence text', () => {
    const engine = installed('electron', '45.4.1', 'Electron text');
    const list = licenceList([installed('@sapphi-red/web-noise-suppressor', '0.4.1', 'Own text')], engine.folder);
    expect(list).toContain('Own text');
    expect(list).toContain('Xiph.Org Foundation');
  });

  it('for koffi’s native part, the list of licences has the texts of koffi and of node-addon-api, which is compiled into it', () => {
    const engine = installed('electron', '45.4.1', 'Electron text');
    const list = licenceList([installed('@koromix/koffi-win32-x64', '3.3.4')], engine.folder);
    for (const part of ['@koromix/koffi-win32-x64 3.3.4', 'Niels Martignène', 'Node.js API collaborators']) {
      expect(list).toContain(part);
    }
  });

  it('no list of licences is made if a package has no licence text', () => {
    const engine = installed('electron', '45.4.1', 'Electron text');
    expect(() => licenceList([installed('bare', '1.0.0')], engine.folder)).toThrow(
      'bare is shipped and brings no licence text',
    );
  });
});

describe('the file SHA256SUMS', () => {
  const check = (): string =>
    execFileSync('sha256sum', ['--check', 'SHA256SUMS'], { cwd: folder, stdio: 'pipe' }).toString();

  it('SHA256SUMS is accepted by sha256sum, covers only released files, and reveals a changed byte', async () => {
    for (const name of ['siegel_1.deb', 'siegel-1.rpm', 'builder-debug.yml'])
      writeFileSync(path.join(folder, name), name);
    await writeChecksums(folder, (name) => name.startsWith('siegel'));
    expect(check()).toBe('siegel-1.rpm: OK\nsiegel_1.deb: OK\n');
    writeFileSync(path.join(folder, 'siegel_1.deb'), 'siegel_1.deB');
    expect(check).toThrow('1 computed checksum did NOT match');
  });
});
