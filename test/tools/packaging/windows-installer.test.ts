// The Windows Installer database: electron-builder writes its project for our settings, our hook completes the project,
// wixl-dialect.ts translates it, Debian's wixl compiles it, and msiinfo reads the tables back. The program inside is a
// stand-in. makensis compiles the NSIS script.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programVersion } from '../../../tools/packaging/build.ts';
import { completeMsiProject } from '../../../tools/packaging/msi-project.ts';
import { nsisScript } from '../../../tools/packaging/nsis-script.ts';
import { launchCondition, registryValues } from '../../../tools/packaging/windows.ts';
import { wixlProject } from './wixl-dialect.ts';

const project = path.resolve(import.meta.dirname, '../../..');
const UPGRADE_CODE = '{7C0C1B0E-6E1C-4B7F-9C5A-2D0F3B8A9E41}';
let folder = '';
let database = '';

function run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  const ran = spawnSync(program, args, { cwd: project, encoding: 'utf8', env: { ...process.env, ...env } });
  if (ran.error !== undefined) throw new Error(`${program} is missing: node tools/system.ts installs it`);
  if (ran.status !== 0) throw new Error(`${program} ends with ${String(ran.status)}: ${ran.stdout}${ran.stderr}`);
  return ran.stdout;
}

/** The rows of a table, by column. */
function table(name: string): readonly Readonly<Record<string, string>>[] {
  const [head = '', _types, _keys, ...rows] = run('msiinfo', ['export', database, name]).trimEnd().split(/\r?\n/);
  const columns = head.split('\t');
  return rows.map((row) => Object.fromEntries(row.split('\t').map((cell, at) => [columns[at] ?? '', cell])));
}

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'siegel-msi-'));
  const app = path.join(folder, 'app');
  const deep = ['resources/policy/windows/de-DE/Siegel.adml', 'resources/app.asar', 'locales/de.pak', 'Siegel.exe'];
  for (const name of deep) {
    mkdirSync(path.dirname(path.join(app, name)), { recursive: true });
    writeFileSync(path.join(app, name), name);
  }
  const written = path.join(folder, 'project.wxs');
  const builder = ['node_modules/electron-builder/cli.js', '--win', 'msi', '--x64', '--publish', 'never'];
  const where = ['--prepackaged', app, `--config.directories.output=${path.join(folder, 'out')}`];
  run(process.execPath, [...builder, ...where], { SIEGEL_MSI_PROJECT: written });
  const source = path.join(folder, 'wixl.wxs');
  writeFileSync(source, wixlProject(readFileSync(written, 'utf8')));
  database = path.join(folder, 'siegel.msi');
  run('wixl', ['-a', 'x64', '-D', `appDir=${app}`, '-o', database, source]);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the MSI', () => {
  const property = (name: string): string | undefined =>
    table('Property').find((row) => row['Property'] === name)?.['Value'];

  it('the MSI has the product’s name, version and upgrade code, and installs for all users of the machine', () => {
    expect(property('ProductName')).toBe('Siegel');
    expect(property('ProductVersion')).toBe(`${programVersion()}.0`);
    expect(property('UpgradeCode')).toBe(UPGRADE_CODE);
    expect(property('ALLUSERS')).toBe('1');
    expect(property('MSIINSTALLPERUSER')).toBeUndefined();
    expect(run('msiinfo', ['suminfo', database])).toContain('Template: x64;');
  });

  it('the MSI replaces older versions of itself, and refuses to replace a newer one', () => {
    const upgrades = table('Upgrade');
    expect(upgrades.every((row) => row['UpgradeCode'] === UPGRADE_CODE)).toBe(true);
    const found = upgrades.map((row) => [row['ActionProperty'], row['VersionMin'], row['VersionMax']]);
    const version = `${programVersion()}.0`;
    expect(found).toContainEqual(['WIX_UPGRADE_DETECTED', '', version]);
    expect(found).toContainEqual(['WIX_DOWNGRADE_DETECTED', version, '']);
    expect(table('LaunchCondition').map((row) => row['Condition'])).toContain('NOT WIX_DOWNGRADE_DETECTED');
    const sequence = new Map(table('InstallExecuteSequence').map((row) => [row['Action'], Number(row['Sequence'])]));
    expect(sequence.get('RemoveExistingProducts')).toBeGreaterThan(sequence.get('InstallValidate') ?? Infinity);
  });

  it('the MSI demands Windows 10 or newer, and reads the version of Windows before the check', () => {
    const ours = table('LaunchCondition').find((row) => row['Condition'] === launchCondition.condition);
    expect(ours?.['Description']).toBe(launchCondition.message);
    expect(table('AppSearch')).toContainEqual({ Property: 'WINDOWSMAJOR', Signature_: 'windowsMajorSearch' });
    expect(table('RegLocator')).toContainEqual(
      expect.objectContaining({ Root: '2', Name: 'CurrentMajorVersionNumber', Type: '18' }), // raw, in the 64-bit view
    );
    const sequence = new Map(table('InstallExecuteSequence').map((row) => [row['Action'], Number(row['Sequence'])]));
    expect(sequence.get('AppSearch')).toBeLessThan(sequence.get('LaunchConditions') ?? 0);
  });

  it('the MSI installs under Program Files, with a policy file in the folder that it was packed from', () => {
    const folders = new Map(table('Directory').map((row) => [row['Directory'], row]));
    expect(folders.get('APPLICATIONFOLDER')).toMatchObject({
      Directory_Parent: 'ProgramFiles64Folder',
      DefaultDir: 'Siegel',
    });
    const file = table('File').find((row) => row['FileName']?.includes('Siegel.adml'));
    let at = table('Component').find((row) => row['Component'] === file?.['Component_'])?.['Directory_'] ?? '';
    const walked: string[] = [];
    while (at !== 'APPLICATIONFOLDER') {
      const row = folders.get(at);
      if (row === undefined) throw new Error(`no such folder: ${at}`);
      walked.unshift((row['DefaultDir'] ?? '').split('|').at(-1) ?? '');
      at = row['Directory_Parent'] ?? '';
    }
    expect(walked).toEqual(['resources', 'policy', 'windows', 'de-DE']);
  });

  it('the MSI writes the registry values of the table for the machine, and no others', () => {
    const rows = table('Registry').map(({ Root, Key, Name, Value }) => ({ Root, Key, Name, Value }));
    const wanted = registryValues.map(({ key, name, value }) => ({
      Root: '2', // HKEY_LOCAL_MACHINE
      Key: key,
      Name: name ?? '',
      Value: typeof value === 'number' ? `#${value}` : value,
    }));
    expect(rows).toEqual(wanted);
  });

  it('the MSI has no custom action', () => {
    expect(table('CustomAction')).toEqual([]);
  });
});

describe('the hook of the MSI', () => {
  it('the hook of the MSI stops at a project that is not in the form that it expects', () => {
    expect(() => completeMsiProject('<Wix><Product/></Wix>')).toThrow('the MSI template has 0 of');
  });
});

describe('the NSIS script', () => {
  it('the NSIS script compiles, and writes and removes what the table lists', () => {
    const script = path.join(folder, 'script.nsi');
    writeFileSync(path.join(folder, 'installer.nsh'), nsisScript());
    writeFileSync(
      script,
      [
        'Unicode true\nName Siegel\nOutFile siegel-test.exe\nInstallDir "$PROGRAMFILES64\\Siegel"\n!include installer.nsh',
        'Section\n!insertmacro customInstall\nWriteUninstaller "$INSTDIR\\u.exe"\nSectionEnd',
        'Section Uninstall\n!insertmacro customUnInstall\nSectionEnd\n',
      ].join('\n'),
    );
    const said = execFileSync('makensis', ['-V4', '-WX', script], { cwd: folder, encoding: 'utf8' });
    const command = String.raw`WriteRegStr: HKLM\Software\Classes\siegel\shell\open\command\="$INSTDIR\Siegel.exe" "%1"`;
    for (const { key, name } of registryValues) expect(said).toContain(`HKLM\\${key}\\${name ?? ''}=`);
    expect(said).toContain('WriteRegStr: HKLM\\Software\\Classes\\siegel\\URL Protocol=');
    expect(said).toContain(command);
    expect(said).toMatch(/WriteRegDWORD: HKLM\\Software\\Microsoft\\.*\\ExcludedApplications\\Siegel\.exe=1/);
    expect(said).toMatch(/DeleteRegKey: HKLM\\Software\\Classes\\siegel/);
    expect(said).toMatch(/DeleteRegValue: HKLM\\Software\\Microsoft\\.*\\ExcludedApplications\\Siegel\.exe/);
  });
});
