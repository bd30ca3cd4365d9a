import type { Answer, Question } from './questions.ts';
import type { Keyboard } from './system-keyboard.ts';

/** Which keys of the question are down. */
export function answerTo({ id, keys }: Question, { isDown, isAllowed }: Keyboard): Answer {
  return { id, areDown: keys.map((codes) => codes.some(isDown)), isAllowed: isAllowed() };
}

/**
 * Whether the system should ask the person for its permission: main says that it may, the permission is missing, and a
 * key of the question is not down.
 */
export function needsPerson({ mayAsk }: Question, { areDown, isAllowed }: Answer): boolean {
  return mayAsk && !isAllowed && areDown.includes(false);
}
