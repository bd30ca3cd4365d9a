// Opens the frozen vectors of notes and of linking again with Node's own cryptography: the notes by the specification
// of Noise X, and the messages of a linking under their keys. The number of the linking is derived again from the
// exporter and from the hash before the payload of message 3.
import {
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  verify,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

interface Note {
  readonly issuedAtMs: number;
  readonly prologue: string;
  readonly plaintext: string;
  readonly noise: string;
  readonly envelope: string;
}
interface Sealed {
  readonly kind: string;
  readonly person?: string;
  readonly chain?: readonly { readonly link: string }[];
  readonly join?: string;
}
interface Vectors {
  readonly secrets: Readonly<Record<string, string>>;
  readonly identity: Readonly<
    Record<'caller' | 'callee', { readonly devicePublicKey: string; readonly deviceId: string }>
  >;
  readonly notes: { readonly secondDevicePublicKey: string } & Readonly<
    Record<'missed' | 'move' | 'moveEnd' | 'verified' | 'handled', Note>
  >;
  readonly link: {
    readonly code: string;
    readonly prologue: string;
    readonly hello: string;
    readonly offer: { readonly plaintext: string };
    readonly proof: { readonly plaintext: string; readonly envelope: string };
    readonly hashBeforePayload3: string;
    readonly h3: string;
    readonly exporter: string;
    readonly toNew: string;
    readonly toExisting: string;
    readonly number: string;
    readonly bundle: string;
    readonly sealed: readonly {
      readonly from: 'existing' | 'new';
      readonly plaintext: string;
      readonly envelope: string;
    }[];
    readonly look: string;
  };
}

const { secrets, identity, notes, link } = JSON.parse(
  readFileSync(new URL('../../vectors/siegel-1.json', import.meta.url), 'utf8'),
) as Vectors;
const bytes = (hex: string | undefined): Buffer => Buffer.from(hex ?? '', 'hex');
const hash = (...parts: readonly Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
const lp = (text: string): Buffer => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length);
  return Buffer.concat([length, Buffer.from(text)]);
};
const time = (ms: number): Buffer => {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64BE(BigInt(ms));
  return buffer;
};

function decrypt(key: Buffer, nonce: Buffer, aad: Buffer, sealed: Buffer): Buffer {
  const cipher = createDecipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(aad);
  cipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
}

function dh(ownSeed: string | undefined, ownPublic: string, theirs: Buffer): Buffer {
  const okp = { kty: 'OKP', crv: 'X25519' };
  const jwk = { ...okp, x: bytes(ownPublic).toString('base64url') };
  const privateKey = createPrivateKey({ key: { ...jwk, d: bytes(ownSeed).toString('base64url') }, format: 'jwk' });
  const publicKey = createPublicKey({ key: { ...okp, x: theirs.toString('base64url') }, format: 'jwk' });
  return diffieHellman({ privateKey, publicKey });
}

// Noise_X, responder (Noise specification §5.3, §7.4): e, es, s, ss, payload.
function openX(
  note: Note,
  ownSeed: string | undefined,
  ownPublic: string,
): { readonly sender: string; readonly text: string } {
  const NAME = 'Noise_X_25519_AESGCM_SHA256';
  let h = Buffer.concat([Buffer.from(NAME), Buffer.alloc(32 - NAME.length)]);
  let [ck, k] = [h, Buffer.alloc(0)];
  const mixHash = (data: Buffer): void => void (h = hash(h, data) as typeof h);
  const mixKey = (input: Buffer): void => {
    const mac = (key: Buffer, ...data: readonly Buffer[]): Buffer =>
      createHmac('sha256', key).update(Buffer.concat(data)).digest();
    const prk = mac(ck, input);
    ck = mac(prk, Buffer.of(1)) as typeof ck;
    k = mac(prk, ck, Buffer.of(2)) as typeof k;
  };
  const open = (sealed: Buffer): Buffer => {
    const plain = decrypt(k, Buffer.alloc(12), h, sealed); // each key seals one thing, with counter 0
    mixHash(sealed);
    return plain;
  };
  const message = bytes(note.noise);
  mixHash(bytes(note.prologue));
  mixHash(bytes(ownPublic));
  const e = message.subarray(0, 32);
  mixHash(e);
  mixKey(dh(ownSeed, ownPublic, e));
  const sender = open(message.subarray(32, 80));
  mixKey(dh(ownSeed, ownPublic, sender));
  return { sender: sender.toString('hex'), text: open(message.subarray(80)).toString('hex') };
}

const { caller, callee } = identity;
const second = notes.secondDevicePublicKey;
const secondId = link.code.replaceAll(' ', '').slice(0, 26).toLowerCase();

describe('the frozen vectors of notes and linking under Node’s own cryptography', () => {
  test.each([
    [
      'missed',
      'missed',
      6,
      'calleeDeviceSeed',
      callee.devicePublicKey,
      caller.devicePublicKey,
      [caller.deviceId, callee.deviceId],
    ],
    ['move', 'move', 7, 'secondDeviceSeed', second, caller.devicePublicKey, [caller.deviceId, secondId]],
    ['verified', 'verified', 9, 'secondDeviceSeed', second, caller.devicePublicKey, [caller.deviceId, secondId]],
    ['handled', 'handled', 10, 'secondDeviceSeed', second, caller.devicePublicKey, [caller.deviceId, secondId]],
    ['moveEnd', 'move-end', 8, 'callerDeviceSeed', caller.devicePublicKey, second, [secondId, caller.deviceId]],
  ] as const)(
    'the note %s opens at its receiver, names its sender and is contained in its envelope',
    (name, label, type, seed, to, from, ids) => {
      const note = notes[name];
      const callId = bytes(secrets[name.startsWith('move') ? 'movedCallId' : 'callId']);
      expect(openX(note, secrets[seed], to)).toEqual({ sender: from, text: note.plaintext });
      const prologue = [
        Buffer.from(`Siegel-${label}-1`),
        lp('Noise_X_25519_AESGCM_SHA256'),
        callId,
        ...ids.map(lp),
        time(note.issuedAtMs),
      ];
      expect(Buffer.concat(prologue).toString('hex')).toBe(note.prologue);
      const envelope = [Buffer.of(1, type), callId, time(note.issuedAtMs), bytes(note.noise)];
      expect(Buffer.concat(envelope).toString('hex')).toBe(note.envelope);
      const text = bytes(note.plaintext);
      expect([text.length % 256, JSON.parse(text.toString())]).toMatchObject([0, { kind: label }]);
    },
  );

  test('the sealed linking messages open in turn under the key of their direction', () => {
    const counters = { existing: 0, new: 0 };
    for (const { from, plaintext, envelope } of link.sealed) {
      const message = bytes(envelope);
      const nonce = Buffer.alloc(12);
      nonce.writeUInt32BE(counters[from]++, 8);
      expect(message.subarray(18, 23)).toEqual(Buffer.concat([Buffer.of(4), nonce.subarray(8)]));
      const key = from === 'existing' ? link.toNew : link.toExisting;
      expect(decrypt(bytes(key), nonce, message.subarray(0, 23), message.subarray(23)).toString('hex')).toBe(plaintext);
    }
    expect(counters).toEqual({ existing: 4, new: 3 });
    const texts = link.sealed.map(({ plaintext }) => JSON.parse(bytes(plaintext).toString()) as { data?: string });
    const data = texts.map((text) => Buffer.from(text.data ?? '', 'base64url'));
    expect(Buffer.concat(data).toString()).toBe(link.bundle);
  });

  test('the handed-over chain belongs to its person, and the new device has signed its join', () => {
    const texts = link.sealed.map(({ plaintext }) => JSON.parse(bytes(plaintext).toString()) as Sealed);
    const [, chain, join] = texts;
    const person = createHash('sha256')
      .update(chain?.chain?.[0]?.link ?? '')
      .digest();
    expect([texts.map(({ kind }) => kind), chain?.person]).toEqual([
      ['confirmed', 'chain', 'join', 'part', 'kept', 'added', 'end'],
      person.toString('base64url'),
    ]);
    const { d } = JSON.parse(bytes(link.offer.plaintext).toString()) as { readonly d: string };
    const keys = [bytes(notes.secondDevicePublicKey), Buffer.from(d, 'base64url')];
    const signed = [Buffer.from('Siegel 1 join\0'), person, lp(secondId), ...keys, Buffer.of(0, 1, 1)];
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: d }, format: 'jwk' });
    const signature = Buffer.from(join?.join ?? '', 'base64url');
    expect(verify(undefined, Buffer.concat(signed), key, signature)).toBe(true);
  });

  test('the link code, the prologue and the number of a linking, and a LINK message of step 05, match the protocol', () => {
    const check = createHash('sha256').update(`Siegel 1 link code${secondId}`).digest();
    const characters = [check[0] ?? 0, check[1] ?? 0].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    const base32 = [0, 5].map((at) =>
      'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(parseInt(characters.slice(at, at + 5), 2)),
    );
    expect(link.code.replaceAll(' ', '').slice(26)).toBe(base32.join(''));
    const linkId = bytes(secrets['linkId']);
    const names = [lp('Noise_XXhfs_25519+MLKEM768_AESGCM_SHA256'), linkId, lp(caller.deviceId), lp(secondId)];
    expect(Buffer.concat([Buffer.from('Siegel-LK-1'), ...names]).toString('hex')).toBe(link.prologue);
    // MixHash of the sealed payload turns the one hash into the other. The sealed payload is the plaintext plus a tag
    // of 16 bytes.
    const sealed = bytes(link.proof.envelope).subarray(-(bytes(link.proof.plaintext).length + 16));
    expect(hash(bytes(link.hashBeforePayload3), sealed).toString('hex')).toBe(link.h3);
    const prk = createHmac('sha512', bytes(link.hashBeforePayload3)).update(bytes(link.exporter)).digest();
    const okm = createHmac('sha512', prk).update('Siegel 1 link number').update(Buffer.of(1)).digest();
    expect(link.number).toBe((okm.readBigUInt64BE() % 100_000_000n).toString().padStart(8, '0'));
    expect(link.look).toBe(`0105${linkId.toString('hex')}0500`);
    expect(link.hello.slice(0, 38)).toBe(`0105${linkId.toString('hex')}01`);
  });
});
