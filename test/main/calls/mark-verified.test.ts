// Why a right code may not count, as the person is told.
import { expect, it } from 'vitest';
import { markVerified } from '../../../src/main/calls/mark-verified.ts';
import { heldClock } from '../signalling/test-clock.ts';

const person = new Uint8Array(32);
const other = new Uint8Array(32).fill(1);

it.each([
  ['the disk is full', person, 'pinned', 'disk'],
  ['another person was pinned meanwhile', other, 'pinned', 'key-changed'],
  ['nobody is pinned any more', undefined, 'none', 'key-changed'],
  ['devices of the person contradict each other', person, 'changed', 'key-changed'],
])('if a right code is not stored and %s, the person is told that cause', (_what, pinned, kind, told) => {
  const book = {
    markVerified: () => false,
    pin: () => (pinned === undefined ? undefined : { person: pinned }),
    trustOf: () => ({ kind }),
  };
  const compared = { address: 'carla@klinik.example', whom: { kind: 'pinned' }, peer: {}, person, isMarked: false };
  // @ts-expect-error -- only what marking a person who replaces nobody uses
  expect(markVerified(compared, { book, clock: heldClock(), people: {} })).toBe(told);
});
