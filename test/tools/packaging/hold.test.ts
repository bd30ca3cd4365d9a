// Which folders `npm run package:prove` accepts as owned by root. A link is not accepted, because it could later lead
// into somebody else's folder.
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { isRootsFolder } from '../../../tools/packaging/prove/hold.ts';

it.runIf(process.platform === 'linux')('a link to a folder of root does not count as a folder of root', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'siegel-hold-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  symlinkSync('/usr', path.join(folder, 'link'));
  symlinkSync(path.join(folder, 'nothing'), path.join(folder, 'dangling'));
  expect(isRootsFolder('/usr')).toBe(true);
  expect(['link', 'dangling', 'missing', '.'].filter((name) => isRootsFolder(path.join(folder, name)))).toEqual([]);
});
