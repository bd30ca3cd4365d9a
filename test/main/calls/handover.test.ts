// What a peer announces (protocol §5 rules 15, 16), and what of it comes to nothing: bounded, and by a clock that may be set back.
import { expect, test } from 'vitest';
import { toB64u, toHex } from '../../../src/core/bytes.ts';
import type { Call } from '../../../src/main/calls/call.ts';
import { Handover } from '../../../src/main/calls/handover.ts';
import { createInHand } from '../../../src/main/calls/in-hand.ts';
import { createSuccessors } from '../../../src/main/calls/successors.ts';
import { HandClock } from '../../flows/support/hand-clock.ts';

const clock = new HandClock();
const idOf = (n: number): Uint8Array<ArrayBuffer> => new Uint8Array(16).fill(n);

function handover(): Handover {
  const unused = {} as never;
  return new Handover(
    { clock, random: () => idOf(0), own: unused, transport: unused },
    {
      role: 'caller',
      peer: () => undefined,
      isSecured: () => true,
      isBroken: () => false,
      onTaken: () => undefined,
      send: () => undefined,
      onChange: () => undefined,
    },
  );
}
const hear = (to: Handover, n: number): void =>
  to.hear({ kind: 'transfer', device: 'd', call: toB64u(idOf(n)) }, false);

test('a peer that announces without end is remembered by the sixteen newest that came to nothing', () => {
  const mine = handover();
  for (let n = 1; n <= 30; n++) hear(mine, n);
  const newest = Array.from({ length: 16 }, (_, i) => 14 + i); // the last one stands
  expect(mine.voided.map((each) => each.call)).toEqual(newest.map((n) => toHex(idOf(n))));
});

test.each([
  ['hung-up', true],
  ['peer-hung-up', true],
  ['transferred', true],
  ['connection-lost', false],
] as const)('what was announced in a call that ended by “%s” is void: %s', (reason, isVoid) => {
  const mine = handover();
  hear(mine, 1);
  mine.stop(reason);
  expect(mine.voided.length).toBe(isVoid ? 1 : 0);
});

test('what came to nothing at a time to come, by a clock that was set back, keeps nobody from ringing', () => {
  const mine = handover();
  hear(mine, 1);
  hear(mine, 2);
  const inHand = createInHand();
  inHand.take({ isEnded: false, handover: mine } as Partial<Call> as Call);
  const { isOver } = createSuccessors(inHand, clock.nowMs);
  expect(isOver('d', toHex(idOf(1)))).toBe(true);
  clock.sleep(-1);
  expect(isOver('d', toHex(idOf(1)))).toBe(false);
});
