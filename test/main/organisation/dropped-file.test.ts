// Files that device management places for a person. Files of the wrong kind are not read, and a login name cannot
// redirect the path.
import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { systemClock } from '../../../src/main/time/system-clock.ts';
import { filledPath, systemDroppedFiles } from '../../../src/main/organisation/dropped-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'siegel-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const files = systemDroppedFiles(systemClock);

it('a file path is filled with login name and device id', () => {
  expect(filledPath('/run/${user}/${device}.pem', 'a$&b', 'abc')).toBe('/run/a$&b/abc.pem');
  expect(filledPath('/run/token', '', 'abc')).toBe('/run/token');
});

it.each(['../../etc', 'a/b', '..', '.', '', String.raw`DOMAIN\alice`, 'C:alice'])(
  'a file path is not filled with the login name %j',
  (user) => {
    expect(filledPath('/run/${user}/token', user, 'abc')).toBeUndefined();
  },
);

it.each(['', 'token', './token'])('the file path %j is refused', (path) => {
  expect(filledPath(path, 'alice', 'abc')).toBeUndefined();
});

it('only regular files of limited size are read', () => {
  const file = join(folder, 'token');
  expect(files.read(file)).toBeUndefined();
  writeFileSync(file, 'secret\n');
  expect(files.read(file)).toBe('secret\n');
  writeFileSync(file, 'x'.repeat(65_537));
  expect(files.read(file)).toBeUndefined();
  mkdirSync(join(folder, 'more'));
  expect(files.read(join(folder, 'more'))).toBeUndefined();
  symlinkSync('/dev/zero', join(folder, 'endless'));
  expect(files.read(join(folder, 'endless'))).toBeUndefined();
});

it('a file is removed, and removing it again throws no error', () => {
  const file = join(folder, 'token');
  writeFileSync(file, 'x');
  files.remove(file);
  files.remove(file);
  expect(existsSync(file)).toBe(false);
});

it('a new file is noticed even if its folder is new, too', async () => {
  const file = join(folder, 'later', 'token');
  let news = 0;
  const end = files.follow([file], () => news++);
  mkdirSync(join(folder, 'later'));
  writeFileSync(file, 'x');
  await vi.waitUntil(() => news > 0, { timeout: 10_000 });
  end();
  expect(news).toBeGreaterThan(0);
});
