// The outermost layout of every message in an inbox (protocol §4; LINK, type 05, is read in link.ts). This is layout
// only: nothing is opened or believed here.
//
//  0        1        2                 18
//  +--------+--------+------------------+---------------------------------------------
//  | ver=01 | type   | call id (16)     | body
//  +--------+--------+------------------+---------------------------------------------
//  01 INVITE   issuedAt u64 (ms) || ttl u16 (s, 1..60) || noise message 1
//  02 EARLY    salt (8) || counter u32 || AEAD
//  03 ANSWER   noise message 2
//  04 SESSION  generation u32 || counter u64 || AEAD
//  06 MISSED   issuedAt u64 (ms) || noise message
//  07 MOVE     issuedAt u64 (ms) || noise message
//  08 MOVE-END issuedAt u64 (ms) || noise message
//  09 VERIFIED issuedAt u64 (ms) || noise message
//  0a HANDLED  issuedAt u64 (ms) || noise message
import { assert } from '../assert.ts';
import { type Bytes, concat, readUint, uint } from '../bytes.ts';

/** The only version there is. */
export const VERSION = 1;
/** Bytes of a call id. */
export const CALL_ID_BYTES = 16;
/** The length of the clear part of an EARLY or SESSION message (bytes 0..29), which is also its AAD. */
export const HEADER_BYTES = 30;
/** Longer inbox messages are not read (protocol §3). */
export const MAX_MESSAGE_BYTES = 65_535;
const MAX_TTL_SECONDS = 60;
const TAG_BYTES = 16;

/** A message of an inbox, taken apart. Times in ms since 1970, `ttlSeconds` 1..60. */
export type Envelope =
  | {
      readonly kind: 'invite';
      readonly callId: Bytes;
      readonly issuedAtMs: bigint;
      readonly ttlSeconds: number;
      readonly noise: Bytes;
    }
  | {
      readonly kind: 'early';
      readonly callId: Bytes;
      readonly salt: Bytes;
      readonly counter: bigint;
      readonly header: Bytes;
      readonly sealed: Bytes;
    }
  | { readonly kind: 'answer'; readonly callId: Bytes; readonly noise: Bytes }
  | {
      readonly kind: 'session';
      readonly callId: Bytes;
      readonly generation: number;
      readonly counter: bigint;
      readonly header: Bytes;
      readonly sealed: Bytes;
    }
  | NoteEnvelope;

/**
 * A note to a device, sent outside a call. It says that a call was missed or may be moved to this device, what became
 * of such an offer, who was verified in a call, or which device answered or declined a call.
 */
export type NoteEnvelope = {
  readonly [K in NoteKind]: {
    readonly kind: K;
    readonly callId: Bytes;
    readonly issuedAtMs: bigint;
    readonly noise: Bytes;
  };
}[NoteKind];
type NoteKind = 'missed' | 'move' | 'move-end' | 'verified' | 'handled';

/** An envelope inside a known call. INVITE only begins a call, and a note is only about a call. */
export type CallEnvelope = Exclude<Envelope, { kind: 'invite' } | NoteEnvelope>;

const TYPE = {
  invite: 1,
  early: 2,
  answer: 3,
  session: 4,
  missed: 6,
  move: 7,
  'move-end': 8,
  verified: 9,
  handled: 10,
} as const;

function start(type: keyof typeof TYPE, callId: Uint8Array): Bytes {
  assert(callId.length === CALL_ID_BYTES, 'a call id has 16 bytes');
  return concat(uint(1, VERSION), uint(1, TYPE[type]), callId);
}

/** INVITE around Noise message 1. */
export function writeInviteEnvelope(
  callId: Uint8Array,
  issuedAtMs: bigint,
  ttlSeconds: number,
  noise: Uint8Array,
): Bytes {
  assert(ttlSeconds >= 1 && ttlSeconds <= MAX_TTL_SECONDS, 'ttl is 1 to 60 s');
  return concat(start('invite', callId), uint(8, issuedAtMs), uint(2, ttlSeconds), noise);
}

/** ANSWER around Noise message 2. */
export function writeAnswerEnvelope(callId: Uint8Array, noise: Uint8Array): Bytes {
  return concat(start('answer', callId), noise);
}

/** MISSED around its one Noise message. */
export function writeMissedEnvelope(callId: Uint8Array, issuedAtMs: bigint, noise: Uint8Array): Bytes {
  return concat(start('missed', callId), uint(8, issuedAtMs), noise);
}

/** MOVE around its one Noise message. */
export function writeMoveEnvelope(callId: Uint8Array, issuedAtMs: bigint, noise: Uint8Array): Bytes {
  return concat(start('move', callId), uint(8, issuedAtMs), noise);
}

/** MOVE-END around its one Noise message. */
export function writeMoveEndEnvelope(callId: Uint8Array, issuedAtMs: bigint, noise: Uint8Array): Bytes {
  return concat(start('move-end', callId), uint(8, issuedAtMs), noise);
}

/** VERIFIED around its one Noise message. */
export function writeVerifiedEnvelope(callId: Uint8Array, issuedAtMs: bigint, noise: Uint8Array): Bytes {
  return concat(start('verified', callId), uint(8, issuedAtMs), noise);
}

/** HANDLED around its one Noise message. */
export function writeHandledEnvelope(callId: Uint8Array, issuedAtMs: bigint, noise: Uint8Array): Bytes {
  return concat(start('handled', callId), uint(8, issuedAtMs), noise);
}

/** Bytes 0..29 of an EARLY message. */
export function earlyHeader(callId: Uint8Array, salt: Uint8Array, counter: bigint): Bytes {
  assert(salt.length === 8, 'a salt has 8 bytes');
  return concat(start('early', callId), salt, uint(4, counter));
}

/** Bytes 0..29 of a SESSION message. */
export function sessionHeader(callId: Uint8Array, generation: number, counter: bigint): Bytes {
  return concat(start('session', callId), uint(4, generation), uint(8, counter));
}

/**
 * Takes a message apart. Undefined if its version, type, length or ttl violates the protocol, and for LINK. The length
 * limit that MISSED alone has (protocol §5.14.3) is checked elsewhere.
 */
export function readEnvelope(message: Uint8Array): Envelope | undefined {
  if (message.length > MAX_MESSAGE_BYTES || message.length < 2 + CALL_ID_BYTES || message[0] !== VERSION) {
    return undefined;
  }
  const bytes = concat(message); // our own copy, so that nobody can change it later
  const callId = bytes.slice(2, 18);
  const sealedIsThere = bytes.length >= HEADER_BYTES + TAG_BYTES;
  switch (bytes[1]) {
    case TYPE.invite: {
      if (bytes.length <= 28) return undefined;
      const ttlSeconds = Number(readUint(bytes, 26, 2));
      if (ttlSeconds < 1 || ttlSeconds > MAX_TTL_SECONDS) return undefined;
      return { kind: 'invite', callId, issuedAtMs: readUint(bytes, 18, 8), ttlSeconds, noise: bytes.slice(28) };
    }
    case TYPE.early:
      if (!sealedIsThere) return undefined;
      return {
        kind: 'early',
        callId,
        salt: bytes.slice(18, 26),
        counter: readUint(bytes, 26, 4),
        header: bytes.slice(0, HEADER_BYTES),
        sealed: bytes.slice(HEADER_BYTES),
      };
    case TYPE.answer:
      return bytes.length > 18 ? { kind: 'answer', callId, noise: bytes.slice(18) } : undefined;
    case TYPE.session:
      if (!sealedIsThere) return undefined;
      return {
        kind: 'session',
        callId,
        generation: Number(readUint(bytes, 18, 4)),
        counter: readUint(bytes, 22, 8),
        header: bytes.slice(0, HEADER_BYTES),
        sealed: bytes.slice(HEADER_BYTES),
      };
    case TYPE.missed:
      return readNote('missed', bytes);
    case TYPE.move:
      return readNote('move', bytes);
    case TYPE['move-end']:
      return readNote('move-end', bytes);
    case TYPE.verified:
      return readNote('verified', bytes);
    case TYPE.handled:
      return readNote('handled', bytes);
    default:
      return undefined;
  }
}

function readNote(kind: NoteKind, bytes: Bytes): NoteEnvelope | undefined {
  if (bytes.length <= 26) return undefined;
  return { kind, callId: bytes.slice(2, 18), issuedAtMs: readUint(bytes, 18, 8), noise: bytes.slice(26) };
}
