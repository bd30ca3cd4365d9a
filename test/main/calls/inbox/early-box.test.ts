// EARLY messages without an INVITE: what anybody can send must not grow without limit, and the one genuine message must
// be found.
import { expect, test } from 'vitest';
import { concat } from '../../../../src/core/bytes.ts';
import { earlyHeader, readEnvelope } from '../../../../src/core/signal/envelope.ts';
import { createEarlyBox } from '../../../../src/main/calls/inbox/early-box.ts';
import { HandClock } from '../../../flows/support/hand-clock.ts';

const id = (n: number): ReturnType<typeof concat> => concat(new Uint8Array(16).fill(n));
function early(call: number, counter = 0, sealedBytes = 272) {
  const header = earlyHeader(id(call), new Uint8Array(8), BigInt(counter));
  const envelope = readEnvelope(concat(header, new Uint8Array(sealedBytes)));
  if (envelope?.kind !== 'early') throw new Error('not an EARLY');
  return envelope;
}

test('EARLY messages are taken out once, only for their own call and sender, in order of arrival', () => {
  const box = createEarlyBox(new HandClock());
  box.keep('a', early(1, 0));
  box.keep('a', early(1, 1));
  box.keep('b', early(1, 2));
  box.keep('a', early(2, 3));
  expect(box.take('a', id(1)).map(({ counter }) => counter)).toEqual([0n, 1n]);
  expect(box.take('a', id(1))).toEqual([]);
  expect(box.take('b', id(1))).toHaveLength(1);
});

test('the early box keeps a call’s first four messages, the newest 64 in all, and none of more than 272 sealed bytes', () => {
  const box = createEarlyBox(new HandClock());
  for (let i = 0; i < 10; i++) box.keep('a', early(1, i));
  expect(box.take('a', id(1)).map(({ counter }) => counter)).toEqual([0n, 1n, 2n, 3n]);
  box.keep('a', early(1, 0, 273));
  expect(box.take('a', id(1))).toEqual([]);
  for (let i = 0; i < 65; i++) box.keep(`sender ${String(i)}`, early(1));
  expect(box.take('sender 0', id(1))).toEqual([]);
  expect(box.take('sender 1', id(1))).toHaveLength(1);
  expect(box.take('sender 64', id(1))).toHaveLength(1);
});

test('the early box keeps a message for sixty seconds', async () => {
  const clock = new HandClock();
  const box = createEarlyBox(clock);
  box.keep('a', early(1));
  await clock.advance(59_999);
  box.keep('a', early(2));
  await clock.advance(1);
  expect(box.take('a', id(1))).toEqual([]);
  expect(box.take('a', id(2))).toHaveLength(1);
});
