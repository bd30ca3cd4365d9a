import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Bytes, toHex, utf8 } from '../../../src/core/bytes.ts';
import type { HandshakeSecrets } from '../../../src/core/keys/handshake.ts';
import { answerRekey, RekeyOffer } from '../../../src/core/keys/rekey.ts';
import { type GenerationKeys, KeySchedule } from '../../../src/core/keys/schedule.ts';
import { Secret } from '../../../src/core/keys/secret.ts';

const seed = (n: number, length = 32): Bytes => new Uint8Array(length).fill(n);
const handshake = (n = 1): HandshakeSecrets => ({
  session: { callerToCallee: Secret.own(seed(n)), calleeToCaller: Secret.own(seed(n + 1)) },
  exporter: Secret.own(seed(n + 2)),
  transcript: seed(n + 3),
});
const all = (keys: GenerationKeys) =>
  [
    keys.session.callerToCallee,
    keys.session.calleeToCaller,
    ...keys.base.callerToCallee,
    ...keys.base.calleeToCaller,
  ].map((secret) => secret.use(toHex));

function rekey(n: number) {
  const offer = new RekeyOffer({ ephemeral: seed(n), kem: seed(n + 1, 64) });
  const answer = answerRekey(offer.e, offer.kem, { ephemeral: seed(n + 2), kem: seed(n + 3) });
  if (answer === undefined) throw new Error('no answer');
  const finished = offer.finish(answer.e, answer.ct);
  if (finished === undefined) throw new Error('not finished');
  return { offerer: finished, answerer: answer.secrets };
}

function ready(n = 1) {
  const { schedule } = KeySchedule.enterGeneration0(handshake(n));
  schedule.code(seed(1), seed(2));
  return schedule;
}

describe('keys of generation 0', () => {
  test('generation 0 has eight different keys, takes the session keys of the handshake and erases the exporter', () => {
    const secrets = handshake();
    const { schedule, keys } = KeySchedule.enterGeneration0(secrets);
    expect(schedule.generation).toBe(0);
    expect(keys.generation).toBe(0);
    expect(new Set(all(keys)).size).toBe(8);
    expect(all(keys).slice(0, 2)).toEqual(['01'.repeat(32), '02'.repeat(32)]);
    expect(keys.base.callerToCallee[0].use((bytes) => bytes.length)).toBe(64);
    expect(secrets.exporter.wiped).toBe(true);
  });

  test('generation 0 depends on transcript and exporter', () => {
    const keys = (change: Partial<HandshakeSecrets>) =>
      all(KeySchedule.enterGeneration0({ ...handshake(), ...change }).keys)[2];
    expect(keys({ transcript: seed(9) })).not.toBe(keys({}));
    expect(keys({ exporter: Secret.own(seed(9)) })).not.toBe(keys({}));
  });
});

describe('the security code', () => {
  test('the security code is eight digits, the same on both sides, and depends on both halves and the handshake', () => {
    const code = (a: number, b: number, n = 1) =>
      KeySchedule.enterGeneration0(handshake(n)).schedule.code(seed(a), seed(b));
    expect(code(1, 2)).toMatch(/^\d{8}$/);
    expect(code(1, 2)).toBe(code(1, 2));
    expect(new Set([code(1, 2), code(2, 1), code(1, 3), code(3, 2), code(1, 2, 5)]).size).toBe(5);
  });

  test('the security code depends on the transcript and on the exporter, each by itself', () => {
    const code = (change: Partial<HandshakeSecrets>) =>
      KeySchedule.enterGeneration0({ ...handshake(), ...change }).schedule.code(seed(1), seed(2));
    const codes = [code({}), code({ transcript: seed(9) }), code({ exporter: Secret.own(seed(9)) })];
    expect(new Set(codes).size).toBe(3);
  });

  test('the security code keeps its leading zeros', () => {
    const codes = Array.from({ length: 64 }, (_, i) =>
      KeySchedule.enterGeneration0(handshake()).schedule.code(seed(i), seed(2)),
    );
    expect(codes.some((code) => code.startsWith('0'))).toBe(true);
    expect(codes.every((code) => code.length === 8)).toBe(true);
  });

  test('the security code is made once, from two halves of 32 bytes', () => {
    const { schedule } = KeySchedule.enterGeneration0(handshake());
    expect(() => schedule.code(seed(1, 31), seed(2))).toThrow('32 bytes');
    schedule.code(seed(1), seed(2));
    expect(() => schedule.code(seed(1), seed(2))).toThrow('once');
  });
});

describe('keys of the next generation', () => {
  test('the next generation is the same on both sides and shares no key with the previous one', () => {
    const { schedule: ours, keys: before } = KeySchedule.enterGeneration0(handshake());
    ours.code(seed(1), seed(2));
    const theirs = ready();
    const { offerer, answerer } = rekey(40);
    const a = ours.nextGeneration(offerer, utf8('rekey'), utf8('rekeyed'));
    const b = theirs.nextGeneration(answerer, utf8('rekey'), utf8('rekeyed'));
    expect(a.generation).toBe(1);
    expect(ours.generation).toBe(1);
    expect(all(a)).toEqual(all(b));
    expect(new Set([...all(before), ...all(a)]).size).toBe(16);
    for (const secret of [offerer.dh, offerer.kemShared, answerer.dh, answerer.kemShared]) {
      expect(secret.wiped).toBe(true);
    }
  });

  test('the next generation depends on the previous one and on the two secrets and two texts of the rekey', () => {
    const next = (schedule: KeySchedule, n: number, one = 'rekey', two = 'rekeyed', kem = n) =>
      all(
        schedule.nextGeneration(
          { dh: rekey(n).offerer.dh, kemShared: rekey(kem).offerer.kemShared },
          utf8(one),
          utf8(two),
        ),
      )[0];
    const twice = ready();
    next(twice, 60);
    const results = [
      next(ready(), 40),
      next(ready(9), 40),
      next(ready(), 50),
      next(ready(), 40, 'other'),
      next(ready(), 40, 'rekey', 'other'),
      next(ready(), 40, 'rekey', 'rekeyed', 50),
      next(twice, 40),
    ];
    expect(new Set(results).size).toBe(results.length);
    expect(next(ready(), 40)).toBe(results[0]);
  });

  test('the schedule erases its secrets of the previous generation on entering the next, and all others on wipe', () => {
    const own = Secret.own.bind(Secret);
    const made: Secret[] = [];
    const spy = vi.spyOn(Secret, 'own').mockImplementation((bytes) => {
      const secret = own(bytes);
      made.push(secret);
      return secret;
    });
    onTestFinished(() => spy.mockRestore());
    const secrets = handshake();
    const { schedule, keys } = KeySchedule.enterGeneration0(secrets);
    schedule.code(seed(1), seed(2));
    const next = schedule.nextGeneration(rekey(10).offerer, utf8('rekey'), utf8('rekeyed'));
    const handedOut = [keys, next].flatMap((each) => [
      each.session.callerToCallee,
      each.session.calleeToCaller,
      ...each.base.callerToCallee,
      ...each.base.calleeToCaller,
    ]);
    // The two secrets of the answerer are among these. Erasing those two is the answerer's task, not the schedule's.
    const ofSchedule = made.filter((secret) => !handedOut.includes(secret));
    const left = ofSchedule.filter((secret) => !secret.wiped);
    schedule.wipe();
    const after = ofSchedule.filter((secret) => !secret.wiped);
    expect(left.length - after.length).toBe(1); // chain[1]
    expect(after).toHaveLength(2); // the answerer's two secrets
  });

  test('no next generation is entered before the code is made or after the schedule is wiped', () => {
    const { schedule } = KeySchedule.enterGeneration0(handshake());
    expect(() => schedule.nextGeneration(rekey(40).offerer, utf8('a'), utf8('b'))).toThrow('CONFIRM');
    schedule.wipe();
    expect(() => schedule.code(seed(1), seed(2))).toThrow('wiped');
    const over = ready();
    over.wipe();
    expect(() => over.nextGeneration(rekey(40).offerer, utf8('a'), utf8('b'))).toThrow('wiped');
  });
});
