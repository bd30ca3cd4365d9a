// Bytes as the protocol writes them: joining, integers, hex, base64url, base32, UTF-8, comparison.
// No secret is held here; a key lives in keys/secret.ts.
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { assert } from './assert.ts';

/** Bytes over a plain ArrayBuffer, as WebCrypto and MessagePorts want them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Joins parts in order into fresh bytes. */
export function concat(...parts: readonly Uint8Array[]): Bytes {
  return concatBytes(...parts);
}

/** Lower-case hex of `bytes`. */
export function toHex(bytes: Uint8Array): string {
  return bytesToHex(bytes);
}

/** Bytes of an even-length hex text; throws on anything else. */
export function fromHex(hex: string): Bytes {
  return hexToBytes(hex);
}

/** UTF-8 of `text`. A lone surrogate becomes U+FFFD, so decode the bytes and compare the texts where that matters. */
export function utf8(text: string): Bytes {
  return utf8ToBytes(text);
}

/** The big-endian integer of `width` bytes for `value`, 0 ≤ value < 256^width (protocol §0). */
export function uint(width: 1 | 2 | 4 | 8, value: number | bigint): Bytes {
  let rest = BigInt(value);
  assert(rest >= 0n && rest < 1n << BigInt(width * 8), 'integer out of range for its width');
  const out = new Uint8Array(width);
  for (let i = width - 1; i >= 0; i--) {
    out[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return out;
}

/** Reads the big-endian integer of `width` bytes at `offset`; `bytes` must be long enough. */
export function readUint(bytes: Uint8Array, offset: number, width: 1 | 2 | 4 | 8): bigint {
  assert(offset >= 0 && offset + width <= bytes.length, 'read past the end');
  let value = 0n;
  for (let i = 0; i < width; i++) value = (value << 8n) | BigInt(bytes[offset + i] ?? 0);
  return value;
}

/** `lp(x) = u16(length) || x` (protocol §0). */
export function lengthPrefixed(bytes: Uint8Array): Bytes {
  return concat(uint(2, bytes.length), bytes);
}

/** Whether two byte strings are equal. The time this takes depends only on their lengths. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** base64url without padding (RFC 4648 §5; protocol §0). */
export function toB64u(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const n = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const left = bytes.length - i;
    out += ALPHABET.charAt(n >> 18) + ALPHABET.charAt((n >> 12) & 63);
    if (left > 1) out += ALPHABET.charAt((n >> 6) & 63);
    if (left > 2) out += ALPHABET.charAt(n & 63);
  }
  return out;
}

/** Bytes of a base64url text without padding, or undefined if the text is not in its one canonical form. */
export function fromB64u(text: string): Bytes | undefined {
  if (text.length % 4 === 1) return undefined;
  const out = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const char of text) {
    const value = ALPHABET.indexOf(char);
    if (value < 0) return undefined;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[at++] = (held >> bits) & 0xff;
    }
  }
  // Unused bits must be zero, or one value would have several texts (protocol §0).
  return (held & ((1 << bits) - 1)) === 0 ? out : undefined;
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** The first `length` characters of lower-case base32 of `bytes` (RFC 4648 §6; protocol §0). */
export function toBase32(bytes: Uint8Array, length: number): string {
  assert(length * 5 <= bytes.length * 8, 'not enough bits');
  let out = '';
  for (let i = 0; i < length; i++) {
    let value = 0;
    for (let bit = i * 5; bit < i * 5 + 5; bit++) {
      value = (value << 1) | (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
    }
    out += BASE32.charAt(value);
  }
  return out;
}
