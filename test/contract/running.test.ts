// How many calls a person has at a time, and during which of them another call may ring or be placed.
import { expect, test } from 'vitest';
import { hasRoomBeside, whyNotBeside } from '../../src/contract/running.ts';
import type { CallPhase } from '../../src/contract/view.ts';

const on = (phase: CallPhase, address = 'anna@a.example') => ({ address, phase });
const live = on({ kind: 'live', since: 1 });
const rows = [
  ['is allowed without any call', [], true, undefined],
  ['is allowed during a live call', [live], true, undefined],
  ['is allowed during a reconnecting call', [on({ kind: 'reconnecting', since: 1, until: 2 })], true, undefined],
  ['is allowed during a connecting call', [on({ kind: 'connecting' })], true, undefined],
  ['is refused during a call that is being secured', [on({ kind: 'securing' })], false, 'cannot-hold'],
  ['is refused during a ringing call', [on({ kind: 'ringing', silenced: false })], false, 'cannot-hold'],
  ['is refused during a call that is being placed', [on({ kind: 'placing' })], false, 'cannot-hold'],
  ['is refused during two live calls', [live, live], false, 'two-calls'],
  [
    'is allowed during a live call if the only further call has ended',
    [live, on({ kind: 'ended', reason: 'hung-up', at: 1, connected: true })],
    true,
    undefined,
  ],
] as const;

test.each(rows)('another call %s', (_what, calls, hasRoom, why) => {
  expect([hasRoomBeside(calls), whyNotBeside(calls, 'b@b.example')]).toEqual([hasRoom, why]);
});

test('a person can be called only once at a time', () => {
  expect(whyNotBeside([live], live.address)).toBe('call-exists');
});
