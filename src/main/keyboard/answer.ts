import type { Answer, Question } from './questions.ts';
import type { Keyboard } from './system-keyboard.ts';

/**
 * Which keys of the question are down. If one is not, although main says that it must be, and the system needs the
 * person's permission to tell, the system asks the person.
 */
export function answerTo({ id, keys, mayAsk }: Question, { isDown, isAllowed, askPerson }: Keyboard): Answer {
  const areDown = keys.map((codes) => codes.some(isDown));
  const allowed = isAllowed();
  if (mayAsk && !allowed && areDown.includes(false)) askPerson();
  return { id, areDown, isAllowed: allowed };
}
