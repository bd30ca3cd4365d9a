// The constant envelope per codec (protocol §7). A packetizer reads the first bytes of a frame. Fixed bytes therefore
// stand in front of the sealed frame, so that no byte from the encoder is in clear. A receiver accepts exactly these
// bytes and drops every other frame. In AV1 it also accepts a size field that a depacketizer added.
import type { Bytes } from '../bytes.ts';
import { fromHex } from '../bytes.ts';
import { findEscapes, unescape, writeEscaped } from './emulation.ts';
import { framePayload, OBU_FRAME_TO_END } from './obu.ts';

/** The codecs by their envelope. `bare` is Opus and RED; for these and VP9 the envelope is empty. */
export type Codec = 'bare' | 'VP8' | 'VP9' | 'AV1' | 'H264';

interface Front {
  readonly key: Bytes;
  readonly delta: Bytes;
}

const NOTHING: Front = { key: fromHex(''), delta: fromHex('') };
/** 640 × 480 means nothing: the decoder determines the size on the screen. */
const VP8: Front = { key: fromHex('1000009d012a8002e001'), delta: fromHex('11') };
/** A sequence header of one zero byte tells the packetizer that the frame is a key frame. */
const AV1: Front = { key: Uint8Array.of(0x0a, 0x01, 0x00, OBU_FRAME_TO_END), delta: Uint8Array.of(OBU_FRAME_TO_END) };
const AV1_KEY_OBU = 3;
/**
 * `key`: SPS, PPS and the head of an IDR slice. `delta`: the head of a P slice. The VUI in this SPS keeps receivers
 * from rewriting the SPS.
 */
const H264: Front = {
  key: fromHex('000000016742e01fda0280f68078b1750000000168ce38800000000165b8'),
  delta: fromHex('0000000161e0'),
};
/** The last byte of an H.264 frame, because a packetizer strips trailing zeros. */
const H264_END = 0x80;

const fronts: Readonly<Record<Codec, Front>> = { bare: NOTHING, VP8, VP9: NOTHING, AV1, H264 };

/** The envelope of `codec` around `header || sealed`, as fresh bytes that fill their buffer. */
export function wrapFrame(codec: Codec, keyFrame: boolean, header: Uint8Array, sealed: Uint8Array): Bytes {
  const front = keyFrame ? fronts[codec].key : fronts[codec].delta;
  const at = front.length;
  const end = at + header.length + sealed.length;
  const out = new Uint8Array(codec === 'H264' ? end + 1 : end);
  out.set(front, 0);
  out.set(header, at);
  out.set(sealed, at + header.length);
  if (codec !== 'H264') return out;
  out[end] = H264_END;
  const body = out.subarray(at, end);
  const escapes = findEscapes(body);
  if (escapes.length === 0) return out;
  const escaped = new Uint8Array(out.length + escapes.length);
  escaped.set(front, 0);
  writeEscaped(escaped, at, body, escapes);
  escaped[escaped.length - 1] = H264_END;
  return escaped;
}

/**
 * The SFrame bytes inside the envelope, usually a view of `bytes`. Undefined if the envelope is not exactly the
 * constant one (in AV1 with or without a size field), or if the escapes in H264 are not exact.
 */
export function unwrapFrame(codec: Codec, keyFrame: boolean, bytes: Bytes): Bytes | undefined {
  const front = keyFrame ? fronts[codec].key : fronts[codec].delta;
  if (codec === 'AV1') {
    const obu = keyFrame ? AV1_KEY_OBU : 0;
    return startsWith(bytes, front, obu) ? framePayload(bytes, obu) : undefined;
  }
  if (!startsWith(bytes, front, front.length)) return undefined;
  if (codec !== 'H264') return bytes.subarray(front.length);
  const last = bytes.length - 1;
  if (last < front.length || bytes[last] !== H264_END) return undefined;
  return unescape(bytes.subarray(front.length, last));
}

function startsWith(bytes: Uint8Array, front: Uint8Array, length: number): boolean {
  if (bytes.length < length) return false;
  for (let i = 0; i < length; i++) if (bytes[i] !== front[i]) return false;
  return true;
}
