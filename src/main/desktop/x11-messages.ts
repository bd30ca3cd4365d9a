// The bytes of the X Window System protocol, version 11, as far as this program uses it: the set-up of a connection and
// QueryKeymap, which says which keys are down. The display server is not trusted: whatever is not exactly expected is
// bad, and nothing after it is read. Encoding and lengths: X Window System Protocol, X Version 11, chapters 1 and 8 and
// appendix B.

/** Which keys are down: one bit for each of 256 key codes. */
export type KeysDown = Uint8Array;

/** What the display server has said: the connection is set up, or which keys are down, or something unexpected. */
export type FromDisplay =
  | { readonly kind: 'ready' }
  | { readonly kind: 'keys'; readonly down: KeysDown }
  | { readonly kind: 'bad' };

/** The bytes of a cookie. */
export const COOKIE_BYTES = 16;
/** The name of the authorisation by a cookie. */
export const COOKIE_NAME = 'MIT-MAGIC-COOKIE-1';

const KEYMAP_BYTES = 32;
const HEAD_BYTES = 8; // of the answer to the set-up
const LEAST_SETUP_UNITS = 8; // of four bytes: the fixed part of an answer that lets us in
const REPLY_BYTES = 8 + KEYMAP_BYTES;
const EVENT_BYTES = 32;
const MAPPING_NOTIFY = 34; // the only event that a client gets without asking
const QUERY_KEYMAP = 44;

/**
 * The first bytes of a connection, little endian. Without a cookie, the display server decides by our host or user.
 *
 *     0   'l', unused, version 11, 0        6   length of the name, of the cookie, unused
 *     12  name, padded to four bytes            cookie, padded to four bytes
 */
export function setUpRequest(cookie: Uint8Array | undefined): Uint8Array {
  const name = new TextEncoder().encode(cookie === undefined ? '' : COOKIE_NAME);
  const data = cookie ?? new Uint8Array();
  const bytes = new Uint8Array(12 + padded(name.length) + padded(data.length));
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 0x6c);
  view.setUint16(2, 11, true);
  view.setUint16(6, name.length, true);
  view.setUint16(8, data.length, true);
  bytes.set(name, 12);
  bytes.set(data, 12 + padded(name.length));
  return bytes;
}

const padded = (length: number): number => Math.ceil(length / 4) * 4;

/** Reads what a display server sends on one connection. */
export interface DisplayReader {
  /** The next QueryKeymap request. The caller may send it once the connection is ready, and must await each reply. */
  readonly query: () => Uint8Array;
  /** The messages that these bytes complete, in order. Empty after a bad one. */
  readonly take: (chunk: Uint8Array) => readonly FromDisplay[];
}

type Reading =
  | { readonly kind: 'head' }
  | { readonly kind: 'setup'; readonly left: number } // bytes of the answer to the set-up, which are not kept
  | { readonly kind: 'answers' }
  | { readonly kind: 'bad' };

/** A reader at the beginning of a connection. It stores no more than one incomplete answer of 40 bytes. */
export function createDisplayReader(): DisplayReader {
  let reading: Reading = { kind: 'head' };
  let rest = new Uint8Array();
  let sequence = 0; // of the last question
  let isAsked = false;

  // The first complete message in `bytes`: how many bytes it has, and what it says. Undefined: more bytes are needed.
  function next(bytes: Uint8Array): { readonly length: number; readonly says?: FromDisplay } | undefined {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    switch (reading.kind) {
      case 'head': {
        if (bytes.length < HEAD_BYTES) return undefined;
        const units = view.getUint16(6, true);
        const isIn = view.getUint8(0) === 1 && view.getUint16(2, true) === 11 && units >= LEAST_SETUP_UNITS;
        reading = isIn ? { kind: 'setup', left: units * 4 } : { kind: 'bad' };
        return { length: HEAD_BYTES };
      }
      case 'setup': {
        if (bytes.length === 0) return undefined;
        const length = Math.min(bytes.length, reading.left);
        const left = reading.left - length;
        reading = left === 0 ? { kind: 'answers' } : { kind: 'setup', left };
        return left === 0 ? { length, says: { kind: 'ready' } } : { length };
      }
      case 'answers':
        return answer(bytes, view);
      default:
        return undefined; // nothing after something bad
    }
  }

  function answer(bytes: Uint8Array, view: DataView): ReturnType<typeof next> {
    if (bytes.length === 0) return undefined;
    const code = view.getUint8(0);
    if (code === MAPPING_NOTIFY) return bytes.length < EVENT_BYTES ? undefined : { length: EVENT_BYTES };
    if (code !== 1 || !isAsked) return bad();
    if (bytes.length < REPLY_BYTES) return undefined;
    if (view.getUint16(2, true) !== sequence || view.getUint32(4, true) !== 2) return bad();
    isAsked = false;
    return { length: REPLY_BYTES, says: { kind: 'keys', down: bytes.slice(8, REPLY_BYTES) } };
  }

  function bad(): { readonly length: number } {
    reading = { kind: 'bad' };
    return { length: 0 };
  }

  return {
    query: () => {
      isAsked = true;
      sequence = (sequence + 1) % 0x1_0000;
      return Uint8Array.of(QUERY_KEYMAP, 0, 1, 0);
    },
    take: (chunk) => {
      if (reading.kind === 'bad') return [];
      const bytes = new Uint8Array(rest.length + chunk.length);
      bytes.set(rest);
      bytes.set(chunk, rest.length);
      const said: FromDisplay[] = [];
      let at = 0;
      for (;;) {
        const message = next(bytes.subarray(at));
        if (message === undefined) break;
        at += message.length;
        if (message.says !== undefined) said.push(message.says);
      }
      rest = bytes.slice(at);
      bytes.fill(0); // memory must not keep which keys were down
      if (isBad()) {
        rest = new Uint8Array();
        said.push({ kind: 'bad' });
      }
      return said;
    },
  };

  function isBad(): boolean {
    return reading.kind === 'bad';
  }
}

/** How many keys are down. */
export function countDown(down: KeysDown): number {
  let count = 0;
  for (const byte of down) for (let bits = byte; bits > 0; bits >>= 1) count += bits & 1;
  return count;
}

/** Whether a key that was down at first is up now. */
export function isAnyUp(first: KeysDown, now: KeysDown): boolean {
  return first.some((byte, at) => (byte & ~(now[at] ?? 0)) !== 0);
}
