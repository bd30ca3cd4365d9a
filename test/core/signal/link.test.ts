// LINK messages in an inbox, and the sealed channel over a broker that drops, repeats, reorders and forges.
import { beforeEach, describe, expect, test } from 'vitest';
import { type Bytes, concat, toB64u, toHex, uint } from '../../../src/core/bytes.ts';
import { Secret } from '../../../src/core/keys/secret.ts';
import { readEnvelope } from '../../../src/core/signal/envelope.ts';
import {
  isLink,
  isLook,
  LinkChannel,
  type LinkEnvelope,
  LinkMessage,
  LinkOffer,
  LinkProof,
  readLinkEnvelope,
  readLinkText,
  writeLinkEnvelope,
  writeLinkText,
  writeLook,
} from '../../../src/core/signal/link.ts';

const seed = (n: number, length = 32): Bytes => new Uint8Array(length).fill(n);
const linkId = seed(7, 16);
let existingDevice: LinkChannel;
let newDevice: LinkChannel;
beforeEach(() => {
  const secrets = () => ({ toNew: Secret.own(seed(1)), toExisting: Secret.own(seed(2)) });
  existingDevice = new LinkChannel('existing', linkId, secrets());
  newDevice = new LinkChannel('new', linkId, secrets());
});

function taken(message: Bytes): LinkEnvelope {
  const envelope = readLinkEnvelope(message);
  if (envelope === undefined) throw new Error('no envelope');
  return envelope;
}

describe('LINK messages', () => {
  test('a LINK message has the bytes that the protocol shows', () => {
    const bytes = writeLinkEnvelope(linkId, 'offer', seed(9, 3));
    expect(toHex(bytes)).toBe(`0105${'07'.repeat(16)}02090909`);
    expect(taken(bytes)).toMatchObject({ linkId, step: 'offer', counter: 0n, body: seed(9, 3) });
    expect(toHex(existingDevice.seal({ kind: 'kept' })).startsWith(`0105${'07'.repeat(16)}0400000000`)).toBe(true);
  });

  test('a LINK message is not read as a call message, nor an ANSWER as a LINK message', () => {
    const bytes = writeLinkEnvelope(linkId, 'hello', seed(9, 30));
    expect(readEnvelope(bytes)).toBeUndefined();
    expect(isLink(bytes)).toBe(true);
    expect(readLinkEnvelope(concat(uint(1, 1), uint(1, 3), linkId, seed(1, 30)))).toBeUndefined();
  });

  test('a LINK message of another version, step or length is refused', () => {
    const good = writeLinkEnvelope(linkId, 'hello', seed(9, 3));
    for (const [at, value] of [
      [0, 2],
      [18, 0],
      [18, 6],
    ] as const) {
      const bad = good.slice();
      bad[at] = value;
      expect(readLinkEnvelope(bad)).toBeUndefined();
    }
    expect(readLinkEnvelope(good.slice(0, 19))).toBeUndefined();
    expect(readLinkEnvelope(concat(good, new Uint8Array(65_535)))).toBeUndefined();
    expect(readLinkEnvelope(existingDevice.seal({ kind: 'kept' }).slice(0, 30))).toBeUndefined();
  });

  test('a LINK payload is read only as its own kind, and not if its address contains a look-alike letter', () => {
    const d = toB64u(seed(1, 32));
    const offer = { kind: 'device', d } as const;
    expect(readLinkText(LinkOffer, writeLinkText(offer))).toEqual(offer);
    expect(readLinkText(LinkProof, writeLinkText(offer))).toBeUndefined();
    expect(readLinkText(LinkMessage, writeLinkText(offer))).toBeUndefined();
    const join = { kind: 'join' as const, name: 'laptop', proto: [1], join: toB64u(seed(2, 64)) };
    expect(readLinkText(LinkMessage, writeLinkText(join))).toEqual(join);
    expect(readLinkText(LinkOffer, writeLinkText(join))).toBeUndefined();
    expect(readLinkText(LinkOffer, seed(0x20, 255))).toBeUndefined();
    const proof = { kind: 'person', address: 'anna@example.org', name: 'Anna', d } as const;
    expect(readLinkText(LinkProof, writeLinkText(proof))).toEqual(proof);
    expect(readLinkText(LinkProof, writeLinkText({ ...proof, address: '\u0430nna@example.org' }))).toBeUndefined();
  });
});

test('a LINK message of step look is recognised, and other, longer or altered messages are not', () => {
  expect(isLook(writeLook(linkId))).toBe(true);
  expect(toHex(writeLook(linkId))).toBe(`0105${'07'.repeat(16)}0500`);
  expect(isLook(writeLinkEnvelope(linkId, 'hello', seed(9, 3)))).toBe(false);
  expect(isLook(new Uint8Array(40))).toBe(false);
  expect(isLook(concat(writeLook(linkId), uint(1, 0)))).toBe(false);
  expect(isLook(concat(writeLook(linkId).slice(0, -1), uint(1, 1)))).toBe(false);
});

describe('the sealed channel of a linking', () => {
  test('the sealed channel carries messages in order in both directions', () => {
    const parts = [0, 1].map((index) => existingDevice.seal({ kind: 'part', index, count: 2, data: 'AAAA' }));
    expect(parts.flatMap((part) => newDevice.open(taken(part)))).toMatchObject([{ index: 0 }, { index: 1 }]);
    expect(existingDevice.open(taken(newDevice.seal({ kind: 'kept' })))).toEqual([{ kind: 'kept' }]);
  });

  test('the sealed channel holds back a message that overtook another, and delivers each message once', () => {
    const sealed = [0, 1, 2].map((index) => existingDevice.seal({ kind: 'part', index, count: 3, data: 'AAAA' }));
    const [first, second, third] = sealed.map(taken) as [LinkEnvelope, LinkEnvelope, LinkEnvelope];
    expect([third, second, third].flatMap((each) => newDevice.open(each))).toEqual([]);
    expect(newDevice.open(first)).toMatchObject([{ index: 0 }, { index: 1 }, { index: 2 }]);
    expect([first, second, third].flatMap((each) => newDevice.open(each))).toEqual([]);
    expect(existingDevice.open(first)).toEqual([]); // the existing device’s own message comes back
  });

  test('the sealed channel keeps messages up to 255 ahead of their turn', () => {
    const sealed = Array.from({ length: 258 }, (_, index) =>
      existingDevice.seal({ kind: 'part', index: index % 256, count: 256, data: '' }),
    );
    for (const each of sealed.slice(1).toReversed()) newDevice.open(taken(each));
    expect(newDevice.open(taken(sealed[0] ?? linkId))).toHaveLength(256);
    expect(newDevice.open(taken(sealed[256] ?? linkId))).toHaveLength(1); // dropped above as too far ahead, now in turn
  });

  test('the sealed channel drops a forgery without spending a counter', () => {
    const bytes = existingDevice.seal({ kind: 'kept' });
    for (const at of [1, 2, 18, 22, bytes.length - 1]) {
      const forged = bytes.slice();
      forged[at] = (forged[at] ?? 0) ^ 1;
      const envelope = readLinkEnvelope(forged);
      expect(envelope === undefined ? [] : newDevice.open(envelope)).toEqual([]);
    }
    expect(newDevice.open({ ...taken(bytes), step: 'proof' })).toEqual([]);
    expect(newDevice.open(taken(bytes))).toEqual([{ kind: 'kept' }]);
  });

  test('the sealed channel reports a genuine message with invalid content as unusable', () => {
    const odd = { kind: 'part', index: 999, count: 1, data: '' } as const;
    expect(newDevice.open(taken(existingDevice.seal(odd)))).toEqual(['unusable']);
  });

  test('the sealed channel neither seals nor opens once it is wiped', () => {
    const bytes = newDevice.seal({ kind: 'kept' });
    existingDevice.wipe();
    expect(() => existingDevice.seal({ kind: 'kept' })).toThrow('wiped');
    expect(() => existingDevice.open(taken(bytes))).toThrow('wiped');
  });
});
