// Combining the parts of a performer: no part is lost, and none may hide another.
import { expect, test } from 'vitest';
import { type Performer, together } from '../../../src/core/call/performer.ts';

const sends = (done: string[]) =>
  ({ 'send-ready': () => done.push('send-ready'), forget: () => done.push('forget') }) satisfies Partial<Performer>;
const closes = (done: string[]) => ({ 'close-media': () => done.push('close-media') }) satisfies Partial<Performer>;

test('a combined performer performs the effects of both parts', () => {
  const done: string[] = [];
  const both = together(sends(done), closes(done));
  both['send-ready']();
  both['close-media']();
  expect(done).toEqual(['send-ready', 'close-media']);
});

test('two parts that perform the same effect do not compile', () => {
  const done: string[] = [];
  // @ts-expect-error one part would hide the other
  together(closes(done), closes(done));
  // @ts-expect-error also if a part is an object literal
  together(sends(done), { 'send-end': () => undefined, forget: () => undefined });
  expect(done).toEqual([]);
});
