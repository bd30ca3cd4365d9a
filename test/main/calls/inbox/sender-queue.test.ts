// The queue of unread messages when more arrive than are read.
import { describe, expect, test } from 'vitest';
import { createSenderQueue } from '../../../../src/main/calls/inbox/sender-queue.ts';
import { HandClock } from '../../../flows/support/hand-clock.ts';

function rig(...known: readonly string[]) {
  const clock = new HandClock();
  const read: string[] = [];
  const lost: string[] = [];
  const queue = createSenderQueue<number>(clock, {
    everyMs: 200,
    most: 256,
    mostOfSender: 32,
    isKnown: (device) => known.includes(device),
    isSame: (one, other) => one === other,
    read: (from, id) => void read.push(`${from}${String(id)}`),
  });
  const put = (from: string, id = 0): void => {
    if (queue.put(from, id) === 'lost') lost.push(from);
  };
  return { clock, read, lost, queue, put };
}

describe('queued messages', () => {
  test('queued messages are read one every 200 ms, the first immediately', async () => {
    const { clock, read, put } = rig();
    for (let i = 0; i < 20; i++) put(`s${String(i)}-`);
    expect(read).toHaveLength(1);
    await clock.advance(1000);
    expect(read).toHaveLength(6);
    await clock.advance(60_000);
    expect(read).toHaveLength(20);
    expect(clock.pending).toBe(0);
  });

  test('a sender of many messages delays another sender by one turn only', async () => {
    const { clock, read, put } = rig();
    for (let i = 0; i < 10; i++) put('many', i);
    put('one');
    await clock.advance(400);
    expect(read).toEqual(['many0', 'many1', 'one0']);
  });

  test('at most thirty-two messages of one sender are queued, and a repetition takes no room', async () => {
    const { clock, read, put } = rig();
    put('first');
    for (let i = 0; i < 50; i++) for (let again = 0; again < 3; again++) put('many', i);
    await clock.advance(60_000);
    expect(read).toHaveLength(1 + 32);
    expect(new Set(read).size).toBe(33);
  });

  test('a contact’s message replaces a stranger’s in a full queue and is read next', async () => {
    const { clock, lost, read, put } = rig('friend');
    for (let i = 0; i < 1000; i++) put(`s${String(i)}-`);
    expect(lost).toHaveLength(1000 - 1 - 256);
    put('friend', 7);
    await clock.advance(200);
    expect(read[1]).toBe('friend7');
    await clock.advance(120_000);
    expect(read).toHaveLength(1 + 256);
  });

  test('a full queue still takes the message of a sender who has none in it', async () => {
    const { clock, read, put } = rig();
    for (let i = 0; i < 300; i++) put(`s${String(i % 10)}-`, Math.floor(i / 10));
    put('one');
    await clock.advance(120_000);
    expect(read).toContain('one0');
    expect(read).toHaveLength(1 + 256);
  });

  test('senders take turns, and the messages of each are read in the order in which they came', async () => {
    const { clock, read, put } = rig();
    put('first');
    for (const from of ['a', 'b', 'c']) for (let i = 0; i < 3; i++) put(from, i);
    await clock.advance(60_000);
    expect(read.slice(1)).toEqual(['a0', 'b0', 'c0', 'a1', 'b1', 'c1', 'a2', 'b2', 'c2']);
  });

  test('a full queue drops the newest message of the sender with the most messages, or an arriving message whose sender would have as many', async () => {
    const { clock, lost, queue, read, put } = rig();
    put('first');
    for (let i = 0; i < 4; i++) put('many', i);
    for (let i = 0; i < 2; i++) put('two', i);
    put('one');
    for (let n = 0; n < 83; n++) for (let i = 0; i < 3; i++) put(`s${String(n)}-`, i);
    const waits = (from: string) => [0, 1, 2, 3].filter((id) => queue.some(from, (one) => one === id));
    expect([lost, waits('many')]).toEqual([[], [0, 1, 2, 3]]);
    put('new', 0);
    expect([waits('many'), waits('new')]).toEqual([[0, 1, 2], [0]]);
    put('two', 2);
    expect([lost, waits('two')]).toEqual([
      ['new', 'two'],
      [0, 1],
    ]);
    await clock.advance(120_000);
    expect(read).toHaveLength(1 + 256);
  });

  test('a flood under a contact’s name leaves every fourth turn to strangers', async () => {
    const { clock, read, put } = rig('friend');
    for (let i = 0; i < 20; i++) put('friend', i);
    for (let i = 0; i < 3; i++) put('one', i);
    await clock.advance(8 * 200);
    const names = read.map((each) => each.replace(/\d+$/, '')).join(' ');
    expect(names).toBe('friend friend friend one friend friend friend one friend');
  });

  test('a flood under contacts’ names does not exclude another contact', async () => {
    const { clock, read, put } = rig(...Array.from({ length: 9 }, (_, i) => `f${String(i)}-`));
    for (let i = 0; i < 400; i++) put(`f${String(i % 8)}-`, i % 250);
    put('f8-', 1);
    await clock.advance(120_000);
    expect(read).toContain('f8-1');
  });

  test('a queue that is closed is emptied and reads nothing more', async () => {
    const { clock, read, queue, put } = rig();
    for (let i = 0; i < 20; i++) put(`s${String(i)}-`);
    queue.close();
    expect(clock.pending).toBe(0);
    await clock.advance(60_000);
    expect(read).toHaveLength(1);
  });
});
