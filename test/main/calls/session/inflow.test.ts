// How much of a peer's session messages is opened; whole calls under a flood are in test/flows/session-flood.test.ts.
import { expect, test } from 'vitest';
import { Inflow } from '../../../../src/main/calls/session/inflow.ts';
import { heldClock } from '../../signalling/test-clock.ts';

const AT_ONCE = 256;
const message = (name: number | string) => ({ name, sealed: new Uint8Array(100) });

test('messages that wait behind one whose handling throws are opened all the same', () => {
  const clock = heldClock();
  const opened: (number | string)[] = [];
  const inflow = new Inflow<ReturnType<typeof message>>(clock, ({ name }) => {
    if (name === 'ours is the bug') throw new Error(name);
    opened.push(name);
  });
  for (let i = 0; i < AT_ONCE; i++) inflow.take(message(i));
  for (const name of ['ours is the bug', 'waits', 'waits too']) inflow.take(message(name));
  expect(() => clock.advance(1000)).toThrow('ours is the bug');
  clock.advance(1000);
  expect(opened.slice(AT_ONCE)).toEqual(['waits', 'waits too']);
  inflow.take(message('the last word'));
  expect(opened.at(-1)).toBe('the last word');
});

test('a message that ends the call is the last one that is opened of those that wait', () => {
  const clock = heldClock();
  const opened: (number | string)[] = [];
  const inflow: Inflow<ReturnType<typeof message>> = new Inflow(clock, ({ name }) => {
    opened.push(name);
    if (name === 'end') inflow.stop();
  });
  for (let i = 0; i < AT_ONCE; i++) inflow.take(message(i));
  for (const name of ['end', 'behind the end']) inflow.take(message(name));
  clock.advance(10_000);
  expect(opened.slice(AT_ONCE)).toEqual(['end']);
});
