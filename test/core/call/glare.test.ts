// Of two crossing calls, every implementation of the protocol must let the same call survive (§5 rule 8). Two copies
// of this program would agree on any rule, so the rule itself is tested here.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { concat } from '../../../src/core/bytes.ts';
import { answerByItself, believed, survives } from '../../../src/core/call/glare.ts';
import type { CancelReason } from '../../../src/core/signal/message.ts';

test('the call whose id has the smaller SHA-256 survives a glare', () => {
  const ids = Array.from({ length: 16 }, (_, n) => concat(new Uint8Array(16).fill(n)));
  const hashOf = (id: Uint8Array): string => createHash('sha256').update(id).digest('hex');
  const smallest = ids.toSorted((a, b) => (hashOf(a) < hashOf(b) ? -1 : 1))[0]!;
  for (const other of ids) {
    if (other === smallest) continue;
    expect([survives(smallest, other), survives(other, smallest)]).toEqual([true, false]);
  }
});

test('neither of two calls with the same id survives a glare', () => {
  expect(survives(new Uint8Array(16), new Uint8Array(16))).toBe(false);
});

test.each([
  ['automatically by voice if both calls asked for voice', 'audio', true, 'audio', false, 'audio'],
  [
    'automatically with video if both calls asked for video and our camera is on',
    'video',
    true,
    'video',
    true,
    'video',
  ],
  [
    'automatically with video if only our call asked for video and our camera is on',
    'audio',
    true,
    'video',
    true,
    'video',
  ],
  [
    'automatically by voice if both calls asked for video and our camera is off',
    'video',
    true,
    'video',
    false,
    'audio',
  ],
  [
    'automatically by voice if both calls asked for voice, although our camera is on',
    'audio',
    true,
    'audio',
    true,
    'audio',
  ],
  ['by a person if only the peer asked for video', 'video', true, 'audio', true, undefined],
  ['by a person if the peer is not verified', 'audio', false, 'video', true, undefined],
] as const)('in a glare the peer’s call is answered %s', (_title, media, isVerified, ours, hasCameraOn, answer) => {
  expect(answerByItself({ media, isVerified }, { media: ours, hasCameraOn })).toBe(answer);
});

const nobody = { isCalling: false, hasOtherDevice: false };
test.each<[CancelReason, Partial<typeof nobody>, CancelReason]>([
  ['hangup', {}, 'hangup'],
  ['timeout', {}, 'timeout'],
  ['glare', {}, 'hangup'],
  ['glare', { isCalling: true }, 'glare'],
  ['glare', { hasOtherDevice: true }, 'glare'],
  ['answered-elsewhere', { isCalling: true }, 'hangup'],
  ['answered-elsewhere', { hasOtherDevice: true }, 'answered-elsewhere'],
  ['declined-elsewhere', {}, 'hangup'],
  ['declined-elsewhere', { hasOtherDevice: true }, 'declined-elsewhere'],
])('a caller’s cancel reason %s is believed only if it can be true: %o', (reason, known, taken) => {
  expect(believed(reason, { ...nobody, ...known })).toBe(taken);
});

test('an unknown cancel reason throws', () => {
  expect(() => believed('nonsense' as CancelReason, nobody)).toThrow('unreachable');
});
