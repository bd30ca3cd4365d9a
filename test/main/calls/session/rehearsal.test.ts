// The handshakes that run before anybody calls.
import { afterEach, expect, it, vi } from 'vitest';
import { Secret } from '../../../../src/core/keys/secret.ts';
import { runSteps } from '../../../../src/core/steps.ts';
import { rehearseSteps } from '../../../../src/main/calls/session/rehearsal.ts';
import { systemRandom } from '../../../../src/main/time/system-clock.ts';

it('the rehearsal writes and reads INVITE and ANSWER', () => {
  expect(runSteps(rehearseSteps(systemRandom))).toBe(true);
});

afterEach(() => void vi.restoreAllMocks());

it.each([
  ['succeeds', systemRandom],
  ['fails in the middle', failingAfter(6)],
])('every key of the rehearsal is erased when the rehearsal %s', (_how, random) => {
  const kept: Secret[] = [];
  const own = Secret.own.bind(Secret);
  vi.spyOn(Secret, 'own').mockImplementation((bytes) => {
    const secret = own(bytes);
    kept.push(secret);
    return secret;
  });
  try {
    runSteps(rehearseSteps(random));
  } catch {
    // the random source failed, as prepared
  }
  expect(kept.length).toBeGreaterThan(3);
  expect(kept.filter(({ wiped }) => !wiped)).toEqual([]);
});

function failingAfter(times: number): typeof systemRandom {
  let left = times;
  return (length) => {
    if (left-- === 0) throw new Error('no more randomness');
    return systemRandom(length);
  };
}
