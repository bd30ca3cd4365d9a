// Fuses in a binary: set and read back. A binary with a fuse that nobody has decided about is refused. The test makes
// a binary with what the library looks for in a real one: a mark, a version and a wire with one character per fuse.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { FuseV1Options } from '@electron/fuses';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fuses, readFuses, setFuses } from '../../../tools/packaging/fuses.ts';

const MARK = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const opposite = (on: boolean): string => (on ? '0' : '1');

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'siegel-fuses-'));
  file = path.join(folder, 'engine');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Writes an engine with `count` fuses, each in the opposite of its wanted state. */
function engine(count: number): void {
  const wire = Array.from({ length: count }, (_, option: FuseV1Options) => {
    const fuse = fuses.find((each) => each.option === option);
    return opposite(fuse?.on === true);
  });
  const text = [Buffer.alloc(1000, 'x'), MARK, Buffer.from([1, count]), wire.join(''), Buffer.alloc(1000, 'y')];
  writeFileSync(file, Buffer.concat(text.map((part) => Buffer.from(part))));
}

it('an engine with every fuse of the table gets each in the wanted state', async () => {
  engine(fuses.length);
  expect((await readFuses(file)).filter(({ isAsWanted }) => isAsWanted)).toEqual([]);
  await setFuses(file);
  const readings = await readFuses(file);
  expect(readings.filter(({ wanted, found, isAsWanted }) => !isAsWanted || found !== wanted)).toEqual([]);
});

it('an older engine without the newest fuse passes once all its fuses are set', async () => {
  engine(fuses.length - 1);
  await setFuses(file);
  const readings = await readFuses(file);
  expect(readings.filter(({ isAsWanted }) => !isAsWanted)).toEqual([]);
  expect(readings.filter(({ found }) => found === 'absent').map(({ name }) => name)).toEqual(['WasmTrapHandlers']);
});

it('an engine without a fuse that has always existed does not pass', async () => {
  engine(fuses.length - 2);
  await expect(setFuses(file)).rejects.toThrow('not long enough');
});

it('an engine with a fuse that is not in the table is refused and left unchanged', async () => {
  engine(fuses.length + 1);
  const before = readFileSync(file);
  await expect(setFuses(file)).rejects.toThrow('strictlyRequireAllFuses');
  expect(readFileSync(file)).toEqual(before);
});
