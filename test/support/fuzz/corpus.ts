// Where inputs are kept from run to run: one folder per parser,
// one file per input, also those that once broke something.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bytes } from '../../../src/core/bytes.ts';

export const corpusFolder = join(import.meta.dirname, '../../bench/fuzz/corpus');

/** The kept inputs of one parser, by the order of their names; none where there is no folder. */
export function keptCorpus(name: string): readonly Bytes[] {
  const folder = join(corpusFolder, name);
  try {
    return readdirSync(folder)
      .toSorted()
      .map((file) => new Uint8Array(readFileSync(join(folder, file))));
  } catch {
    return []; // not kept yet
  }
}
