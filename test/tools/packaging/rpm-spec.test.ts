// The spec for rpmbuild: which folders the package owns, and that percent signs in texts stay literal.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readFpmRequest } from '../../../tools/packaging/fpm-request.ts';
import { specText } from '../../../tools/packaging/rpm.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'siegel-spec-'));
  for (const name of ['opt/Siegel/locales', 'usr/share/applications', 'usr/share/doc/siegel']) {
    mkdirSync(path.join(folder, name), { recursive: true });
  }
  writeFileSync(path.join(folder, 'opt/Siegel/100%.pak'), '');
  writeFileSync(path.join(folder, 'usr/share/applications/siegel.desktop'), '');
  writeFileSync(path.join(folder, 'script.sh'), 'printf %s "$1"\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

const asked = ['-s', 'dir', '-t', 'rpm', '--name', 'siegel', '--version', '1', '--description', 'Calls at 100%'];
function spec(...more: readonly string[]): readonly string[] {
  const script = ['--rpm-compression', 'gzip', '--after-install', path.join(folder, 'script.sh')];
  return specText(readFpmRequest([...asked, ...script, ...more]), folder).split('\n');
}

describe('a spec for rpmbuild', () => {
  it('a spec lists the package’s own folders and none that other packages use', () => {
    const folders = spec().filter((line) => line.startsWith('%dir'));
    expect(folders).toEqual(['%dir "/opt/Siegel"', '%dir "/opt/Siegel/locales"', '%dir "/usr/share/doc/siegel"']);
  });

  it('a spec doubles a percent sign in a file name, a description or a script, so that the sign stays literal', () => {
    const lines = spec();
    expect(lines).toContain('"/opt/Siegel/100%%.pak"');
    expect(lines).toContain('Calls at 100%%');
    expect(lines).toContain('printf %%s "$1"');
  });

  it('a spec refuses an unknown compression', () => {
    expect(() => spec('--rpm-compression', 'lzo')).toThrow('unknown compression: lzo');
  });
});
