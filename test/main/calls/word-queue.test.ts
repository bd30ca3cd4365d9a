// Words that wait to be read, when there are more of them than anybody reads.
import { describe, expect, test } from 'vitest';
import { createWordQueue } from '../../../src/main/calls/word-queue.ts';
import { HandClock } from '../../flows/support/hand-clock.ts';

function rig(...known: readonly string[]) {
  const clock = new HandClock();
  const read: string[] = [];
  const queue = createWordQueue(
    clock,
    (device) => known.includes(device),
    (from, { callId }) => void read.push(`${from}${String(callId[0])}`),
  );
  const put = (from: string, id = 0): void =>
    queue.put(from, {
      kind: 'missed',
      callId: new Uint8Array(16).fill(id),
      issuedAtMs: 0n,
      noise: Uint8Array.of(1, 2, 3),
    });
  return { clock, read, queue, put };
}

describe('words that wait', () => {
  test('are read five a second, the first at once', async () => {
    const { clock, read, put } = rig();
    for (let i = 0; i < 20; i++) put(`s${String(i)}-`);
    expect(read).toHaveLength(1);
    await clock.advance(1000);
    expect(read).toHaveLength(6);
    await clock.advance(60_000);
    expect(read).toHaveLength(20);
    expect(clock.pending).toBe(0);
  });

  test('a sender of many keeps another one waiting for one turn only', async () => {
    const { clock, read, put } = rig();
    for (let i = 0; i < 10; i++) put('many', i);
    put('one');
    await clock.advance(400);
    expect(read).toEqual(['many0', 'many1', 'one0']);
  });

  test('of one sender thirty-two, and a repetition takes no room', async () => {
    const { clock, read, put } = rig();
    put('first');
    for (let i = 0; i < 50; i++) for (let again = 0; again < 3; again++) put('many', i);
    await clock.advance(60_000);
    expect(read).toHaveLength(1 + 32);
    expect(new Set(read).size).toBe(33);
  });

  test('where it is full a device of a contact takes the place of one that nobody knows, and is read first', async () => {
    const { clock, read, put } = rig('friend');
    for (let i = 0; i < 1000; i++) put(`s${String(i)}-`);
    put('friend', 7);
    await clock.advance(200);
    expect(read[1]).toBe('friend7');
    await clock.advance(120_000);
    expect(read).toHaveLength(1 + 256);
  });

  test('where it is full whoever has most there gives way to one who has little', async () => {
    const { clock, read, put } = rig();
    for (let i = 0; i < 300; i++) put(`s${String(i % 10)}-`, Math.floor(i / 10));
    put('one');
    await clock.advance(120_000);
    expect(read).toContain('one0');
    expect(read).toHaveLength(1 + 256);
  });

  test('a friend under whose name a flood comes keeps out no other friend', async () => {
    const { clock, read, put } = rig(...Array.from({ length: 9 }, (_, i) => `f${String(i)}-`));
    for (let i = 0; i < 400; i++) put(`f${String(i % 8)}-`, i % 250);
    put('f8-', 1);
    await clock.advance(120_000);
    expect(read).toContain('f8-1');
  });

  test('are forgotten when the program is locked', async () => {
    const { clock, read, queue, put } = rig();
    for (let i = 0; i < 20; i++) put(`s${String(i)}-`);
    queue.close();
    expect(clock.pending).toBe(0);
    await clock.advance(60_000);
    expect(read).toHaveLength(1);
  });
});
