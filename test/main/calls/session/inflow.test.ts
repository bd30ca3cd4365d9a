// How many of a peer's session messages are opened; whole calls under a flood are in test/flows/session-flood.test.ts.
import { expect, test } from 'vitest';
import { Inflow } from '../../../../src/main/calls/session/inflow.ts';

const AT_ONCE = 256;
const message = (name: number | string) => ({ name, sealed: new Uint8Array(100) });

/** An inflow, and `advance`, which moves its clock and opens each queued message when it is due. */
function flowing(open: (name: number | string, inflow: Inflow<ReturnType<typeof message>>) => void) {
  let nowMs = 0;
  const inflow: Inflow<ReturnType<typeof message>> = new Inflow(
    () => nowMs,
    ({ name }) => open(name, inflow),
  );
  const advance = (ms: number): void => {
    const endMs = nowMs + ms;
    for (let dueAtMs = inflow.dueAtMs; dueAtMs !== undefined && dueAtMs <= endMs; dueAtMs = inflow.dueAtMs) {
      nowMs = dueAtMs;
      inflow.openDue();
    }
    nowMs = endMs;
  };
  return { inflow, advance };
}

test('messages queued behind a message whose handler throws are still opened', () => {
  const opened: (number | string)[] = [];
  const { advance, inflow } = flowing((name) => {
    if (name === 'ours is the bug') throw new Error(name);
    opened.push(name);
  });
  for (let i = 0; i < AT_ONCE; i++) inflow.take(message(i));
  for (const name of ['ours is the bug', 'waits', 'waits too']) inflow.take(message(name));
  expect(() => advance(1000)).toThrow('ours is the bug');
  advance(1000);
  expect(opened.slice(AT_ONCE)).toEqual(['waits', 'waits too']);
  inflow.take(message('the last word'));
  expect(opened.at(-1)).toBe('the last word');
});

test('no queued message is opened after a message that ends the call', () => {
  const opened: (number | string)[] = [];
  const { advance, inflow } = flowing((name, flow) => {
    opened.push(name);
    if (name === 'end') flow.stop();
  });
  for (let i = 0; i < AT_ONCE; i++) inflow.take(message(i));
  for (const name of ['end', 'behind the end']) inflow.take(message(name));
  advance(10_000);
  expect(opened.slice(AT_ONCE)).toEqual(['end']);
  expect(inflow.dueAtMs).toBeUndefined();
});

test('a queued message is not opened before its due time', () => {
  const opened: (number | string)[] = [];
  const { inflow } = flowing((name) => opened.push(name));
  for (let i = 0; i < AT_ONCE; i++) inflow.take(message(i));
  inflow.take(message('waits'));
  inflow.openDue();
  expect(opened).toHaveLength(AT_ONCE);
  expect(inflow.dueAtMs).toBe(Math.ceil(1000 / 64));
});
