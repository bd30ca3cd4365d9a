// Emulation prevention of H.264 (ITU-T H.264 §7.4.1): a NAL unit contains no 00 00 00, 00 00 01, 00 00 02, and a 03
// after two zeros is escaped. For each byte string, exactly one escaped form is accepted. The functions scan with
// indexOf, because only one byte in 256 of sealed data is zero.
import type { Bytes } from '../bytes.ts';

/** Positions in `bytes` before which a 03 belongs, in order; empty for most frames. */
export function findEscapes(bytes: Uint8Array): readonly number[] {
  const found: number[] = [];
  let i = bytes.indexOf(0);
  while (i >= 0 && i + 2 < bytes.length) {
    if (bytes[i + 1] !== 0) {
      i = bytes.indexOf(0, i + 2);
    } else if ((bytes[i + 2] ?? 0) <= 3) {
      found.push(i + 2);
      i = bytes.indexOf(0, i + 2); // the byte after a 03 begins a new run
    } else {
      i = bytes.indexOf(0, i + 3);
    }
  }
  return found;
}

/** Writes `bytes` into `out` at `at`, with a 03 before each position of `escapes`. `out` must be large enough. */
export function writeEscaped(out: Uint8Array, at: number, bytes: Uint8Array, escapes: readonly number[]): void {
  let from = 0;
  let to = at;
  for (const position of escapes) {
    out.set(bytes.subarray(from, position), to);
    to += position - from;
    out[to++] = 3;
    from = position;
  }
  out.set(bytes.subarray(from), to);
}

/**
 * The bytes that `escaped` represents; `escaped` itself if it has no escape. Undefined if a 03 is missing or needless:
 * otherwise the same frame would have a second form on the wire.
 */
export function unescape(escaped: Bytes): Bytes | undefined {
  const removed: number[] = [];
  let i = escaped.indexOf(0);
  while (i >= 0 && i + 2 < escaped.length) {
    const third = escaped[i + 2] ?? 0;
    if (escaped[i + 1] !== 0) {
      i = escaped.indexOf(0, i + 2);
    } else if (third > 3) {
      i = escaped.indexOf(0, i + 3);
    } else {
      const guarded = escaped[i + 3];
      if (third !== 3 || guarded === undefined || guarded > 3) return undefined;
      removed.push(i + 2);
      i = escaped.indexOf(0, i + 3);
    }
  }
  return removed.length === 0 ? escaped : without(escaped, removed);
}

function without(escaped: Uint8Array, removed: readonly number[]): Bytes {
  const out = new Uint8Array(escaped.length - removed.length);
  let from = 0;
  let to = 0;
  for (const position of removed) {
    out.set(escaped.subarray(from, position), to);
    to += position - from;
    from = position + 1;
  }
  out.set(escaped.subarray(from), to);
  return out;
}
