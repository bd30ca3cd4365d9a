// STUN messages (RFC 8489 §5, §14), as far as a TURN allocation (RFC 8656 §7) needs them: bytes in, bytes out, no
// network.
//   bits 00, type (14 bits), length (16), magic cookie 2112A442 (32), transaction id (96),
//   then attributes, each of type (16), length (16), value, and padding to 32 bits
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type Bytes, concat, equal, readUint, uint } from '../../core/bytes.ts';

const COOKIE = 0x2112a442;
const HEADER_BYTES = 20;
const ID_BYTES = 12;
const INTEGRITY = 0x0008;
const INTEGRITY_BYTES = 20;

/** Methods and classes, as they stand in the type field. */
export const stunType = {
  allocate: 0x0003,
  allocateSuccess: 0x0103,
  allocateError: 0x0113,
  refresh: 0x0004,
} as const;

/** Attributes by their names in the RFCs. */
export const stunAttribute = {
  username: 0x0006,
  errorCode: 0x0009,
  lifetime: 0x000d,
  realm: 0x0014,
  nonce: 0x0015,
  relayedAddress: 0x0016,
  requestedTransport: 0x0019,
} as const;

/** A message that was read. */
export interface StunMessage {
  readonly type: number;
  readonly id: Bytes;
  readonly attributes: ReadonlyMap<number, Bytes>; // the first of each kind counts
  /** Whether MESSAGE-INTEGRITY under this key is right. False if there is none. */
  readonly isFrom: (key: Uint8Array) => boolean;
}

type Attribute = readonly [type: number, value: Uint8Array];

function attributeBytes([type, value]: Attribute): Bytes {
  return concat(uint(2, type), uint(2, value.length), value, new Uint8Array(-value.length & 3));
}

function header(type: number, length: number, id: Uint8Array): Bytes {
  return concat(uint(2, type), uint(2, length), uint(4, COOKIE), id);
}

/** The long-term key: `MD5(username ":" realm ":" password)` (RFC 8489 §9.2.2; servers in use know no other key). */
export function longTermKey(username: string, realm: string, password: string): Bytes {
  return new Uint8Array(createHash('md5').update(`${username}:${realm}:${password}`).digest());
}

/** The bytes of a request; with `key` it ends in MESSAGE-INTEGRITY (RFC 8489 §14.5). */
export function stunRequest(type: number, id: Uint8Array, attributes: readonly Attribute[], key?: Uint8Array): Bytes {
  const body = concat(...attributes.map(attributeBytes));
  if (key === undefined) return concat(header(type, body.length, id), body);
  const signed = concat(header(type, body.length + 4 + INTEGRITY_BYTES, id), body);
  return concat(signed, attributeBytes([INTEGRITY, hmac(key, signed)]));
}

/** The message at the front of these bytes. `more`: it is incomplete. Undefined: there is no message. */
export function readStun(
  bytes: Uint8Array,
): { readonly message: StunMessage; readonly length: number } | 'more' | undefined {
  if (bytes.length < HEADER_BYTES) return 'more';
  const type = Number(readUint(bytes, 0, 2));
  const bodyBytes = Number(readUint(bytes, 2, 2));
  if (type >= 0x4000 || bodyBytes % 4 !== 0 || Number(readUint(bytes, 4, 4)) !== COOKIE) return undefined;
  const length = HEADER_BYTES + bodyBytes;
  if (bytes.length < length) return 'more';
  const attributes = new Map<number, Bytes>();
  let integrityAt: number | undefined;
  for (let at = HEADER_BYTES; at < length;) {
    const kind = Number(readUint(bytes, at, 2));
    const end = at + 4 + Number(readUint(bytes, at + 2, 2));
    if (end > length) return undefined;
    if (kind === INTEGRITY) integrityAt ??= at;
    // An attribute behind MESSAGE-INTEGRITY is not covered by it and does not count (RFC 8489 §14.5).
    else if (integrityAt === undefined && !attributes.has(kind))
      attributes.set(kind, concat(bytes.subarray(at + 4, end)));
    at = end + (-end & 3);
  }
  const isFrom = (key: Uint8Array): boolean => {
    if (integrityAt === undefined) return false;
    const told = bytes.subarray(integrityAt + 4, integrityAt + 4 + INTEGRITY_BYTES);
    const covered = integrityAt + 4 + INTEGRITY_BYTES - HEADER_BYTES;
    const signed = concat(bytes.subarray(0, 2), uint(2, covered), bytes.subarray(4, integrityAt));
    return told.length === INTEGRITY_BYTES && timingSafeEqual(told, hmac(key, signed));
  };
  return { message: { type, id: concat(bytes.subarray(8, 8 + ID_BYTES)), attributes, isFrom }, length };
}

/** The number in ERROR-CODE (RFC 8489 §14.8), or undefined if there is none. */
export function errorCodeOf(message: StunMessage): number | undefined {
  const value = message.attributes.get(stunAttribute.errorCode);
  return value === undefined || value.length < 4 ? undefined : ((value[2] ?? 0) & 7) * 100 + (value[3] ?? 0);
}

/** Whether `message` answers the request with this id. */
export function answers(message: StunMessage, id: Uint8Array): boolean {
  return equal(message.id, id);
}

function hmac(key: Uint8Array, bytes: Uint8Array): Bytes {
  return new Uint8Array(createHmac('sha1', key).update(bytes).digest());
}
