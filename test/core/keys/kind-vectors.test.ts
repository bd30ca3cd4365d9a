// The frozen vectors of EARLY messages, session messages and frames, opened once more with Node's own cryptography.
import { createDecipheriv, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fromHex, utf8 } from '../../../src/core/bytes.ts';
import { unwrapFrame } from '../../../src/core/frame/envelope.ts';
import { pad } from '../../../src/core/signal/json.ts';
import { Early, readMessage, Session } from '../../../src/core/signal/message.ts';

interface Frame {
  readonly codec: string;
  readonly stream: number;
  readonly key: string;
  readonly nonce: string;
  readonly aad: string;
  readonly header: string;
  readonly sealed: string;
  readonly frame: string;
}
type Direction = 'callerToCallee' | 'calleeToCaller';
type PerDirection<T> = Readonly<Record<Direction, T>>;
interface Bases {
  readonly baseKeys: PerDirection<readonly string[]>;
}
type StepFrame = Frame & {
  readonly direction: Direction;
  readonly step: number;
  readonly kid: string;
  readonly ctr: string;
  readonly salt: string;
};
interface Vectors {
  readonly call: {
    readonly earlyKeys: PerDirection<string>;
    readonly generation0: Bases;
    readonly rekey: { readonly generation1: Bases & { readonly session: { readonly callerToCallee: string } } };
  };
  readonly frames: { readonly plaintext: string };
  readonly kinds: {
    readonly early: readonly {
      readonly from: 'caller' | 'callee';
      readonly plaintext: string;
      readonly envelope: string;
    }[];
    readonly session: readonly { readonly counter: string; readonly plaintext: string; readonly envelope: string }[];
    readonly frames: readonly StepFrame[];
    readonly escaped: Frame & { readonly plaintext: string };
    readonly refusedTexts: readonly {
      readonly kind: 'early' | 'session';
      readonly how: string;
      readonly text: string;
    }[];
    readonly refusedFrames: readonly { readonly how: string; readonly frame: string }[];
  };
  readonly firstFrames: readonly StepFrame[];
}

const { call, frames, kinds, firstFrames } = JSON.parse(
  readFileSync(new URL('../../vectors/siegel-1.json', import.meta.url), 'utf8'),
) as Vectors;

function open(key: string, nonce: Uint8Array, aad: Uint8Array, sealed: Uint8Array): string {
  const cipher = createDecipheriv('aes-256-gcm', fromHex(key), nonce);
  cipher.setAAD(aad).setAuthTag(sealed.subarray(-16));
  return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]).toString('hex');
}

const textOf = (plaintext: string): { readonly kind: string; readonly reason?: string } =>
  JSON.parse(Buffer.from(plaintext, 'hex').toString()) as { kind: string }; // padded with spaces

test('the vectors contain every EARLY message, each under the early key of its sender', () => {
  for (const { from, plaintext, envelope } of kinds.early) {
    const bytes = fromHex(envelope);
    const key = call.earlyKeys[from === 'caller' ? 'callerToCallee' : 'calleeToCaller'];
    expect(open(key, bytes.subarray(18, 30), bytes.subarray(0, 30), bytes.subarray(30))).toBe(plaintext);
    expect(readMessage(Early, fromHex(plaintext))).toEqual(textOf(plaintext));
  }
  const said = kinds.early.map(({ plaintext }) => textOf(plaintext));
  expect(new Set(said.map(({ kind }) => kind))).toEqual(
    new Set(Early.options.map(({ entries }) => entries.kind.literal)),
  );
  const reasons = Early.options.flatMap(({ entries }) => ('reason' in entries ? entries.reason.options : []));
  expect(said.flatMap(({ reason }) => reason ?? [])).toEqual(reasons);
});

test('the vectors contain every session message except those in the section `call`, each under the caller’s session key', () => {
  const key = call.rekey.generation1.session.callerToCallee;
  for (const { counter, plaintext, envelope } of kinds.session) {
    const bytes = fromHex(envelope);
    const nonce = Buffer.alloc(12);
    nonce.writeBigUInt64BE(BigInt(counter), 4);
    expect(open(key, nonce, bytes.subarray(0, 30), bytes.subarray(30))).toBe(plaintext);
    expect(readMessage(Session, fromHex(plaintext))).toEqual(textOf(plaintext));
  }
  const inTheCall = ['confirm', 'ready', 'rekey', 'rekeyed']; // those in the section `call`
  const said = kinds.session.map(({ plaintext }) => textOf(plaintext));
  const known = Session.options.map(({ entries }) => entries.kind.literal);
  expect(new Set([...inTheCall, ...said.map(({ kind }) => kind)])).toEqual(new Set(known));
  const reasons = Session.options.flatMap(({ entries }) => ('reason' in entries ? entries.reason.options : []));
  expect(said.flatMap(({ reason }) => reason ?? [])).toEqual(reasons);
});

const hmac512 = (key: Uint8Array, ...parts: readonly (Uint8Array | string)[]): Buffer => {
  const mac = createHmac('sha512', key);
  for (const part of parts) mac.update(part);
  return mac.digest();
};
const expand = (secret: Uint8Array, ...info: readonly (Uint8Array | string)[]): Buffer =>
  hmac512(secret, ...info, Buffer.of(1));

/** Key, salt and nonce of RFC 9605 for a frame, from the base key of its generation. */
function keysOf({ direction, stream, step, kid, ctr }: StepFrame, { baseKeys }: Bases) {
  let base: Buffer = Buffer.from(baseKeys[direction][stream]!, 'hex');
  for (let i = 0; i < step; i++) base = expand(hmac512(Buffer.alloc(0), base), 'SFrame 1.0 Ratchet');
  const secret = hmac512(Buffer.alloc(0), base);
  const context = Buffer.from(`${BigInt(kid).toString(16).padStart(16, '0')}0005`, 'hex');
  const key = expand(secret, 'SFrame 1.0 Secret key ', context).toString('hex', 0, 32);
  const salt = expand(secret, 'SFrame 1.0 Secret salt ', context).subarray(0, 12);
  const counter = Buffer.from(BigInt(ctr).toString(16).padStart(24, '0'), 'hex');
  const nonce = Buffer.from(counter.map((byte, i) => byte ^ salt[i]!));
  return { key, salt: salt.toString('hex'), nonce: nonce.toString('hex') };
}

test.each([
  ['after a rekey', 1, kinds.frames, call.rekey.generation1, 12],
  ['before any rekey, except those in the section `frames`', 0, firstFrames, call.generation0, 8],
])(
  'the frame vectors of every stream and direction, at steps 0 and 1, open under keys of their own: %s',
  (_when, generation, all, bases, count) => {
    for (const one of all) {
      const { key, salt, nonce, step, kid } = one;
      expect({ key, salt, nonce }).toEqual(keysOf(one, bases));
      expect(kid).toBe(String(8 * generation + step));
      expect(open(key, fromHex(nonce), fromHex(one.aad), fromHex(one.sealed))).toBe(frames.plaintext);
    }
    const of = all.map(({ direction, stream, step }) => `${direction} ${String(stream)} ${String(step)}`);
    expect(new Set(of).size).toBe(count);
    expect(new Set(all.map(({ key }) => key)).size).toBe(count);
  },
);

test('the escaped H.264 frame opens once its escapes are removed', () => {
  const { key, nonce, aad, header, sealed, frame, plaintext } = kinds.escaped;
  const inside = fromHex(frame).subarray(6, -1); // after the start code and the head of the slice, before the last byte
  expect(inside.length).toBeGreaterThan(fromHex(header + sealed).length);
  const isGuard = (byte: number, i: number): boolean =>
    byte === 3 && i > 1 && inside[i - 1] === 0 && inside[i - 2] === 0;
  expect(Buffer.from(inside.filter((byte, i) => !isGuard(byte, i))).toString('hex')).toBe(header + sealed);
  expect(open(key, fromHex(nonce), fromHex(aad), fromHex(sealed))).toBe(plaintext);
  expect(unwrapFrame('H264', false, fromHex(frame))).toEqual(fromHex(header + sealed));
});

test.each(kinds.refusedTexts)('a malformed message is refused: $how ($kind)', ({ kind, text }) => {
  expect(readMessage(kind === 'early' ? Early : Session, pad(utf8(text)))).toBeUndefined();
});

test.each(kinds.refusedFrames)('a malformed H.264 frame is refused: $how', ({ frame }) => {
  expect(unwrapFrame('H264', false, fromHex(frame))).toBeUndefined();
});
