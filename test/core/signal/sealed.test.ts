import { describe, expect, test } from 'vitest';
import { concat } from '../../../src/core/bytes.ts';
import { Secret } from '../../../src/core/keys/secret.ts';
import { EarlyOpener, EarlySealer } from '../../../src/core/signal/early.ts';
import { type Envelope, readEnvelope } from '../../../src/core/signal/envelope.ts';
import { SessionOpener, SessionSealer } from '../../../src/core/signal/session.ts';

const callId = new Uint8Array(16).fill(5);
const key = () => Secret.own(new Uint8Array(32).fill(8));
const otherKey = () => Secret.own(new Uint8Array(32).fill(9));
const salt = new Uint8Array(8).fill(1);

function envelope<K extends Envelope['kind']>(kind: K, bytes: Uint8Array): Extract<Envelope, { kind: K }> {
  const read = readEnvelope(bytes);
  if (read?.kind !== kind) throw new Error(`not an envelope of kind ${kind}`);
  return read as Extract<Envelope, { kind: K }>;
}
const early = (bytes: Uint8Array) => envelope('early', bytes);
const session = (bytes: Uint8Array) => envelope('session', bytes);
const flipped = (bytes: Uint8Array, bit: number) =>
  bytes.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));

describe('EARLY messages', () => {
  test('an EARLY message opens once, and a repeat is a replay', () => {
    const bytes = new EarlySealer(key(), salt, callId).seal({ kind: 'ringing' });
    const opener = new EarlyOpener(key());
    expect(opener.open(early(bytes))).toEqual({ kind: 'opened', counter: 0n, message: { kind: 'ringing' } });
    expect(opener.open(early(bytes))).toEqual({ kind: 'replay' });
  });

  test('an EARLY message with another salt is refused once a valid message was seen', () => {
    const opener = new EarlyOpener(key());
    const forged = new EarlySealer(otherKey(), new Uint8Array(8).fill(2), callId).seal({ kind: 'busy' });
    expect(opener.open(early(forged))).toEqual({ kind: 'refused' });
    const sealer = new EarlySealer(key(), salt, callId);
    expect(opener.open(early(sealer.seal({ kind: 'ringing' }))).kind).toBe('opened');
    const restarted = new EarlySealer(key(), new Uint8Array(8).fill(3), callId);
    expect(opener.open(early(restarted.seal({ kind: 'decline' })))).toEqual({ kind: 'refused' });
    expect(opener.open(early(sealer.seal({ kind: 'decline' }))).kind).toBe('opened');
  });

  test('an EARLY message with a flipped bit is refused', () => {
    const bytes = new EarlySealer(key(), salt, callId).seal({ kind: 'cancel', reason: 'hangup' });
    for (let bit = 2 * 8; bit < bytes.length * 8; bit += 3) {
      expect(new EarlyOpener(key()).open(early(flipped(bytes, bit)))).toEqual({ kind: 'refused' });
    }
  });

  test('opening an EARLY message with a wiped key throws, and does not refuse the message as forged', () => {
    const bytes = new EarlySealer(key(), salt, callId).seal({ kind: 'busy' });
    const erased = key();
    const opener = new EarlyOpener(erased);
    erased.wipe();
    expect(() => opener.open(early(bytes))).toThrow('wiped');
  });

  test('each EARLY message of a sealer has the next counter', () => {
    const sealer = new EarlySealer(key(), salt, callId);
    const counters = [1, 2, 3].map(() => early(sealer.seal({ kind: 'busy' })).counter);
    expect(counters).toEqual([0n, 1n, 2n]);
  });
});

describe('SESSION messages', () => {
  test('a SESSION message opens once, and only the counter of a repeat is reported', () => {
    const { bytes, counter } = new SessionSealer(key(), 3, callId).seal({ kind: 'ready' });
    const opener = new SessionOpener(key(), 3);
    expect(counter).toBe(0n);
    expect(opener.open(session(bytes))).toMatchObject({ kind: 'opened', counter: 0n, message: { kind: 'ready' } });
    expect(opener.open(session(bytes))).toEqual({ kind: 'replay', counter: 0n });
  });

  test('a SESSION message opens out of order, and one that is 1,024 behind the newest is a replay', () => {
    const sealer = new SessionSealer(key(), 0, callId);
    const sent = Array.from({ length: 1026 }, () => sealer.seal({ kind: 'ready' }).bytes);
    const opener = new SessionOpener(key(), 0);
    expect(opener.open(session(sent[1025]!)).kind).toBe('opened');
    expect(opener.open(session(sent[2]!)).kind).toBe('opened');
    expect(opener.open(session(sent[1]!))).toEqual({ kind: 'replay', counter: 1n });
  });

  test('a SESSION message with unusable content spends its counter', () => {
    const good = new SessionSealer(key(), 0, callId);
    const { bytes } = good.seal({ kind: 'text', text: 'x'.repeat(5000) });
    const opener = new SessionOpener(key(), 0);
    expect(opener.open(session(bytes))).toEqual({ kind: 'opened', counter: 0n, message: undefined, text: undefined });
    expect(opener.open(session(bytes))).toEqual({ kind: 'replay', counter: 0n });
  });

  test('a SESSION message with a flipped bit is refused and spends nothing', () => {
    const { bytes } = new SessionSealer(key(), 0, callId).seal({ kind: 'key-frame', stream: 1 });
    const opener = new SessionOpener(key(), 0);
    for (let bit = 22 * 8; bit < bytes.length * 8; bit += 3) {
      expect(opener.open(session(flipped(bytes, bit)))).toEqual({ kind: 'refused' });
    }
    expect(opener.open(session(bytes)).kind).toBe('opened');
  });

  test('a SESSION message of another generation or call, or under another key, does not open', () => {
    const { bytes } = new SessionSealer(key(), 1, callId).seal({ kind: 'ready' });
    expect(() => new SessionOpener(key(), 0).open(session(bytes))).toThrow('own generation');
    expect(new SessionOpener(otherKey(), 1).open(session(bytes))).toEqual({ kind: 'refused' });
    const moved = concat(bytes.slice(0, 2), new Uint8Array(16).fill(6), bytes.slice(18));
    expect(new SessionOpener(key(), 1).open(session(moved))).toEqual({ kind: 'refused' });
  });

  test('a SESSION message cannot be sealed or opened once the key was wiped', () => {
    const sealer = new SessionSealer(key(), 0, callId);
    const { bytes } = sealer.seal({ kind: 'ready' });
    const opener = new SessionOpener(key(), 0);
    sealer.wipe();
    opener.wipe();
    expect(() => sealer.seal({ kind: 'ready' })).toThrow('wiped');
    expect(() => opener.open(session(bytes))).toThrow('wiped');
  });
});
