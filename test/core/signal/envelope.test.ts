import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, utf8 } from '../../../src/core/bytes.ts';
import {
  earlyHeader,
  readEnvelope,
  sessionHeader,
  writeAnswerEnvelope,
  writeHandledEnvelope,
  writeInviteEnvelope,
  writeMissedEnvelope,
  writeMoveEndEnvelope,
  writeMoveEnvelope,
  writeVerifiedEnvelope,
} from '../../../src/core/signal/envelope.ts';
import { readPresence, writePresence } from '../../../src/core/signal/presence.ts';
import {
  chainFilter,
  chainTopic,
  credentialTopic,
  hintTopic,
  inboxFilter,
  inboxTopic,
  isId,
  presenceTopic,
  readTopic,
} from '../../../src/core/signal/topics.ts';

const callId = new Uint8Array(16).fill(9);
const body = new Uint8Array(64).fill(3);

describe('envelopes of messages', () => {
  test('the envelope of an INVITE, ANSWER, EARLY or SESSION reads back as written', () => {
    expect(readEnvelope(writeInviteEnvelope(callId, 1_700_000_000_123n, 45, body))).toEqual({
      kind: 'invite',
      callId,
      issuedAtMs: 1_700_000_000_123n,
      ttlSeconds: 45,
      noise: body,
    });
    expect(readEnvelope(writeAnswerEnvelope(callId, body))).toEqual({ kind: 'answer', callId, noise: body });
    const early = earlyHeader(callId, new Uint8Array(8).fill(1), 7n);
    expect(readEnvelope(concat(early, body))).toMatchObject({
      kind: 'early',
      counter: 7n,
      header: early,
      sealed: body,
    });
    const session = sessionHeader(callId, 0xffff_fffe, 2n ** 63n);
    expect(readEnvelope(concat(session, body))).toMatchObject({
      kind: 'session',
      generation: 0xffff_fffe,
      counter: 2n ** 63n,
      header: session,
    });
    expect(session.length).toBe(30);
  });

  test.each([
    ['missed', writeMissedEnvelope],
    ['move', writeMoveEnvelope],
    ['verified', writeVerifiedEnvelope],
    ['move-end', writeMoveEndEnvelope],
    ['handled', writeHandledEnvelope],
  ] as const)('the envelope of the note %s reads back as written', (kind, write) => {
    const issuedAtMs = 1_700_000_000_123n;
    expect(readEnvelope(write(callId, issuedAtMs, body))).toEqual({ kind, callId, issuedAtMs, noise: body });
  });

  test.each([
    ['another version', concat(new Uint8Array([2, 1]), writeInviteEnvelope(callId, 1n, 1, body).slice(2))],
    ['an unknown type', concat(new Uint8Array([1, 11]), callId, body)],
    ['an INVITE without its Noise message', writeInviteEnvelope(callId, 1n, 1, new Uint8Array(0))],
    ['an ANSWER without its Noise message', writeAnswerEnvelope(callId, new Uint8Array(0))],
    ['a MOVE without its Noise message', writeMoveEnvelope(callId, 1n, new Uint8Array(0))],
    ['a MOVE-END without its Noise message', writeMoveEndEnvelope(callId, 1n, new Uint8Array(0))],
    ['a VERIFIED without its Noise message', writeVerifiedEnvelope(callId, 1n, new Uint8Array(0))],
    ['a HANDLED without its Noise message', writeHandledEnvelope(callId, 1n, new Uint8Array(0))],
    ['a MISSED without its Noise message', writeMissedEnvelope(callId, 1n, new Uint8Array(0))],
    [
      'an EARLY whose sealed part is shorter than a tag',
      concat(earlyHeader(callId, new Uint8Array(8), 0n), body.slice(0, 15)),
    ],
    ['a SESSION whose sealed part is shorter than a tag', concat(sessionHeader(callId, 0, 0n), body.slice(0, 15))],
    ['a ttl of zero', concat(writeInviteEnvelope(callId, 1n, 1, body).slice(0, 26), new Uint8Array([0, 0]), body)],
    [
      'a ttl above a minute',
      concat(writeInviteEnvelope(callId, 1n, 1, body).slice(0, 26), new Uint8Array([0, 61]), body),
    ],
    ['more than 65,535 bytes', writeAnswerEnvelope(callId, new Uint8Array(65_535))],
    ['a call id of two bytes', new Uint8Array([1, 3, 9, 9])],
  ])('an envelope with %s is refused', (_, bytes) => expect(readEnvelope(bytes)).toBeUndefined());

  test('reading garbage as an envelope never throws, and a read envelope keeps its own copy of the bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => void readEnvelope(bytes)));
    const message = writeAnswerEnvelope(callId, body);
    const read = readEnvelope(message);
    message.fill(0);
    expect(read).toMatchObject({ noise: body });
  });

  test('an envelope that would be refused is not written', () => {
    expect(() => writeInviteEnvelope(callId, 1n, 0, body)).toThrow('ttl');
    expect(() => writeAnswerEnvelope(utf8('short'), body)).toThrow('16 bytes');
    expect(() => earlyHeader(callId, utf8('short'), 0n)).toThrow('8 bytes');
  });
});

describe('topics at the broker', () => {
  const a = 'a'.repeat(26);
  const b = 'b2'.repeat(13);
  test('a topic reads back as written', () => {
    expect(readTopic(inboxTopic(a, b))).toEqual({ kind: 'inbox', to: a, from: b });
    expect(readTopic(hintTopic(a))).toEqual({ kind: 'hint', userTag: a });
    expect(readTopic(presenceTopic(b))).toEqual({ kind: 'presence', device: b });
    expect(readTopic(credentialTopic(b))).toEqual({ kind: 'credential', device: b });
    expect(readTopic(chainTopic(a, b))).toEqual({ kind: 'chain', userTag: a, device: b });
    expect(hintTopic(a)).toBe(`sgl/1/dir/${a}`);
    expect(inboxFilter(a)).toBe(`sgl/1/in/${a}/+`);
    expect(chainFilter(a)).toBe(`sgl/1/dir/${a}/+`);
  });
  test.each([
    '',
    'sgl/1/in/+/+',
    `sgl/1/in/${a}`,
    `sgl/2/pr/${a}`,
    `sgl/1/pr/${a.toUpperCase()}`,
    `sgl/1/org/${a}/x`,
    `x/sgl/1/pr/${a}`,
    `sgl/1/dir/${a}/+`,
    `sgl/1/dir/${a}/${b}/${b}`,
    `sgl/1/dir/${a}/`,
  ])('the topic %j is refused', (topic) => expect(readTopic(topic)).toBeUndefined());
  test('a wildcard and a text of 27 characters are not ids', () =>
    expect([isId(a), isId('#'), isId(`${a}a`)]).toEqual([true, false, false]));
});

describe('presence', () => {
  test('a presence reads back as written, and a presence with an unknown status is refused', () => {
    const presence = { v: 1, status: 'online', session: '0123456789abcdef', at: 1_700_000_000 } as const;
    expect(readPresence(writePresence(presence))).toEqual(presence);
    expect(readPresence(utf8('{"v":1,"status":"asleep","session":"0123456789abcdef","at":1}'))).toBeUndefined();
  });
});
