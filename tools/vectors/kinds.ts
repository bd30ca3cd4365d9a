// The section `kinds` of the frozen vectors: every EARLY message; every session message that the section `call` lacks
// (protocol §4, §5); frames of every stream and direction (§7); an H.264 frame with emulation prevention; and similar
// inputs that are refused. Also the section `firstFrames`.
import { assert } from '../../src/core/assert.ts';
import { type Bytes, toB64u, toHex, utf8 } from '../../src/core/bytes.ts';
import { findEscapes } from '../../src/core/frame/emulation.ts';
import { unwrapFrame } from '../../src/core/frame/envelope.ts';
import { kidOf } from '../../src/core/frame/kid.ts';
import { frameKey, nextBase } from '../../src/core/keys/ratchet.ts';
import type { GenerationKeys } from '../../src/core/keys/schedule.ts';
import type { PerDirection } from '../../src/core/keys/handshake.ts';
import type { Secret } from '../../src/core/keys/secret.ts';
import { EarlySealer } from '../../src/core/signal/early.ts';
import { Early, earlyDirection, readMessage, Session, writeMessage } from '../../src/core/signal/message.ts';
import { pad } from '../../src/core/signal/json.ts';
import { SessionSealer } from '../../src/core/signal/session.ts';
import { fixed, fixedDevice } from './fixed.ts';
import { frame, keySection, SUITE } from './media.ts';

const FINGERPRINT = `sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`;
const SDP = 'v=0\r\n';
const CANDIDATE = 'candidate:1 1 udp 2113937151 192.0.2.1 50000 typ host';

const early: readonly Early[] = [
  { kind: 'ringing' },
  { kind: 'busy' },
  { kind: 'decline' },
  ...(['hangup', 'timeout', 'answered-elsewhere', 'declined-elsewhere', 'glare'] as const).map(
    (reason) => ({ kind: 'cancel', reason }) as const,
  ),
];

// CONFIRM, READY, REKEY and REKEYED are in the section `call`.
const session: readonly Session[] = [
  { kind: 'candidates', list: [{ mid: '0', ufrag: 'abcd', candidate: CANDIDATE }] },
  { kind: 'key-frame', stream: 1 },
  { kind: 'key-frame', stream: 2 },
  { kind: 'media', mute: true, camera: false, hold: true, screen: false },
  ...(['offer', 'answer'] as const).map(
    (type) => ({ kind: 'restart', type, fingerprint: FINGERPRINT, sdp: SDP }) as const,
  ),
  ...(['offer', 'answer'] as const).map(
    (type) => ({ kind: 'reopen', type, nr: 1, fingerprint: FINGERPRINT, sdp: SDP }) as const,
  ),
  { kind: 'text', text: 'Grüß Gott' },
  { kind: 'transfer', device: fixedDevice('second').id, call: toB64u(fixed('movedCallId')) },
  ...(['hangup', 'tampered', 'fingerprint', 'media-keys', 'timeout', 'error', 'transferred'] as const).map(
    (reason) => ({ kind: 'end', reason }) as const,
  ),
];

/** Message texts that a receiver must refuse even if they were sealed correctly. */
const refused: readonly (readonly [kind: 'early' | 'session', how: string, text: string])[] = [
  ['early', 'a kind that there is not', '{"kind":"hello"}'],
  ['early', 'a reason that there is not', '{"kind":"cancel","reason":"bored"}'],
  ['early', 'a field that is not known', '{"kind":"ringing","since":1}'],
  ['session', 'fields in another order', '{"stream":1,"kind":"key-frame"}'],
  ['session', 'white space', '{"kind": "ready"}'],
  ['session', 'a field left out', '{"kind":"media","mute":true,"camera":false,"hold":false}'],
  ['session', 'a field twice', '{"kind":"key-frame","stream":1,"stream":2}'],
  ['session', 'a stream that there is not', '{"kind":"key-frame","stream":0}'],
  ['session', 'no candidate', '{"kind":"candidates","list":[]}'],
  [
    'session',
    'the number of a page from 1 on',
    `{"kind":"reopen","type":"offer","nr":0,"fingerprint":"${FINGERPRINT}","sdp":"v=0\\r\\n"}`,
  ],
  [
    'session',
    'unused bits in b64u',
    `{"kind":"transfer","device":"${fixedDevice('second').id}","call":"AAAAAAAAAAAAAAAAAAAAAB"}`,
  ],
];

interface KindsParts {
  readonly earlyKeys: PerDirection<Secret>;
  readonly keys: GenerationKeys;
}

function earlySection({ earlyKeys }: KindsParts) {
  const sealers = {
    caller: new EarlySealer(earlyKeys.callerToCallee, fixed('callerKindsSalt'), fixed('callId')),
    callee: new EarlySealer(earlyKeys.calleeToCaller, fixed('calleeKindsSalt'), fixed('callId')),
  };
  return early.map((message) => {
    const from = earlyDirection(message);
    return { from, plaintext: toHex(writeMessage(message)), envelope: toHex(sealers[from].seal(message)) };
  });
}

// Nothing else in the vectors is sealed under the session keys of generation 1.
function sessionSection({ keys }: KindsParts) {
  const sealer = new SessionSealer(keys.session.callerToCallee, keys.generation, fixed('callId'));
  return session.map((message) => {
    const { bytes, counter } = sealer.seal(message);
    return { counter: counter.toString(), plaintext: toHex(writeMessage(message)), envelope: toHex(bytes) };
  });
}

const everyFrame = (['callerToCallee', 'calleeToCaller'] as const).flatMap((direction) =>
  ([0, 1, 2] as const).map((stream) => ({ direction, stream })),
);

function framesSection(keys: GenerationKeys, of: typeof everyFrame) {
  return of.flatMap(({ direction, stream }) => {
    let base = keys.base[direction][stream];
    return [0, 1].map((step) => {
      if (step > 0) base = nextBase(base, SUITE);
      const kid = kidOf(keys.generation, step);
      const made = frameKey(base, kid, SUITE);
      const { key, salt } = keySection(made);
      return { direction, step, key, salt, ...frame(stream === 0 ? 'bare' : 'VP8', stream, false, kid, 0n, made) };
    });
  });
}

/**
 * The section `firstFrames`: the frames of generation 0 that are missing from the section `frames`; uses up their keys.
 */
export function firstFramesSection(keys: GenerationKeys) {
  return framesSection(
    keys,
    everyFrame.filter(({ direction, stream }) => direction === 'calleeToCaller' || stream === 2),
  );
}

// Found by search: the sealed bytes under this counter need H.264 emulation prevention.
const GUARDED_CTR = 7139n;
const LONG = new Uint8Array(1024).fill(0x5a);

function escapedSection({ keys }: KindsParts) {
  const kid = kidOf(keys.generation, 0);
  const made = frameKey(keys.base.callerToCallee[1], kid, SUITE);
  const { header, sealed, frame: wrapped, ...rest } = frame('H264', 1, false, kid, GUARDED_CTR, made, LONG);
  assert(
    findEscapes(Uint8Array.from(Buffer.from(header + sealed, 'hex'))).length > 0,
    'the frame needs emulation prevention',
  );
  return { key: made.key.use(toHex), plaintext: toHex(LONG), header, sealed, frame: wrapped, ...rest };
}

function refusedFrames({ frame: wrapped }: { readonly frame: string }) {
  const good: Bytes = Uint8Array.from(Buffer.from(wrapped, 'hex'));
  const guard = good.findIndex((byte, i) => byte === 3 && good[i - 1] === 0 && good[i - 2] === 0 && i > 10);
  const without = (at: number): Bytes => Uint8Array.from([...good.slice(0, at), ...good.slice(at + 1)]);
  const needless = Uint8Array.from([...good.slice(0, 8), 0, 0, 3, 9, ...good.slice(8)]);
  const frames: readonly (readonly [string, Bytes])[] = [
    ['a guard that is missing', without(guard)],
    ['a guard that is needless', needless],
    ['another envelope', Uint8Array.from([...good.slice(0, 4), 0x65, ...good.slice(5)])],
    ['no end', good.slice(0, -1)],
  ];
  return frames.map(([how, bytes]) => {
    assert(unwrapFrame('H264', false, bytes) === undefined, how);
    return { how, codec: 'H264', keyFrame: false, frame: toHex(bytes) };
  });
}

function refusedTexts() {
  return refused.map(([kind, how, text]) => {
    assert(readMessage(kind === 'early' ? Early : Session, pad(utf8(text))) === undefined, how);
    return { kind, how, text };
  });
}

/** The section `kinds`; uses up the base keys of `parts`. */
export function kindsSection(parts: KindsParts) {
  const escaped = escapedSection(parts);
  return {
    early: earlySection(parts),
    session: sessionSection(parts),
    frames: framesSection(parts.keys, everyFrame),
    escaped,
    refusedTexts: refusedTexts(),
    refusedFrames: refusedFrames(escaped),
  };
}
