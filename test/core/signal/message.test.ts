import type * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { toB64u, utf8 } from '../../../src/core/bytes.ts';
import { pad } from '../../../src/core/signal/json.ts';
import {
  Answer,
  Early,
  earlyDirection,
  Invite,
  messageText,
  MOST_CARRIED_BYTES,
  readMessage,
  Session,
  writeMessage,
} from '../../../src/core/signal/message.ts';

const b64u = (length: number) => toB64u(new Uint8Array(length).fill(7));
const fingerprint = `sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`;
const head = (n: number) => ({ n, head: b64u(32) });
const invite: Invite = {
  kind: 'invite',
  from: {
    address: 'a@example.org',
    person: b64u(32),
    d: b64u(32),
    name: 'Dr. Büro',
    chain: [{ link: '{"v":1}', sig: b64u(64) }],
  },
  to: { address: 'b@example.org', person: b64u(32) },
  media: ['audio', 'video'],
  commit: b64u(32),
  list: head(3),
  own: null,
};
const answer: Answer = { kind: 'answer', nonce: b64u(32), fingerprint, sdp: 'v=0\r\n', list: head(1), own: head(1) };
const sessions: readonly Session[] = [
  { kind: 'confirm', open: b64u(32), fingerprint, sdp: 'v=0\r\n' },
  { kind: 'ready' },
  { kind: 'candidates', list: [{ mid: '0', ufrag: 'abcd', candidate: 'candidate:1 1 udp 1 a.local 9 typ host' }] },
  { kind: 'key-frame', stream: 1 },
  { kind: 'media', mute: true, camera: false, hold: false, screen: false },
  { kind: 'restart', type: 'offer', fingerprint, sdp: 'v=0\r\n' },
  { kind: 'reopen', type: 'answer', nr: 2, fingerprint, sdp: 'v=0\r\n' },
  { kind: 'rekey', e: b64u(32), kem: b64u(1184) },
  { kind: 'rekeyed', e: b64u(32), ct: b64u(1088) },
  { kind: 'text', text: 'Grüße' },
  { kind: 'transfer', device: 'abcdefghijklmnopqrstuvwx23', call: b64u(16) },
  { kind: 'end', reason: 'hangup' },
];
const earlies: readonly Early[] = [
  { kind: 'ringing' },
  { kind: 'busy' },
  { kind: 'decline' },
  { kind: 'cancel', reason: 'glare' },
];

function reread(schema: v.GenericSchema<unknown, Invite | Answer | Session>, value: unknown): unknown {
  return readMessage(schema, pad(utf8(JSON.stringify(value))));
}

describe('messages of a call', () => {
  test('every kind of message reads back as written, with padding', () => {
    expect(readMessage(Invite, writeMessage(invite))).toEqual(invite);
    expect(readMessage(Answer, writeMessage(answer))).toEqual(answer);
    for (const session of sessions) {
      const bytes = writeMessage(session);
      expect(bytes.length % 256).toBe(0);
      expect(readMessage(Session, bytes)).toEqual(session);
    }
    for (const early of earlies) expect(readMessage(Early, writeMessage(early))).toEqual(early);
  });

  test('an INVITE may carry an empty chain', () => {
    const bare: Invite = { ...invite, from: { ...invite.from, chain: [] } };
    expect(readMessage(Invite, writeMessage(bare))).toEqual(bare);
  });

  test('the text of a message is its JSON without padding', () => {
    expect(messageText({ kind: 'ready' })).toEqual(utf8('{"kind":"ready"}'));
  });

  test('of the EARLY messages, only cancel goes from caller to callee', () => {
    expect(earlies.map(earlyDirection)).toEqual(['callee', 'callee', 'callee', 'caller']);
  });

  test('an unpadded plaintext is refused', () => {
    expect(readMessage(Session, utf8('{"kind":"ready"}'))).toBeUndefined();
  });

  test.each([
    ['an empty list of candidates', Session, { kind: 'candidates', list: [] }],
    [
      'more than 32 candidates',
      Session,
      {
        kind: 'candidates',
        list: Array.from({ length: 33 }, () => ({ mid: '0', ufrag: 'abcd', candidate: 'candidate:1' })),
      },
    ],
    [
      'a candidate in another form than the browser’s',
      Session,
      { kind: 'candidates', list: [{ mid: '0', ufrag: 'abcd', candidate: 'a=1' }] },
    ],
    ['a request for a key frame of the sound', Session, { kind: 'key-frame', stream: 0 }],
    ['a text above 4,000 bytes', Session, { kind: 'text', text: 'ü'.repeat(2001) }],
    ['a device that is not a device id', Session, { kind: 'transfer', device: '+', call: b64u(16) }],
    ['an unknown reason to end', Session, { kind: 'end', reason: 'bored' }],
    ['a short ML-KEM key', Session, { kind: 'rekey', e: b64u(32), kem: b64u(1183) }],
    ['a DTLS fingerprint in lower case', Answer, { ...answer, fingerprint: fingerprint.toLowerCase() }],
    ['an SDP above 40,000 bytes', Answer, { ...answer, sdp: 'x'.repeat(40_001) }],
    ['a commitment with unused bits set', Invite, { ...invite, commit: `${b64u(32).slice(0, -1)}d` }],
    ['media in another order', Invite, { ...invite, media: ['video', 'audio'] }],
    [
      'a caller whose address looks like another one',
      Invite,
      { ...invite, from: { ...invite.from, address: '\u0430nna@example.org' } },
    ],
    ['a name that turns the writing direction', Invite, { ...invite, from: { ...invite.from, name: 'Chef\u202E' } }],
    ['a caller without a person', Invite, { ...invite, from: { ...invite.from, person: undefined } }],
    [
      'a link with a short signature',
      Invite,
      { ...invite, from: { ...invite.from, chain: [{ link: '', sig: b64u(63) }] } },
    ],
    [
      'a chain too long for INVITE',
      Invite,
      { ...invite, from: { ...invite.from, chain: [{ link: 'x'.repeat(MOST_CARRIED_BYTES), sig: b64u(64) }] } },
    ],
    ['a bare number for a head', Invite, { ...invite, list: 3 }],
    ['a head with the number 0', Invite, { ...invite, own: head(0) }],
    ['a head with a short hash', Answer, { ...answer, own: { n: 1, head: b64u(31) } }],
    ['a missing head in place of null', Answer, { ...answer, own: undefined }],
  ] as const)('a message with %s is refused', (_, schema, value) => expect(reread(schema, value)).toBeUndefined());
});
