// Where inputs are stored from run to run: one folder per parser, and one file per input, including inputs that once
// broke a promise.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bytes } from '../../../src/core/bytes.ts';

export const corpusFolder = join(import.meta.dirname, '../../bench/fuzz/corpus');

/** The stored inputs of one parser, in the order of their names; none if there is no folder. */
export function keptCorpus(name: string): readonly Bytes[] {
  const folder = join(corpusFolder, name);
  try {
    return readdirSync(folder)
      .toSorted()
      .map((file) => new Uint8Array(readFileSync(join(folder, file))));
  } catch {
    return []; // nothing is stored yet
  }
}
