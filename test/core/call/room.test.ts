// What happens to a call that may ring, depending on the calls that are on. Each row is a situation.
import { expect, test } from 'vitest';
import { type CallMet, type Room, roomFor } from '../../../src/core/call/room.ts';
import { rings } from './trust-facts.ts';

const other: CallMet = {
  id: 'other',
  ring: rings.live,
  isWithCaller: false,
  survives: false,
  isStranger: false,
  leavesRoom: true,
};
const toCaller = { ...other, isWithCaller: true };
const stranger = { ...other, ring: rings.ringing, isStranger: true };
const known = { isStranger: false, hasRoom: false };
const free = { ...known, hasRoom: true };

test.each<[string, Parameters<typeof roomFor>[0], readonly CallMet[], Room]>([
  ['rings where nothing is on', free, [], { kind: 'rings' }],
  ['rings beside a call that is up', free, [other], { kind: 'rings' }],
  ['is busy where there is no room', known, [other, { ...other, id: 'second' }], { kind: 'busy' }],
  [
    'gives way to ours, which survives',
    free,
    [{ ...toCaller, ring: rings.calling, survives: true }],
    { kind: 'gives-way' },
  ],
  [
    'rings instead of ours, which does not survive',
    free,
    [{ ...toCaller, ring: rings.calling }],
    { kind: 'instead', call: 'other' },
  ],
  [
    'rings instead of ours, which would survive and of which nobody knows yet',
    known,
    [{ ...toCaller, ring: rings.looking, survives: true }],
    { kind: 'instead', call: 'other' },
  ],
  ['meets no call that was answered', known, [{ ...toCaller, ring: rings.opening, survives: true }], { kind: 'busy' }],
  ['meets no call to somebody else', known, [{ ...other, ring: rings.calling, survives: true }], { kind: 'busy' }],
  ['of somebody known rings before a stranger', known, [stranger], { kind: 'before', call: 'other' }],
  ['of a stranger waits for no other stranger', { ...known, isStranger: true }, [stranger], { kind: 'busy' }],
  ['is busy where the stranger was answered', known, [{ ...stranger, ring: rings.answering }], { kind: 'busy' }],
  ['is busy where the stranger leaves no room', known, [{ ...stranger, leavesRoom: false }], { kind: 'busy' }],
  ['is busy where somebody known rings', known, [{ ...stranger, isStranger: false }], { kind: 'busy' }],
])('an incoming call %s', (_title, incoming, beside, room) => {
  expect(roomFor(incoming, beside)).toEqual(room);
});
