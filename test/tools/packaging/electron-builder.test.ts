// electron-builder.yml, compared with electron-builder's own schema, with the program's other files, and with values
// that must stay as they are.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { parse } from 'yaml';
import { LINK_SCHEME } from '../../../src/main/policy/options.ts';

const project = path.resolve(import.meta.dirname, '../../..');
const read = (name: string): string => readFileSync(path.join(project, name), 'utf8');
const builder: unknown = parse(read('electron-builder.yml'));

const Said = v.looseObject({
  afterPack: v.string(),
  msiProjectCreated: v.string(),
  protocols: v.array(v.looseObject({ schemes: v.array(v.string()) })),
  extraResources: v.array(v.object({ from: v.string(), to: v.string() })),
  win: v.looseObject({ icon: v.string(), target: v.array(v.string()) }),
  nsis: v.looseObject({}),
  msi: v.looseObject({}),
  mac: v.looseObject({
    entitlements: v.string(),
    target: v.array(v.string()),
    extendInfo: v.record(v.string(), v.unknown()),
  }),
  pkg: v.looseObject({}),
  linux: v.looseObject({ target: v.array(v.string()) }),
  deb: v.looseObject({ afterInstall: v.string(), afterRemove: v.string(), appArmorProfile: v.string() }),
  rpm: v.looseObject({ afterInstall: v.string(), afterRemove: v.string(), appArmorProfile: v.string() }),
});
const said = v.parse(Said, builder);

describe('the settings of the packages', () => {
  it('packages for Windows and macOS contain each file of koffi that its entry loads', () => {
    const { exports } = JSON.parse(read('node_modules/koffi/package.json')) as {
      readonly exports: { readonly '.': { readonly import: string } };
    };
    const files = ['package.json'];
    const follow = (file: string): void => {
      files.push(file);
      for (const [, next = ''] of read(`node_modules/koffi/${file}`).matchAll(/from ["'](\.[^"']+)["']/gu)) {
        const found = path.posix.join(path.posix.dirname(file), next);
        if (!files.includes(found)) follow(found);
      }
    };
    follow(path.posix.normalize(exports['.'].import));
    const listed = /koffi\/\{(?<files>[^}]+)\}/u.exec(read('electron-builder.yml'))?.groups?.['files']?.split(',');
    expect(listed?.toSorted()).toEqual(files.toSorted());
  });

  it('the packaging settings are known to electron-builder and have accepted values', () => {
    const schema = JSON.parse(read('node_modules/app-builder-lib/scheme.json')) as object;
    const ajv = new Ajv({ strict: false, allErrors: true });
    ajv.addKeyword('typeof'); // hooks may be functions
    ajv.validate(schema, builder);
    expect(ajv.errors ?? []).toEqual([]);
  });

  it('the packaging settings make AppImage, deb, rpm, tar.gz, a folder, MSI, NSIS, DMG and PKG', () => {
    const { linux, win, mac } = said;
    expect([...linux.target, ...win.target, ...mac.target].toSorted()).toEqual(
      ['AppImage', 'deb', 'dir', 'dmg', 'msi', 'nsis', 'pkg', 'rpm', 'tar.gz'].toSorted(),
    );
  });

  it('the packaging settings install for the whole machine, never for one person', () => {
    expect(said.msi).toMatchObject({
      perMachine: true,
      oneClick: true,
      upgradeCode: '7C0C1B0E-6E1C-4B7F-9C5A-2D0F3B8A9E41',
    });
    expect(said.nsis).toMatchObject({ perMachine: true, oneClick: false, deleteAppDataOnUninstall: false });
    expect(said.pkg).toMatchObject({
      installLocation: '/Applications',
      allowCurrentUserHome: false,
      allowAnywhere: false,
    });
  });

  it('the packaging settings leave no release for Windows or macOS unsigned', () => {
    expect(said.win).toMatchObject({ forceCodeSigning: true });
    expect(said.mac).toMatchObject({ forceCodeSigning: true, hardenedRuntime: true, notarize: true });
  });

  it('the packaging settings register the scheme that the program handles', () => {
    expect(said.protocols.flatMap(({ schemes }) => schemes)).toEqual([LINK_SCHEME]);
  });

  it('the packaging settings name existing files', () => {
    const { deb, rpm } = said;
    const scripts = [deb, rpm].flatMap((one) => [one.afterInstall, one.afterRemove, one.appArmorProfile]);
    const made = '.cache/'; // by tools/packaging/build.ts, before electron-builder runs
    const laid = said.extraResources.map(({ from }) => from).filter((from) => !from.startsWith(made));
    const files = [said.afterPack, said.msiProjectCreated, said.win.icon, said.mac.entitlements, ...scripts, ...laid];
    expect(files.filter((name) => !existsSync(path.join(project, name)))).toEqual([]);
  });
});

describe('settings for macOS', () => {
  it('the macOS settings relax the hardened runtime only for JIT, and ask only for camera and microphone', () => {
    const keys = [...read(said.mac.entitlements).matchAll(/<key>([^<]+)<\/key>/g)].map(([, key]) => key);
    expect(keys).toEqual([
      'com.apple.security.cs.allow-jit',
      'com.apple.security.device.audio-input',
      'com.apple.security.device.camera',
    ]);
  });

  it.each(['de', 'en'])('the macOS settings explain the use of camera and microphone in %s', (language) => {
    const text = read(`tools/packaging/mac/${language}.lproj/InfoPlist.strings`);
    const keys = [...text.matchAll(/^(\w+) = "[^"]{20,}";$/gm)].map(([, key]) => key ?? '');
    const asked = Object.keys(said.mac.extendInfo).filter((key) => key.endsWith('UsageDescription'));
    expect(keys.toSorted()).toEqual(asked.toSorted());
  });
});
