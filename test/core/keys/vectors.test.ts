// The frozen vectors of protocol version 1: generated again byte for byte, and checked a second time with Node's own
// cryptography.
import { createDecipheriv, createHash, createHmac, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { vectorText } from '../../../tools/vectors.ts';

interface Envelope {
  readonly counter: string;
  readonly plaintext: string;
  readonly envelope: string;
}
interface Vectors {
  readonly secrets: Readonly<Record<string, string>>;
  readonly identity: Readonly<
    Record<
      'caller' | 'callee',
      {
        readonly devicePublicKey: string;
        readonly signingPublicKey: string;
        readonly deviceId: string;
        readonly person: string;
        readonly chain: string;
      }
    >
  >;
  readonly call: {
    readonly exporter: string;
    readonly h2: string;
    readonly code: string;
    readonly generation0: Generation;
    readonly confirm: Envelope;
    readonly ready: Envelope;
    readonly rekey: {
      readonly rekeyText: string;
      readonly rekeyedText: string;
      readonly rekey: Envelope;
      readonly rekeyed: Envelope;
      readonly dh: string;
      readonly kemShared: string;
      readonly generation1: Generation;
    };
  };
  readonly ratchet: {
    readonly steps: readonly {
      readonly kid: string;
      readonly baseKey: string;
      readonly key: string;
      readonly salt: string;
    }[];
  };
  readonly frames: {
    readonly plaintext: string;
    readonly audio: { readonly key: string };
    readonly camera: { readonly key: string };
    readonly list: readonly {
      readonly codec: string;
      readonly stream: number;
      readonly nonce: string;
      readonly aad: string;
      readonly sealed: string;
    }[];
  };
  readonly kinds: { readonly frames: readonly KeyAndNonce[]; readonly escaped: KeyAndNonce };
  readonly firstFrames: readonly KeyAndNonce[];
}
interface KeyAndNonce {
  readonly key: string;
  readonly nonce: string;
}
interface Generation {
  readonly callSecret: string;
  readonly chain: string;
  readonly session: Readonly<Record<'callerToCallee' | 'calleeToCaller', string>>;
  readonly baseKeys: Readonly<Record<'callerToCallee' | 'calleeToCaller', readonly string[]>>;
}

const text = readFileSync(new URL('../../vectors/siegel-1.json', import.meta.url), 'utf8');
const vectors = JSON.parse(text) as Vectors;
const { call, ratchet, frames, secrets } = vectors;
const bytes = (hex: string) => Buffer.from(hex, 'hex');

function hmac512(key: Buffer, ...parts: readonly (Buffer | string)[]): Buffer {
  const mac = createHmac('sha512', key);
  for (const part of parts) mac.update(part);
  return mac.digest();
}
// HKDF-Expand of one block (RFC 5869 §2.3): no key that the protocol derives with SHA-512 is longer.
const expand = (prk: Buffer, info: Buffer, length: number) =>
  hmac512(prk, info, Buffer.of(1)).subarray(0, length).toString('hex');
const derive = (secret: string, label: string, context: Buffer, length: number) =>
  expand(bytes(secret), Buffer.concat([Buffer.from(`Siegel 1 ${label}\0`), context]), length);

function open(key: string, nonce: Buffer, aad: Buffer, sealed: Buffer): string {
  const cipher = createDecipheriv('aes-256-gcm', bytes(key), nonce);
  cipher.setAAD(aad);
  cipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]).toString('hex');
}

function isSigned(publicKey: string, label: string, body: string, sig: string): boolean {
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: bytes(publicKey).toString('base64url') },
    format: 'jwk',
  });
  return verify(null, Buffer.from(`${label}\0${body}`), key, Buffer.from(sig, 'base64url'));
}

test('the protocol still produces exactly the frozen bytes', () => expect(vectorText()).toBe(text));

describe('the frozen vectors under Node’s own cryptography', () => {
  test.each(['caller', 'callee'] as const)('the %s’s device id is derived from its two keys', (who) => {
    const one = vectors.identity[who];
    const hash = createHash('sha256')
      .update('Siegel 1 device')
      .update(bytes(one.devicePublicKey + one.signingPublicKey))
      .digest();
    const base32 = [...hash]
      .map((byte) => byte.toString(2).padStart(8, '0'))
      .join('')
      .match(/.{5}/g)
      ?.slice(0, 26)
      .map((five) => 'abcdefghijklmnopqrstuvwxyz234567'.charAt(parseInt(five, 2)))
      .join('');
    expect(one.deviceId).toBe(base32);
  });

  test('the links of a chain are signed by its first device, and the hash of the first link is the person id', () => {
    for (const one of [vectors.identity.caller, vectors.identity.callee]) {
      const { chain } = JSON.parse(bytes(one.chain).toString()) as { chain: { link: string; sig: string }[] };
      const signed = chain.map(({ link, sig }) => isSigned(one.signingPublicKey, 'Siegel 1 link', link, sig));
      expect(signed).toEqual(one === vectors.identity.caller ? [true, true] : [true]);
      const hashes = chain.map(({ link }) => createHash('sha256').update(link).digest());
      expect(hashes[0]?.toString('hex')).toBe(one.person);
      for (const [i, { link }] of chain.entries()) {
        expect(JSON.parse(link)).toMatchObject({
          by: one.deviceId,
          prev: hashes[i - 1]?.toString('base64url') ?? null,
        });
      }
    }
  });

  test('a device added to a chain has signed its join to the person', () => {
    const { chain, person } = vectors.identity.caller;
    const links = JSON.parse(bytes(chain).toString()) as { chain: { link: string }[] };
    const { add } = JSON.parse(links.chain[1]?.link ?? '{}') as { add: Record<'id' | 's' | 'd' | 'join', string>[] };
    const [added] = add;
    if (added === undefined) throw new Error('the second link adds a device');
    const [s, d, join] = [added.s, added.d, added.join].map((field) => Buffer.from(field, 'base64url'));
    const lp = (part: Buffer): Buffer => Buffer.concat([Buffer.of(0, part.length), part]);
    const text = Buffer.concat([bytes(person), lp(Buffer.from(added.id)), s!, d!, lp(Buffer.of(1))]);
    const label = Buffer.from('Siegel 1 join\0');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: added.d }, format: 'jwk' });
    expect(verify(null, Buffer.concat([label, text]), key, join!)).toBe(true);
  });

  test('call secrets, chain secrets, base keys, code and generation 1’s session keys follow from exporter, transcript and rekey', () => {
    const callSecret = hmac512(bytes(call.h2), bytes(call.exporter)).toString('hex');
    expect(call.generation0.callSecret).toBe(callSecret);
    const halves = bytes((secrets['codeOpening'] ?? '') + (secrets['codeNonce'] ?? ''));
    const number = BigInt(`0x${derive(callSecret, 'sas', halves, 8)}`) % 100_000_000n;
    expect(call.code).toBe(number.toString().padStart(8, '0'));
    const { rekey } = call;
    const texts = createHash('sha512')
      .update(bytes(rekey.rekeyText + rekey.rekeyedText))
      .digest();
    const next = hmac512(bytes(call.generation0.chain), bytes(rekey.dh), bytes(rekey.kemShared), texts).toString('hex');
    expect(rekey.generation1.callSecret).toBe(next);
    expect(rekey.generation1.session).toEqual({
      callerToCallee: derive(next, 'session', Buffer.of(0), 32),
      calleeToCaller: derive(next, 'session', Buffer.of(1), 32),
    });
    const generations = [call.generation0, rekey.generation1];
    const base = (secret: string, dir: number) =>
      [0, 1, 2].map((stream) => derive(secret, 'sframe base key', Buffer.of(dir, stream), 64));
    expect(generations.map(({ chain, baseKeys }) => ({ chain, baseKeys }))).toEqual(
      [callSecret, next].map((secret) => ({
        chain: derive(secret, 'chain', Buffer.alloc(0), 64),
        baseKeys: { callerToCallee: base(secret, 0), calleeToCaller: base(secret, 1) },
      })),
    );
  });

  test('every ratchet step follows from the previous one and gives the key and salt of RFC 9605', () => {
    const suite = Buffer.of(0, 5);
    const nothing = Buffer.alloc(0);
    expect(ratchet.steps[0]?.baseKey).toBe(call.generation0.baseKeys.callerToCallee[1]);
    const made = ratchet.steps.map(({ kid, baseKey }) => {
      const secret = hmac512(nothing, bytes(baseKey));
      const context = Buffer.concat([bytes(BigInt(kid).toString(16).padStart(16, '0')), suite]);
      return {
        key: expand(secret, Buffer.concat([Buffer.from('SFrame 1.0 Secret key '), context]), 32),
        salt: expand(secret, Buffer.concat([Buffer.from('SFrame 1.0 Secret salt '), context]), 12),
        next: expand(secret, Buffer.from('SFrame 1.0 Ratchet'), 64),
      };
    });
    expect(ratchet.steps.map(({ key, salt }) => ({ key, salt }))).toEqual(made.map(({ key, salt }) => ({ key, salt })));
    expect(ratchet.steps.slice(1).map((step) => step.baseKey)).toEqual(made.slice(0, -1).map(({ next }) => next));
    expect(ratchet.steps.map((step) => step.kid)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '0', '1']);
  });

  test.each([
    ['confirm', call.confirm, 'callerToCallee'],
    ['ready', call.ready, 'calleeToCaller'],
    ['rekey', call.rekey.rekey, 'callerToCallee'],
    ['rekeyed', call.rekey.rekeyed, 'calleeToCaller'],
  ] as const)(
    'the %s message opens under the session key of its direction',
    (_name, { counter, plaintext, envelope }, direction) => {
      const message = bytes(envelope);
      const nonce = Buffer.alloc(12);
      nonce.writeBigUInt64BE(BigInt(counter), 4);
      expect(open(call.generation0.session[direction], nonce, message.subarray(0, 30), message.subarray(30))).toBe(
        plaintext,
      );
    },
  );

  test.each(frames.list)('the $codec frame with nonce $nonce opens', ({ stream, nonce, aad, sealed }) => {
    const { key } = stream === 0 ? frames.audio : frames.camera;
    expect(open(key, bytes(nonce), bytes(aad), bytes(sealed))).toBe(frames.plaintext);
  });

  test('a rekey hashes the texts of its two messages without their padding', () => {
    for (const [hashed, { plaintext }] of [
      [call.rekey.rekeyText, call.rekey.rekey],
      [call.rekey.rekeyedText, call.rekey.rekeyed],
    ] as const) {
      expect(bytes(plaintext).toString()).toMatch(/\} +$/);
      expect(bytes(hashed).toString()).toBe(bytes(plaintext).toString().trimEnd());
    }
  });

  test('no two frames of any stream, direction or generation have the same key and nonce', () => {
    const { kinds, firstFrames } = vectors;
    const used = [
      ...frames.list.map(({ nonce, stream }) => `${(stream === 0 ? frames.audio : frames.camera).key} ${nonce}`),
      ...[...kinds.frames, kinds.escaped, ...firstFrames].map(({ key, nonce }) => `${key} ${nonce}`),
    ];
    expect(new Set(used).size).toBe(used.length);
  });
});
