import * as v from 'valibot';
import { expect, it } from 'vitest';
import { answerTo, needsPerson } from '../../../src/main/keyboard/answer.ts';
import { Question } from '../../../src/main/keyboard/questions.ts';

const keyboard = (down: readonly number[], isAllowed = true) => ({
  isDown: (code: number) => down.includes(code),
  isAllowed: () => isAllowed,
  askPerson: () => undefined,
});

it('a key counts as down if one of its codes is down, and only codes in the question are looked at', () => {
  const looked: number[] = [];
  const { isDown, ...rest } = keyboard([59, 46, 12]);
  const noting = { ...rest, isDown: (code: number) => (looked.push(code), isDown(code)) };
  expect(answerTo({ id: 7, keys: [[59, 62], [58, 61], [46]], mayAsk: true }, noting)).toEqual({
    id: 7,
    areDown: [true, false, true],
    isAllowed: true,
  });
  expect(looked).toEqual([59, 58, 61, 46]);
});

it('the person is asked for permission only if main says so, it is missing, and a key of the question is not down', () => {
  const asked = (down: readonly number[], isAllowed: boolean, question: Omit<Question, 'id'>): boolean => {
    const whole = { id: 1, ...question };
    return needsPerson(whole, answerTo(whole, keyboard(down, isAllowed)));
  };
  const pressed = { keys: [[59], [46]], mayAsk: true };
  expect([
    asked([59], false, pressed),
    asked([59], false, { ...pressed, mayAsk: false }),
    asked([59, 46], false, pressed),
    asked([59], true, pressed),
    asked([], false, { keys: [], mayAsk: true }),
  ]).toEqual([true, false, false, false, false]);
});

it.each([
  ['a code above 255', { id: 1, keys: [[256]], mayAsk: false }],
  ['three codes for one key', { id: 1, keys: [[1, 2, 3]], mayAsk: false }],
  ['six keys', { id: 1, keys: [[1], [2], [3], [4], [5], [6]], mayAsk: false }],
  ['no id', { keys: [], mayAsk: false }],
  ['a field too many', { id: 1, keys: [], mayAsk: false, more: true }],
])('a question with %s is refused', (_what, question) => {
  expect(v.is(Question, question)).toBe(false);
});
