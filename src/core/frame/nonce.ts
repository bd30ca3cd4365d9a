// What AES-GCM is given beside the key: the nonce of a counter and the data a tag covers.
// Pure layout; the one place that advances a counter is the sealing key that owns it.
import { assert } from '../assert.ts';
import type { Bytes } from '../bytes.ts';

/** Length of an AES-GCM tag in bytes (RFC 9605 §4.5, suite 0x0005). */
export const TAG_BYTES = 16;

/**
 * `salt XOR CTR`, the counter as 12 big-endian bytes (RFC 9605 §4.4.3). A counter used twice under one key would give two
 * frames one key stream and reveal the authentication key, so each sealing key hands out each counter once.
 */
export function nonce(salt: Uint8Array, ctr: bigint): Bytes {
  assert(salt.length === 12, 'a salt has 12 bytes');
  const out = new Uint8Array(salt);
  const low = Number(ctr & 0xffff_ffffn);
  const high = Number(ctr >> 32n);
  for (let i = 0; i < 4; i++) {
    out[11 - i] = (out[11 - i] ?? 0) ^ (low >>> (8 * i));
    out[7 - i] = (out[7 - i] ?? 0) ^ (high >>> (8 * i));
  }
  return out;
}

/**
 * The first `headerLength` bytes of `frame`, then `0x01 || stream || key frame || RTP timestamp u32` (protocol §7): a frame
 * moved to another stream, shown at another time or passed off as a key frame does not open.
 */
export function additionalData(
  frame: Uint8Array,
  headerLength: number,
  stream: 0 | 1 | 2,
  keyFrame: boolean,
  rtpTimestamp: number,
): Bytes {
  const out = new Uint8Array(headerLength + 7);
  for (let i = 0; i < headerLength; i++) out[i] = frame[i] ?? 0;
  out[headerLength] = 0x01;
  out[headerLength + 1] = stream;
  out[headerLength + 2] = keyFrame && stream !== 0 ? 1 : 0;
  for (let i = 0; i < 4; i++) out[headerLength + 3 + i] = rtpTimestamp >>> (24 - 8 * i);
  return out;
}
