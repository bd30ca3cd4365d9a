// Random bytes of a test: a different stream for each name, the same in every run.
import { sha256 } from '@noble/hashes/sha2.js';
import { concat, uint, utf8 } from '../../../src/core/bytes.ts';
import type { Random } from '../../../src/main/time/clock.ts';

/** A generator whose stream is named by `seed`. */
export function dice(seed: string): Random {
  let count = 0;
  return (length) => {
    const blocks = [];
    for (let have = 0; have < length; have += 32) blocks.push(sha256(concat(utf8(seed), uint(4, count++))));
    return concat(...blocks).slice(0, length);
  };
}
