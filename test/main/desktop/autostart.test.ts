import { spawnSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { desktopAutostart, systemAutostart } from '../../../src/main/desktop/autostart.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'autostart-'));
});
afterEach(() => rmSync(home, { recursive: true }));
const entry = (): string => join(home, '.config', 'autostart', 'siegel.desktop');
const nothing = { setLoginItemSettings: () => undefined };
const linux = (env: Readonly<Record<string, string>> = {}) =>
  systemAutostart({ platform: 'linux', env }, home, ['/opt/Siegel/siegel', '--hidden'], nothing);

describe('starting at login on Linux', () => {
  it('autostart on Linux writes an entry that starts the program hidden, and removes it when switched off', () => {
    expect(linux()(true)).toBe('done');
    expect(readFileSync(entry(), 'utf8')).toContain('\nExec="/opt/Siegel/siegel" "--hidden"\n');
    expect(linux()(false)).toBe('done');
    expect(readdirSync(join(home, '.config', 'autostart'))).toEqual([]);
    expect(linux()(false)).toBe('done');
  });

  it('the autostart entry lies in XDG_CONFIG_HOME if that is an absolute path, and otherwise in .config', () => {
    linux({ XDG_CONFIG_HOME: join(home, 'elsewhere') })(true);
    expect(readdirSync(join(home, 'elsewhere', 'autostart'))).toEqual(['siegel.desktop']);
    linux({ XDG_CONFIG_HOME: 'relative' })(true);
    expect(readdirSync(join(home, '.config', 'autostart'))).toEqual(['siegel.desktop']);
  });

  it('the autostart entry follows a program that has moved', () => {
    desktopAutostart(join(home, 'a'), ['/old'])(true);
    desktopAutostart(join(home, 'a'), ['/new'])(true);
    expect(readFileSync(join(home, 'a', 'siegel.desktop'), 'utf8')).toContain('Exec="/new"');
  });

  it('switching autostart off leaves a foreign entry alone, and switching it on writes through no symbolic link', () => {
    mkdirSync(join(home, '.config', 'autostart'), { recursive: true });
    writeFileSync(entry(), '[Desktop Entry]\nExec=other\n');
    linux()(false);
    expect(readFileSync(entry(), 'utf8')).toContain('other');
    rmSync(entry());
    writeFileSync(join(home, 'target'), 'precious');
    symlinkSync(join(home, 'target'), entry());
    linux()(true);
    expect([lstatSync(entry()).isFile(), readFileSync(join(home, 'target'), 'utf8')]).toEqual([true, 'precious']);
  });

  it('autostart reports failure if nothing can be written', () => {
    writeFileSync(join(home, '.config'), 'a file in the way');
    expect(linux()(true)).toBe('failed');
  });

  // How the desktop reads the line, as GLib does it: unescape the string, drop the percent codes, split like a shell.
  it('the autostart entry starts a program whose path has spaces, quotes, dollar and percent signs or backslashes', () => {
    const program = join(home, 'a "b" $c `d` \\e 100%f', 'siegel');
    desktopAutostart(join(home, 'x'), [program, '--hidden'])(true);
    const line = /^Exec=(.*)$/m.exec(readFileSync(join(home, 'x', 'siegel.desktop'), 'utf8'))?.[1] ?? '';
    const command = line.replaceAll('\\\\', '\\').replaceAll('%%', '%');
    const { stdout } = spawnSync('/bin/sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' });
    expect(stdout).toBe(`${program}\n--hidden\n`);
  });
});

it.each(['win32', 'darwin'] as const)('autostart on %s uses the system’s login item', (platform) => {
  const asked: object[] = [];
  const items = { setLoginItemSettings: (settings: object) => void asked.push(settings) };
  const autostart = systemAutostart({ platform, env: {} }, home, ['/Siegel', '--hidden'], items);
  expect([autostart(true), autostart(false)]).toEqual(['done', 'done']);
  expect(asked).toEqual([
    { openAtLogin: true, args: ['--hidden'] },
    { openAtLogin: false, args: ['--hidden'] },
  ]);
  expect(readdirSync(home)).toEqual([]);
});
