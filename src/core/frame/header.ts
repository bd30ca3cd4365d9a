// The SFrame header (RFC 9605 §4.3), written and read in its shortest form only. Layout only: other code decides which
// keys exist and whether a counter is fresh.
//
//    0 1 2 3 4 5 6 7
//   +-+-----+-+-----+-----------+-----------+    X=0: K is the KID (0..7);  X=1: K+1 bytes of KID follow
//   |X|  K  |Y|  C  |  KID ...  |  CTR ...  |    Y=0: C is the CTR (0..7);  Y=1: C+1 bytes of CTR follow
//   +-+-----+-+-----+-----------+-----------+
import { assert } from '../assert.ts';
import type { Bytes } from '../bytes.ts';

/** A parsed header. `length` is its size in bytes at the front of the frame, 1 to 17. */
export interface Header {
  readonly kid: bigint;
  readonly ctr: bigint;
  readonly length: number;
}

const U32 = 0x1_0000_0000n;
const LIMIT = U32 * U32;

/** The header for `kid` and `ctr`, both below 2^64 (RFC 9605 §4.3). */
export function encodeHeader(kid: bigint, ctr: bigint): Bytes {
  assert(kid >= 0n && kid < LIMIT && ctr >= 0n && ctr < LIMIT, 'KID and CTR have at most 64 bits');
  const kidLength = kid < 8n ? 0 : byteLength(kid);
  const ctrLength = ctr < 8n ? 0 : byteLength(ctr);
  const out = new Uint8Array(1 + kidLength + ctrLength);
  const high = kidLength === 0 ? Number(kid) << 4 : 0x80 | ((kidLength - 1) << 4);
  const low = ctrLength === 0 ? Number(ctr) : 0x08 | (ctrLength - 1);
  out[0] = high | low;
  write(out, 1, kidLength, kid);
  write(out, 1 + kidLength, ctrLength, ctr);
  return out;
}

/**
 * Reads the header in front of `frame`. Undefined if it is truncated or not in the shortest form, which RFC 9605 §4.3
 * demands: with two forms of one header, a frame could be repeated in another form.
 */
export function parseHeader(frame: Uint8Array): Header | undefined {
  const config = frame[0];
  if (config === undefined) return undefined;
  const kidLength = (config & 0x80) === 0 ? 0 : ((config >> 4) & 7) + 1;
  const ctrLength = (config & 0x08) === 0 ? 0 : (config & 7) + 1;
  const length = 1 + kidLength + ctrLength;
  if (frame.length < length) return undefined;
  const kid = kidLength === 0 ? BigInt((config >> 4) & 7) : readShortest(frame, 1, kidLength);
  const ctr = ctrLength === 0 ? BigInt(config & 7) : readShortest(frame, 1 + kidLength, ctrLength);
  return kid === undefined || ctr === undefined ? undefined : { kid, ctr, length };
}

function byteLength(value: bigint): number {
  const high = Number(value >> 32n);
  const word = high === 0 ? Number(value) : high;
  const bytes = word < 0x100 ? 1 : word < 0x1_0000 ? 2 : word < 0x100_0000 ? 3 : 4;
  return high === 0 ? bytes : bytes + 4;
}

function write(out: Uint8Array, at: number, length: number, value: bigint): void {
  let low = Number(value & (U32 - 1n));
  let high = length > 4 ? Number(value >> 32n) : 0;
  for (let i = length - 1; i >= 0; i--) {
    out[at + i] = low & 0xff;
    low = i === length - 4 ? high : low >>> 8;
    if (i === length - 4) high = 0;
  }
}

function readShortest(frame: Uint8Array, at: number, length: number): bigint | undefined {
  const first = frame[at] ?? 0;
  if (first === 0 || (length === 1 && first < 8)) return undefined;
  let high = 0;
  let low = 0;
  const split = Math.max(0, length - 4);
  for (let i = 0; i < split; i++) high = high * 256 + (frame[at + i] ?? 0);
  for (let i = split; i < length; i++) low = low * 256 + (frame[at + i] ?? 0);
  return high === 0 ? BigInt(low) : BigInt(high) * U32 + BigInt(low);
}
