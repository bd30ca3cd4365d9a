// GNOME's setting for banners: what the output of its program means, what that program is given, and which changes of
// the database concern the setting. system-dnd-real.test.ts runs the real program.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { bannersOf, concernsBanners, createReadBanners } from '../../../src/main/desktop/gnome-banners.ts';

it('only the exact outputs true and false, each with one line end, are values of the banner setting', () => {
  expect([bannersOf('true\n'), bannersOf('false\n')]).toEqual([true, false]);
  for (const output of ['', 'true', 'false\n\n', ' false\n', 'false\nfalse\n', 'False\n', '@mb nothing\n', '0\n'])
    expect(bannersOf(output)).toBeUndefined();
});

const script = (lines: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'siegel-banners-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'gsettings');
  writeFileSync(file, `#!/bin/sh\n${lines}\n`);
  chmodSync(file, 0o755);
  return file;
};

it.each([
  ['fails', 'echo false; exit 1'],
  ['answers too much', 'while :; do echo false; done'],
  ['is killed', 'echo false; kill -9 $$'],
])('a settings program that %s gives no value', async (_what, lines) => {
  expect(await createReadBanners({}, script(lines))()).toBeUndefined();
});

it('a missing settings program gives no value', async () => {
  expect(await createReadBanners({}, '/nonexistent/gsettings')()).toBeUndefined();
});

it('the settings program gets its arguments, and only those environment variables that locate the databases', async () => {
  const env = { HOME: 'home-of-anna', LD_PRELOAD: 'x.so', GIO_EXTRA_MODULES: 'modules', SECRET: 'x' };
  const check =
    '[ "$*" = "get org.gnome.desktop.notifications show-banners" ] && [ "$HOME" = home-of-anna ] && ' +
    '[ -z "$LD_PRELOAD$GIO_EXTRA_MODULES$SECRET" ] && echo false';
  expect(await createReadBanners(env, script(check))()).toBe(false);
});

it('a change of the database concerns the banner setting if it names the setting or a folder above the setting', () => {
  const key = '/org/gnome/desktop/notifications/show-banners';
  for (const [prefix, change] of [
    [key, ''],
    ['/org/gnome/desktop/notifications/', 'show-banners'],
    ['/', key.slice(1)],
    ['/org/gnome/', ''],
  ] as const)
    expect(concernsBanners([prefix, ['other', change], 'tag'])).toBe(true);
  for (const body of [
    ['/org/gnome/desktop/notifications/', ['show-in-lock-screen'], ''],
    [`${key}-too`, [''], ''],
    ['/org/gnome/desktop/notifications', [''], ''],
    [key, [], ''],
    [key, '', ''],
    [1, [''], ''],
    [],
  ])
    expect(concernsBanners(body)).toBe(false);
});
