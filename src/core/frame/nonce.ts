// What AES-GCM gets besides the key: the nonce of a counter, and the additional data that the tag covers too. Pure
// layout; only the sealing key that owns a counter advances it.
import { assert } from '../assert.ts';
import type { Bytes } from '../bytes.ts';

/** Length of an AES-GCM tag in bytes (RFC 9605 §4.5, suite 0x0005). */
export const TAG_BYTES = 16;
/** Length of an AES-GCM nonce, and of a salt, in bytes (RFC 9605 §4.5, suite 0x0005). */
export const NONCE_BYTES = 12;
const FRAME_METADATA_BYTES = 7;

/**
 * `salt XOR CTR`, the counter as 12 big-endian bytes (RFC 9605 §4.4.3). A counter used twice under one key would give
 * two frames one key stream and reveal the authentication key, so each sealing key hands out each counter once. Fills
 * `out` completely and returns it.
 */
export function nonce(salt: Uint8Array, ctr: bigint, out: Bytes = new Uint8Array(NONCE_BYTES)): Bytes {
  assert(salt.length === NONCE_BYTES && out.length === NONCE_BYTES, 'a salt and a nonce have 12 bytes');
  out.set(salt);
  const low = Number(ctr & 0xffff_ffffn);
  const high = Number(ctr >> 32n);
  for (let i = 0; i < 4; i++) {
    out[11 - i] = (out[11 - i] ?? 0) ^ (low >>> (8 * i));
    out[7 - i] = (out[7 - i] ?? 0) ^ (high >>> (8 * i));
  }
  return out;
}

/**
 * The first `headerLength` bytes of `frame`, then `0x01 || stream || key frame || RTP timestamp u32` (protocol §7). So
 * a frame does not open if it is moved to another stream, shown at another time or passed off as a key frame. Fills
 * `out` completely and returns it.
 */
export function additionalData(
  frame: Uint8Array,
  headerLength: number,
  stream: 0 | 1 | 2,
  keyFrame: boolean,
  rtpTimestamp: number,
  out: Bytes = new Uint8Array(additionalDataLength(headerLength)),
): Bytes {
  assert(
    out.length === additionalDataLength(headerLength),
    'additional data has one length for each length of a header',
  );
  for (let i = 0; i < headerLength; i++) out[i] = frame[i] ?? 0;
  out[headerLength] = 0x01;
  out[headerLength + 1] = stream;
  out[headerLength + 2] = keyFrame && stream !== 0 ? 1 : 0;
  for (let i = 0; i < 4; i++) out[headerLength + 3 + i] = rtpTimestamp >>> (24 - 8 * i);
  return out;
}

/** The length of the additional data of a frame whose header has `headerLength` bytes. */
export function additionalDataLength(headerLength: number): number {
  return headerLength + FRAME_METADATA_BYTES;
}
