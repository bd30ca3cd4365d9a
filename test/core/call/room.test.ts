// What happens to an incoming call that may ring, depending on the current calls.
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
  ['rings if there is no other call', free, [], { kind: 'rings' }],
  ['rings during a secured call', free, [other], { kind: 'rings' }],
  ['finds us busy if there is no room', known, [other, { ...other, id: 'second' }], { kind: 'busy' }],
  [
    'yields to our own call to its caller if ours survives',
    free,
    [{ ...toCaller, ring: rings.calling, survives: true }],
    { kind: 'gives-way' },
  ],
  [
    'rings instead of our own call to its caller if ours does not survive',
    free,
    [{ ...toCaller, ring: rings.calling }],
    { kind: 'instead', call: 'other' },
  ],
  [
    'rings instead of our own call to its caller if our INVITE was not sent yet',
    known,
    [{ ...toCaller, ring: rings.looking, survives: true }],
    { kind: 'instead', call: 'other' },
  ],
  [
    'finds us busy, not in glare, if our own call to its caller was already answered',
    known,
    [{ ...toCaller, ring: rings.opening, survives: true }],
    { kind: 'busy' },
  ],
  [
    'finds us busy, not in glare, if our own call goes to somebody else',
    known,
    [{ ...other, ring: rings.calling, survives: true }],
    { kind: 'busy' },
  ],
  ['from somebody known displaces a ringing stranger', known, [stranger], { kind: 'before', call: 'other' }],
  ['from a stranger does not displace another stranger', { ...known, isStranger: true }, [stranger], { kind: 'busy' }],
  [
    'finds us busy if the stranger’s call was answered',
    known,
    [{ ...stranger, ring: rings.answering }],
    { kind: 'busy' },
  ],
  [
    'finds us busy if displacing the stranger leaves no room',
    known,
    [{ ...stranger, leavesRoom: false }],
    { kind: 'busy' },
  ],
  ['finds us busy if somebody known rings', known, [{ ...stranger, isStranger: false }], { kind: 'busy' }],
])('an incoming call %s', (_title, incoming, beside, room) => {
  expect(roomFor(incoming, beside)).toEqual(room);
});
