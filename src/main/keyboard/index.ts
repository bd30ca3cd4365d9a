// The keyboard process, which main starts on Windows and macOS while a global key is set (desktop/system-keys.ts). It
// answers whether the keys of a chord are down, and holds no secret. It ends if it cannot ask the system, or is asked
// something malformed. Since version 37, Electron only warns of an error that nobody catches here.
import * as v from 'valibot';
import { answerTo, needsPerson } from './answer.ts';
import { Question } from './questions.ts';
import { type Keyboard, loadKoffi, openKeyboard } from './system-keyboard.ts';

/** How the process ends, as main's log names it. */
const ENDS = { malformed: 1, noLibrary: 2, otherSystem: 3 } as const;

const library = loadKoffi().catch(() => process.exit(ENDS.noLibrary));
const keyboard = library
  .then((open) => openKeyboard(process.platform, open))
  .catch(() => process.exit(ENDS.otherSystem));
// At once, because main asks before the library is loaded.
process.parentPort.on('message', ({ data }) => {
  keyboard.then((opened) => answer(data, opened)).catch(() => process.exit(ENDS.malformed));
});

function answer(data: unknown, opened: Keyboard): void {
  const question = v.parse(Question, data);
  const said = answerTo(question, opened);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- no window
  process.parentPort.postMessage(said);
  if (needsPerson(question, said)) opened.askPerson(); // last, because the system may wait for the person
}
