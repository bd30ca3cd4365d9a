// Inputs derived from other inputs: the small damages that parsers meet, in an order that a seed decides.
import type { Bytes } from '../../../src/core/bytes.ts';

/** Whole numbers from 0 to below `limit`; the same ones for the same seed (mulberry32). */
export type Dice = (limit: number) => number;

export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

const MOST_BYTES = 70_000; // a little more than the longest message or feed
const numbers = [0, 1, 0x7f, 0x80, 0xff, 0x0a, 0x22, 0x5c, 0x20, 0x2e, 0x2f, 0x40];
const words = [
  '0',
  '-1',
  '1e999',
  'null',
  'true',
  '""',
  '[]',
  '{}',
  '\r\n',
  '\u0000',
  '\u202e',
  '\ud83d\ude00',
  '__proto__',
];
const encoder = new TextEncoder();
const wordBytes = words.map((word) => encoder.encode(word));

function splice(bytes: Bytes, at: number, remove: number, insert: Uint8Array): Bytes {
  const out = new Uint8Array(bytes.length - remove + insert.length);
  out.set(bytes.subarray(0, at), 0);
  out.set(insert, at);
  out.set(bytes.subarray(at + remove), at + insert.length);
  return out;
}

function pick<T>(list: readonly T[], dice: Dice): T {
  return list[dice(list.length)] as T;
}

function once(bytes: Bytes, others: readonly Bytes[], dice: Dice): Bytes {
  const at = dice(bytes.length + 1);
  const rest = bytes.length - at;
  const length = rest === 0 ? 0 : Math.min(rest, 1 + dice(dice(4) === 0 ? rest : 8));
  switch (dice(10)) {
    case 0: // flips one bit
      return bytes.length === 0
        ? bytes
        : bytes.map((byte, index) => (index === at % bytes.length ? byte ^ (1 << dice(8)) : byte));
    case 1: // replaces one byte
      return rest === 0 ? bytes : splice(bytes, at, 1, new Uint8Array([pick(numbers, dice)]));
    case 2: // removes a part
      return splice(bytes, at, length, new Uint8Array());
    case 3: // truncates
      return bytes.slice(0, at);
    case 4: // doubles a part
      return splice(bytes, at, 0, bytes.slice(at, at + length));
    case 5: // replaces a part with a part of another input
    {
      const other = pick(others, dice);
      const from = dice(other.length + 1);
      return splice(bytes, at, length, other.slice(from, from + 1 + dice(32)));
    }
    case 6: // joins the head of this and the tail of another input
    {
      const other = pick(others, dice);
      return splice(bytes.slice(0, at), at, 0, other.slice(dice(other.length + 1)));
    }
    case 7: // inserts a text that parsers may treat specially
      return splice(bytes, at, dice(2) === 0 ? 0 : length, pick(wordBytes, dice));
    case 8: // replaces a part with noise
      return splice(
        bytes,
        at,
        length,
        Uint8Array.from({ length: 1 + dice(16) }, () => dice(256)),
      );
    default: // cuts off the head; once in 200 cases inserts up to 70,000 equal bytes instead
      return dice(200) === 0
        ? splice(bytes, at, 0, new Uint8Array(dice(MOST_BYTES)).fill(pick(numbers, dice)))
        : bytes.slice(at);
  }
}

/** One input of the corpus, damaged up to four times and sometimes unchanged. */
export function mutate(corpus: readonly Bytes[], dice: Dice): Bytes {
  let bytes = pick(corpus, dice);
  for (let times = dice(5); times > 0; times--) bytes = once(bytes, corpus, dice);
  return bytes.length > MOST_BYTES ? bytes.slice(0, MOST_BYTES) : bytes;
}
