// The frozen vectors of every message and every kind of frame, opened once more with Node's own cryptography.
import { createDecipheriv } from 'node:crypto';
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
interface Vectors {
  readonly call: {
    readonly earlyKeys: Readonly<Record<'callerToCallee' | 'calleeToCaller', string>>;
    readonly rekey: { readonly generation1: { readonly session: { readonly callerToCallee: string } } };
  };
  readonly frames: { readonly plaintext: string };
  readonly kinds: {
    readonly early: readonly {
      readonly from: 'caller' | 'callee';
      readonly plaintext: string;
      readonly envelope: string;
    }[];
    readonly session: readonly { readonly counter: string; readonly plaintext: string; readonly envelope: string }[];
    readonly frames: readonly (Frame & { readonly direction: string; readonly step: number })[];
    readonly escaped: Frame & { readonly plaintext: string };
    readonly refusedTexts: readonly {
      readonly kind: 'early' | 'session';
      readonly how: string;
      readonly text: string;
    }[];
    readonly refusedFrames: readonly { readonly how: string; readonly frame: string }[];
  };
}

const { call, frames, kinds } = JSON.parse(
  readFileSync(new URL('../../vectors/siegel-1.json', import.meta.url), 'utf8'),
) as Vectors;

function open(key: string, nonce: Uint8Array, aad: Uint8Array, sealed: Uint8Array): string {
  const cipher = createDecipheriv('aes-256-gcm', fromHex(key), nonce);
  cipher.setAAD(aad).setAuthTag(sealed.subarray(-16));
  return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]).toString('hex');
}

const textOf = (plaintext: string): { readonly kind: string; readonly reason?: string } =>
  JSON.parse(Buffer.from(plaintext, 'hex').toString()) as { kind: string }; // padded with spaces

test('every message before the session is there, and opens under the early key of its direction', () => {
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

test('every message of a session is there, and opens under its key', () => {
  const key = call.rekey.generation1.session.callerToCallee;
  for (const { counter, plaintext, envelope } of kinds.session) {
    const bytes = fromHex(envelope);
    const nonce = Buffer.alloc(12);
    nonce.writeBigUInt64BE(BigInt(counter), 4);
    expect(open(key, nonce, bytes.subarray(0, 30), bytes.subarray(30))).toBe(plaintext);
    expect(readMessage(Session, fromHex(plaintext))).toEqual(textOf(plaintext));
  }
  const inTheCall = ['confirm', 'ready', 'rekey', 'rekeyed']; // of the section `call`
  const said = kinds.session.map(({ plaintext }) => textOf(plaintext));
  const known = Session.options.map(({ entries }) => entries.kind.literal);
  expect(new Set([...inTheCall, ...said.map(({ kind }) => kind)])).toEqual(new Set(known));
  const reasons = Session.options.flatMap(({ entries }) => ('reason' in entries ? entries.reason.options : []));
  expect(said.flatMap(({ reason }) => reason ?? [])).toEqual(reasons);
});

test('a frame of every stream, direction and step opens under a key of its own', () => {
  for (const { key, nonce, aad, sealed } of kinds.frames) {
    expect(open(key, fromHex(nonce), fromHex(aad), fromHex(sealed))).toBe(frames.plaintext);
  }
  const of = kinds.frames.map(({ direction, stream, step }) => `${direction} ${String(stream)} ${String(step)}`);
  expect(new Set(of).size).toBe(12);
  expect(new Set(kinds.frames.map(({ key }) => key)).size).toBe(12);
});

test('the guarded H.264 frame opens once its guards are taken out', () => {
  const { key, nonce, aad, header, sealed, frame, plaintext } = kinds.escaped;
  const inside = fromHex(frame).subarray(6, -1); // behind the start code and the head of the slice, before the last byte
  expect(inside.length).toBeGreaterThan(fromHex(header + sealed).length);
  const isGuard = (byte: number, i: number): boolean =>
    byte === 3 && i > 1 && inside[i - 1] === 0 && inside[i - 2] === 0;
  expect(Buffer.from(inside.filter((byte, i) => !isGuard(byte, i))).toString('hex')).toBe(header + sealed);
  expect(open(key, fromHex(nonce), fromHex(aad), fromHex(sealed))).toBe(plaintext);
  expect(unwrapFrame('H264', false, fromHex(frame))).toEqual(fromHex(header + sealed));
});

test.each(kinds.refusedTexts)('a message under the right key is not taken: $how ($kind)', ({ kind, text }) => {
  expect(readMessage(kind === 'early' ? Early : Session, pad(utf8(text)))).toBeUndefined();
});

test.each(kinds.refusedFrames)('an H.264 frame is not taken apart: $how', ({ frame }) => {
  expect(unwrapFrame('H264', false, fromHex(frame))).toBeUndefined();
});
