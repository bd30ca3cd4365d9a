import { describe, expect, test } from 'vitest';
import { CallText } from '../../../../src/main/calls/session/call-text.ts';
import { HandClock } from '../../../flows/support/hand-clock.ts';

function text(mayRead = true) {
  const clock = new HandClock();
  const sent: string[] = [];
  const typed: number[] = [];
  const made = new CallText({
    nowMs: () => clock.nowMs(),
    send: (line) => void sent.push(line),
    mayRead: () => mayRead,
    onTyped: (line) => typed.push(line),
    onChange: () => undefined,
  });
  return { clock, sent, text: made, typed };
}
const at = (counter: number, generation = 0) => ({ generation, counter: BigInt(counter) });

describe('text of a peer', () => {
  test('text of a peer beyond ten messages a second is dropped', async () => {
    const { clock, text: own } = text();
    for (let i = 0; i < 40; i++) own.take(`${String(i)}=x`, at(i));
    expect(own.lines).toHaveLength(10);
    await clock.advance(1000);
    own.take('40=x', at(40));
    expect(own.lines).toHaveLength(11);
  });

  test('only the newest sixty text lines of a peer are kept', async () => {
    const { clock, text: own } = text();
    for (let i = 0; i < 80; i++) {
      own.take(`${String(i)}=${String(i)}`, at(i));
      await clock.advance(200);
    }
    expect(own.lines.map((line) => line.text)).toEqual(Array.from({ length: 60 }, (_, i) => String(i + 20)));
  });

  test('a shown text line is not replaced by text of an earlier generation or with the same counter', () => {
    const { text: own } = text();
    own.take('0:new', at(0, 1));
    own.take('0:old', at(9, 0));
    own.take('0:same', at(0, 1));
    expect(own.lines.map((line) => line.text)).toEqual(['new']);
  });

  test('a peer’s text is ignored if the call machine allows no text', () => {
    const { text: own } = text(false);
    own.take('0:late', at(0));
    expect(own.lines).toEqual([]);
  });
});

test('a text line is sent once, with the content that it has when it is sent', () => {
  const { sent, text: own, typed } = text();
  for (let i = 1; i <= 20; i++) own.type('x'.repeat(i), i === 20);
  own.type('next', false);
  expect([...new Set(typed)]).toEqual([0, 1]);
  own.leave(0);
  expect(sent).toEqual([`0=${'x'.repeat(20)}`]);
  expect(() => own.leave(0)).toThrow('a line that leaves was typed');
});

test('a text line that is no longer shown is still sent', () => {
  const { sent, text: own } = text();
  for (let i = 0; i < 80; i++) own.type(String(i), true);
  own.leave(0);
  expect(sent).toEqual(['0=0']);
});
