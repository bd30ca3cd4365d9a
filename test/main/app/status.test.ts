// What contacts are told of this device.
import { expect, it } from 'vitest';
import type { CallView } from '../../../src/contract/view.ts';
import { presenceOf } from '../../../src/main/app/status.ts';

const presence = (phase: CallView['phase'], direction: CallView['direction'] = 'out'): string =>
  presenceOf('available', [{ direction, phase }]);

it('a device is busy from INVITE to the end of a call that it has placed, and from CONFIRM on where it was called', () => {
  expect(presence({ kind: 'calling', ringing: false })).toBe('busy');
  expect(presence({ kind: 'securing' })).toBe('busy');
  expect(presence({ kind: 'mending', since: 1, until: 2 })).toBe('busy');
  expect(presence({ kind: 'securing' }, 'in')).toBe('online');
  expect(presence({ kind: 'connecting' }, 'in')).toBe('busy');
});

it('contacts hear nothing of a call whose INVITE has not left, of one that rings here, and of one that has ended', () => {
  expect(presence({ kind: 'placing' })).toBe('online');
  expect(presence({ kind: 'ringing', silenced: false })).toBe('online');
  expect(presence({ kind: 'ended', reason: 'hung-up', at: 1, connected: true })).toBe('online');
});

it('one call of two that is on makes a device busy, and do not disturb is told in any call', () => {
  const calls: readonly Pick<CallView, 'direction' | 'phase'>[] = [
    { direction: 'out', phase: { kind: 'ended', reason: 'hung-up', at: 1, connected: true } },
    { direction: 'in', phase: { kind: 'live', since: 1 } },
  ];
  expect([presenceOf('available', calls), presenceOf('dnd', calls)]).toEqual(['busy', 'dnd']);
});
