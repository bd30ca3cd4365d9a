// A copy of an installed program under another name is still the installed program.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { isPackaged } from '../../../src/main/app/packaged.ts';

const electron = vi.hoisted(() => ({ app: { isPackaged: false } }));
vi.mock('electron', () => electron);

it.each([
  ['/home/anna/copy/resources/app.asar/out/main'],
  [String.raw`C:\Users\anna\copy\resources\app.asar\out\main`],
])('a package whose executable was renamed still counts as packaged (%s)', (here) => {
  expect(isPackaged(here)).toBe(true);
});

it('a build under test does not count as packaged, and a build that Electron calls packaged does', () => {
  expect(isPackaged('/home/anna/siegel/out/main')).toBe(false);
  electron.app.isPackaged = true;
  expect(isPackaged('/home/anna/siegel/out/main')).toBe(true);
});

it('only one file asks Electron whether the program is packaged', () => {
  const root = join(import.meta.dirname, '../../../src/main');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const askers = files.filter((file) => readFileSync(join(root, file), 'utf8').includes('app.isPackaged'));
  expect(askers).toEqual([join('app', 'packaged.ts')]);
});
