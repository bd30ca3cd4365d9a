import { describe, expect, test } from 'vitest';
import { type Bytes, fromHex, toHex, utf8 } from '../../../src/core/bytes.ts';
import { agreementPair } from '../../../src/core/keys/kem.ts';
import { IK_HFS, X, XX_HFS, type NoisePattern } from '../../../src/core/keys/noise-pattern.ts';
import { AESGCM_SHA256 } from '../../../src/core/keys/noise-suite.ts';
import { NoiseHandshake } from '../../../src/core/keys/noise.ts';
import { Secret } from '../../../src/core/keys/secret.ts';
import { patternOf, suiteOf } from './noise-patterns.ts';
import { readVectors } from './read-vectors.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';

interface Vector {
  readonly protocol_name: string;
  readonly init_prologue: string;
  readonly init_psks?: readonly string[];
  readonly init_static?: string;
  readonly init_ephemeral: string;
  readonly init_remote_static?: string;
  readonly resp_prologue: string;
  readonly resp_psks?: readonly string[];
  readonly resp_static?: string;
  readonly resp_ephemeral?: string;
  readonly resp_remote_static?: string;
  readonly handshake_hash: string;
  readonly messages: readonly { readonly payload: string; readonly ciphertext: string }[];
}

const { vectors } = readVectors('noise-cacophony-25519.json') as { readonly vectors: readonly Vector[] };
const NOTHING = new Uint8Array(0);

function suiteName(vector: Vector): string {
  return vector.protocol_name.split('_').slice(3).join('_');
}

function start(vector: Vector, initiator: boolean, pattern: NoisePattern): NoiseHandshake {
  const [own, peer] = initiator
    ? [vector.init_static, vector.init_remote_static]
    : [vector.resp_static, vector.resp_remote_static];
  const psks = (initiator ? vector.init_psks : vector.resp_psks) ?? [];
  return new NoiseHandshake({
    protocolName: vector.protocol_name,
    pattern,
    suite: suiteOf(suiteName(vector)),
    initiator,
    prologue: fromHex(initiator ? vector.init_prologue : vector.resp_prologue),
    psks: psks.map((psk) => Secret.own(fromHex(psk))),
    ...(own === undefined ? {} : { own: deviceKeysOf(fromHex(own)) }),
    ...(peer === undefined ? {} : { peer: fromHex(peer) }),
  });
}

// What both sides write and read, and their handshake hashes. The keys from each side's Split seal the transport
// messages. The second key seals those of the responder.
function run(vector: Vector, pattern: NoisePattern) {
  const sides = [start(vector, true, pattern), start(vector, false, pattern)] as const;
  const ephemerals = [vector.init_ephemeral, vector.resp_ephemeral ?? ''];
  const length = pattern.messages.length;
  const handshake = vector.messages.slice(0, length).map(({ payload }, i) => {
    const [writer, reader] = i % 2 === 0 ? sides : [sides[1], sides[0]];
    const message = writer.write(fromHex(payload), { ephemeral: fromHex(ephemerals[i % 2] ?? '') }) ?? NOTHING;
    return { ciphertext: toHex(message), payload: toHex(reader.read(message) ?? utf8('nothing')) };
  });
  const { cipher } = suiteOf(suiteName(vector));
  return sides.map((side) => {
    const keys = side.split(2);
    const counters = [0n, 0n];
    const transport = vector.messages.slice(length).map(({ payload }, i) => {
      const from = length === 1 ? 0 : (length + i) % 2; // a one-way pattern has one sender
      const counter = counters[from] ?? 0n;
      counters[from] = counter + 1n;
      const sealed = keys[from]?.use((key) => cipher.seal(key.slice(0, 32), counter, NOTHING, fromHex(payload)));
      return { ciphertext: toHex(sealed ?? NOTHING), payload };
    });
    return { complete: side.complete, hash: toHex(side.hash), messages: [...handshake, ...transport] };
  });
}

function expected(vector: Vector) {
  const side = { complete: true, hash: vector.handshake_hash, messages: vector.messages };
  return [side, side];
}

describe('the public Noise vectors', () => {
  test('all public Noise vectors are present', () => expect(vectors).toHaveLength(144));

  test.each(vectors)('the test’s pattern of $protocol_name reproduces its public Noise vector', (vector) => {
    expect(run(vector, patternOf(vector.protocol_name.split('_')[1] ?? ''))).toEqual(expected(vector));
  });

  describe.each([
    ['X', X],
    ['IK', IK_HFS],
    ['XX', XX_HFS],
  ])('the product’s own pattern of %s', (name, { messages, ...pattern }) => {
    const classical = messages.map((tokens) => tokens.filter((token) => token !== 'e1' && token !== 'ekem1'));
    test.each(vectors.filter((vector) => vector.protocol_name.startsWith(`Noise_${name}_`)))(
      'the product’s own pattern, without key encapsulation, reproduces the public vector of $protocol_name',
      (vector) => expect(run(vector, { ...pattern, messages: classical })).toEqual(expected(vector)),
    );
  });
});

const seed = (n: number, length = 32): Bytes => new Uint8Array(length).fill(n);
const LOW_ORDER = Uint8Array.of(1, ...seed(0, 31));

function pair(peer: Bytes = agreementPair(seed(2)).publicKey) {
  const common = { protocolName: 'Noise_test', pattern: IK_HFS, suite: AESGCM_SHA256, prologue: utf8('p') };
  return {
    initiator: new NoiseHandshake({ ...common, initiator: true, own: deviceKeysOf(seed(1)), peer }),
    responder: new NoiseHandshake({ ...common, initiator: false, own: deviceKeysOf(seed(2)) }),
  };
}

const first = () => ({ ephemeral: seed(3), kem: seed(4, 64) });
const second = () => ({ ephemeral: seed(5), kem: seed(6) });

describe('altered messages', () => {
  test('a message altered or cut in any of its parts changes nothing, and the true one is read afterwards', () => {
    const { initiator, responder } = pair();
    const message1 = initiator.write(utf8('eins'), first()) ?? NOTHING;
    const spoil = (message: Uint8Array, read: (message: Uint8Array) => unknown) => {
      const places = [0, 31, 32, 40, 600, 1231, 1232, 1250, 1279, 1280, message.length - 17, message.length - 1];
      for (const at of places.filter((place) => place < message.length)) {
        const changed = message.slice();
        changed[at] = (changed[at] ?? 0) ^ 1;
        expect(read(changed)).toBeUndefined();
        expect(read(message.subarray(0, at))).toBeUndefined();
      }
      expect(read(new Uint8Array(65_536))).toBeUndefined();
    };
    spoil(message1, (message) => responder.read(message));
    expect(responder.peerStatic).toBeUndefined();
    expect(responder.read(message1, () => false)).toBeUndefined();
    expect(responder.peerStatic).toBeUndefined();
    expect(toHex(responder.read(message1, () => true) ?? NOTHING)).toBe(toHex(utf8('eins')));
    expect(toHex(responder.peerStatic ?? NOTHING)).toBe(toHex(agreementPair(seed(1)).publicKey));

    const message2 = responder.write(utf8('zwei'), second()) ?? NOTHING;
    spoil(message2, (message) => initiator.read(message));
    expect(toHex(initiator.read(message2) ?? NOTHING)).toBe(toHex(utf8('zwei')));
    expect(toHex(initiator.hash)).toBe(toHex(responder.hash));
    const [ours, theirs] = [initiator.split(3), responder.split(3)];
    expect(ours.map((secret) => secret.use(toHex))).toEqual(theirs.map((secret) => secret.use(toHex)));
    expect(new Set(ours.map((secret) => secret.use(toHex))).size).toBe(3);
  });

  test('a message with a low-order ephemeral key is refused', () => {
    const { initiator, responder } = pair();
    const message = initiator.write(utf8('eins'), first()) ?? NOTHING;
    message.set(LOW_ORDER);
    expect(responder.read(message)).toBeUndefined();
  });

  test('an encapsulation key with coefficients above q is refused although it is authentic', () => {
    const bad: NoisePattern = { ...IK_HFS, messages: [['e', 'es', 's', 's'], []] };
    const key = seed(255, 1184);
    const responder = pair().responder;
    // A dishonest initiator seals arbitrary bytes in the place of e1.
    const initiator = new NoiseHandshake({
      protocolName: 'Noise_test',
      pattern: bad,
      suite: AESGCM_SHA256,
      initiator: true,
      prologue: utf8('p'),
      own: { s: key, agree: deviceKeysOf(seed(1)).agree },
      peer: agreementPair(seed(2)).publicKey,
    });
    expect(responder.read(initiator.write(NOTHING, first()) ?? NOTHING)).toBeUndefined();
    const honest = pair();
    expect(honest.responder.read(honest.initiator.write(NOTHING, first()) ?? NOTHING)).toBeDefined();
  });

  test('no message is written to a low-order static key, and all random bytes for it are erased', () => {
    const { initiator } = pair(LOW_ORDER);
    const random = first();
    expect(initiator.write(utf8('eins'), random)).toBeUndefined();
    expect([...random.ephemeral, ...random.kem].every((byte) => byte === 0)).toBe(true);
    expect(initiator.write(utf8('eins'), first())).toBeUndefined();
  });

  test('no message is written if the peer’s key proves to be of low order after the encapsulation key was made', () => {
    const odd: NoisePattern = { ...IK_HFS, messages: [['e', 'e1', 'es']] };
    const initiator = new NoiseHandshake({
      protocolName: 'Noise_test',
      pattern: odd,
      suite: AESGCM_SHA256,
      initiator: true,
      prologue: NOTHING,
      peer: LOW_ORDER,
    });
    expect(initiator.write(NOTHING, first())).toBeUndefined();
  });
});

describe('misuse of handshakes', () => {
  test('a handshake throws if it is used out of turn, split too early, given no random bytes or given too long a message', () => {
    const { initiator, responder } = pair();
    expect(() => responder.write(NOTHING, second())).toThrow('turn');
    expect(() => initiator.read(NOTHING)).toThrow('turn');
    expect(() => initiator.split(2)).toThrow('complete');
    expect(() => initiator.write(NOTHING)).toThrow('random');
    expect(() => initiator.write(seed(0, 65_535), first())).toThrow('65,535');
    expect(initiator.complete).toBe(false);
  });

  test('a handshake exports the same bytes on both sides, and none once wiped', () => {
    const { initiator, responder } = pair();
    responder.read(initiator.write(NOTHING, first()) ?? NOTHING);
    const early = [initiator, responder].map((side) => side.export(utf8('i'), 64).use(toHex));
    expect(early[0]).toBe(early[1]);
    initiator.wipe();
    expect(() => initiator.export(utf8('i'), 64)).toThrow('wiped');
  });
});
