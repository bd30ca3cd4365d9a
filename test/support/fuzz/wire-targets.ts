// Parsers of what a peer or the broker sends: envelopes, messages,
// session descriptions, candidates, presence, topics, frames.
import type * as v from 'valibot';
import { type Bytes, concat, equal, utf8 } from '../../../src/core/bytes.ts';
import { unwrapFrame, wrapFrame } from '../../../src/core/frame/envelope.ts';
import { encodeHeader, parseHeader } from '../../../src/core/frame/header.ts';
import { filterCandidate } from '../../../src/core/signal/candidate.ts';
import { constantRate } from '../../../src/core/signal/constant-rate.ts';
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
import { readHint, writeHint } from '../../../src/core/signal/hint.ts';
import { pad } from '../../../src/core/signal/json.ts';
import {
  Answer,
  Early,
  Handled,
  Invite,
  Missed,
  Move,
  MoveEnd,
  readMessage,
  Session,
  Verified,
  writeMessage,
} from '../../../src/core/signal/message.ts';
import { readPresence, writePresence } from '../../../src/core/signal/presence.ts';
import { filterSdp, fingerprintOf, ufragOf } from '../../../src/core/signal/sdp.ts';
import {
  chainTopic,
  inboxTopic,
  hintTopic,
  presenceTopic,
  credentialTopic,
  readTopic,
  type Topic,
} from '../../../src/core/signal/topics.ts';
import { sampleSdp } from '../../flows/support/sample-sdp.ts';
import { promise, type Target, textOf } from './target.ts';

const none = new Uint8Array();
const id = new Uint8Array(16).fill(7);
const b64 = (length: number): string => 'A'.repeat(Math.ceil((length * 4) / 3));
const print = `sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`;
const codecs = ['bare', 'VP8', 'VP9', 'AV1', 'H264'] as const;
const device = 'abcdefghijklmnopqrstuvwx23';

const notes = {
  missed: writeMissedEnvelope,
  move: writeMoveEnvelope,
  'move-end': writeMoveEndEnvelope,
  verified: writeVerifiedEnvelope,
  handled: writeHandledEnvelope,
} as const;

const envelope: Target = {
  name: 'envelope',
  seeds: () => {
    const body = new Uint8Array(40).fill(9);
    return [
      writeInviteEnvelope(id, 1_800_000_000_000n, 45, body),
      concat(earlyHeader(id, new Uint8Array(8), 1n), body),
      writeAnswerEnvelope(id, body),
      concat(sessionHeader(id, 1, 2n), body),
      writeMissedEnvelope(id, 1_800_000_000_000n, body),
      writeMoveEnvelope(id, 1_800_000_000_000n, body),
      writeMoveEndEnvelope(id, 1_800_000_000_000n, body),
      writeVerifiedEnvelope(id, 1_800_000_000_000n, body),
      writeHandledEnvelope(id, 1_800_000_000_000n, body),
    ];
  },
  run: (input) => {
    const read = readEnvelope(input);
    if (read === undefined) return false;
    const again =
      read.kind === 'invite'
        ? writeInviteEnvelope(read.callId, read.issuedAtMs, read.ttlSeconds, read.noise)
        : read.kind === 'answer'
          ? writeAnswerEnvelope(read.callId, read.noise)
          : read.kind === 'early' || read.kind === 'session'
            ? concat(read.header, read.sealed)
            : notes[read.kind](read.callId, read.issuedAtMs, read.noise);
    promise(equal(again, input), 'an envelope has one form');
    if (read.kind === 'early')
      promise(equal(earlyHeader(read.callId, read.salt, read.counter), read.header), 'an early header has one form');
    if (read.kind === 'session') {
      promise(
        equal(sessionHeader(read.callId, read.generation, read.counter), read.header),
        'a session header has one form',
      );
    }
    return true;
  },
};

type Message = Invite | Early | Answer | Session | Missed | Move | MoveEnd | Verified | Handled;

const from = { address: 'grete@klinik.example', person: b64(32), d: b64(32) };
const messages: readonly Message[] = [
  {
    kind: 'invite',
    from: { ...from, name: 'Grete', chain: [{ link: '{}', sig: b64(64) }] },
    to: { address: 'max@klinik.example', person: b64(32) },
    media: ['audio', 'video'],
    commit: b64(32),
    list: { n: 1, head: b64(32) },
    own: null,
  },
  { kind: 'ringing' },
  { kind: 'cancel', reason: 'timeout' },
  {
    kind: 'answer',
    nonce: b64(32),
    fingerprint: print,
    sdp: sampleSdp('anna', print, 'offer'),
    list: null,
    own: { n: 1, head: b64(32) },
  },
  { kind: 'confirm', open: b64(32), fingerprint: print, sdp: sampleSdp('maxx', print, 'answer') },
  { kind: 'candidates', list: [{ mid: '0', ufrag: 'anna', candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host' }] },
  { kind: 'media', mute: true, camera: false, hold: false, screen: false },
  { kind: 'key-frame', stream: 1 },
  { kind: 'restart', type: 'offer', fingerprint: print, sdp: sampleSdp('anna', print, 'offer') },
  { kind: 'reopen', type: 'offer', nr: 1, fingerprint: print, sdp: sampleSdp('anna', print, 'offer') },
  { kind: 'rekey', e: b64(32), kem: b64(1184) },
  { kind: 'text', text: 'Grüße' },
  { kind: 'transfer', device, call: b64(16) },
  { kind: 'end', reason: 'hangup' },
  {
    kind: 'missed',
    from,
    to: { address: 'max@klinik.example', person: b64(32) },
    media: ['audio'],
  },
  { kind: 'move', to: { address: 'max@klinik.example', person: b64(32) }, device },
  { kind: 'move-end', reason: 'refused' },
  { kind: 'verified', of: { address: 'max@klinik.example', person: b64(32) } },
  { kind: 'handled', how: 'declined', address: 'max@klinik.example' },
];

const message: Target = {
  name: 'message',
  seeds: () => messages.map((each) => utf8(JSON.stringify(each))),
  run: (input) => {
    const padded = pad(input);
    let accepted = false;
    for (const schema of [Invite, Early, Answer, Session, Missed, Move, MoveEnd, Verified, Handled]) {
      const read = readMessage<v.GenericSchema<unknown, Message>>(schema, padded);
      readMessage(schema, input);
      if (read === undefined) continue;
      promise(equal(writeMessage(read), padded), 'a message has one text');
      accepted = true;
    }
    return accepted;
  },
};

const sdp: Target = {
  name: 'sdp',
  seeds: () => [utf8(sampleSdp('anna', print, 'offer')), utf8(sampleSdp('maxx', print, 'answer'))],
  run: (input) => {
    const text = textOf(input);
    let accepted = false;
    for (const relayOnly of [true, false]) {
      const kept = filterSdp(text, { relayOnly });
      if (kept === undefined) continue;
      accepted = true;
      promise(filterSdp(kept, { relayOnly }) === kept, 'what was filtered passes unchanged');
      promise(/^[\x20-\x7e\r\n]*$/.test(kept), 'nothing but printable ASCII');
      promise(
        fingerprintOf(kept) !== undefined && fingerprintOf(kept) === fingerprintOf(text),
        'the one fingerprint stays',
      );
      const candidates = kept.split('\r\n').filter((line) => line.startsWith('a=candidate:'));
      promise(
        !relayOnly || candidates.every((line) => line.includes(' typ relay ')),
        'only relays where only relays are allowed',
      );
      promise(!/^(?:m=application|a=(?:rid|simulcast|sctp-port))/m.test(kept), 'no data channel, no simulcast');
      constantRate(kept);
      ufragOf(kept);
    }
    return accepted;
  },
};

const candidate: Target = {
  name: 'candidate',
  seeds: () =>
    [
      'candidate:1 1 udp 2122260223 7f3a1c5e-0b1d-4c8e-9a57-3f1e2d4c5b6a.local 50123 typ host generation 0',
      'candidate:2 1 udp 1677729535 203.0.113.7 50123 typ srflx raddr 10.1.2.3 rport 50123 generation 0 ufrag abcd',
      'candidate:3 1 udp 1 2001:db8::1 50124 typ relay raddr ::1 rport 1 tcptype active',
    ].map(utf8),
  run: (input) => {
    const text = textOf(input);
    let accepted = false;
    for (const relayOnly of [true, false]) {
      const kept = filterCandidate(text, { relayOnly });
      if (kept === undefined) continue;
      accepted = true;
      promise(filterCandidate(kept, { relayOnly }) === kept, 'what was filtered passes unchanged');
      promise(/^[\x21-\x7e ]{1,600}$/.test(kept), 'one short line of printable ASCII');
      promise(!relayOnly || kept.includes(' typ relay '), 'only a relay where only relays are allowed');
      promise(
        !/ (?:tcp|127[.][0-9.]+|0[.][0-9.]+|::1?|fe80:\S+) /i.test(kept.split(' raddr ')[0] ?? ''),
        'no TCP, no own host',
      );
    }
    return accepted;
  },
};

const presence: Target = {
  name: 'presence',
  seeds: () => [writePresence({ v: 1, status: 'online', session: '0123456789abcdef', at: 1_800_000_000 })],
  run: (input) => {
    const read = readPresence(input);
    if (read !== undefined) promise(equal(writePresence(read), input), 'a presence has one text');
    return read !== undefined;
  },
};

const hint: Target = {
  name: 'hint',
  seeds: () => [[], [device], [device, 'b'.repeat(26), 'c'.repeat(26)]].map(writeHint),
  run: (input) => {
    const read = readHint(input);
    if (read === undefined) return false;
    promise(equal(writeHint(read), input), 'a hint has one text');
    promise(read.length <= 64 && new Set(read).size === read.length, 'at most 64 distinct ids');
    return true;
  },
};

function writeTopic(topic: Topic): string {
  switch (topic.kind) {
    case 'inbox':
      return inboxTopic(topic.to, topic.from);
    case 'hint':
      return hintTopic(topic.userTag);
    case 'chain':
      return chainTopic(topic.userTag, topic.device);
    case 'presence':
      return presenceTopic(topic.device);
    default:
      return credentialTopic(topic.device);
  }
}

const topic: Target = {
  name: 'topic',
  seeds: () =>
    [
      inboxTopic(device, device),
      hintTopic(device),
      chainTopic(device, device),
      presenceTopic(device),
      credentialTopic(device),
    ].map(utf8),
  run: (input) => {
    const text = textOf(input);
    const read = readTopic(text);
    if (read !== undefined) promise(writeTopic(read) === text, 'a topic has one text');
    return read !== undefined;
  },
};

const frame: Target = {
  name: 'frame',
  seeds: () => {
    const header = encodeHeader(0x1234n, 0x56789an);
    const sealed = new Uint8Array(60).fill(1);
    const wrapped = codecs.flatMap((codec) => [true, false].map((key) => wrapFrame(codec, key, header, sealed)));
    return [header, encodeHeader(1n, 2n), encodeHeader(2n ** 64n - 1n, 2n ** 64n - 1n), ...wrapped];
  },
  run: (input) => {
    const header = parseHeader(input);
    if (header !== undefined) {
      promise(equal(encodeHeader(header.kid, header.ctr), input.subarray(0, header.length)), 'a header has one form');
    }
    for (const codec of codecs) {
      for (const isKey of [true, false]) {
        const inside: Bytes | undefined = unwrapFrame(codec, isKey, input);
        if (inside === undefined) continue;
        // An OBU may state its size or reach to the end (protocol §7): two forms of the same content.
        const again =
          codec === 'AV1' ? concat(input.subarray(0, -inside.length), inside) : wrapFrame(codec, isKey, inside, none);
        promise(inside.length === 0 || equal(again, input), `an envelope of ${codec} has one form`);
      }
    }
    return header !== undefined;
  },
};

/** Parsers of the wire. */
export const wireTargets: readonly Target[] = [envelope, message, sdp, candidate, presence, hint, topic, frame];
