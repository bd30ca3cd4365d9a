// The keyboard process, which main starts on Windows and macOS while a global key is set (desktop/system-keys.ts). It
// answers whether the keys of a chord are down, and holds no secret. It ends if it cannot ask the system, or is asked
// something malformed.
import * as v from 'valibot';
import { answerTo } from './answer.ts';
import { Question } from './questions.ts';
import { loadKoffi, openKeyboard } from './system-keyboard.ts';

const keyboard = loadKoffi().then((open) => openKeyboard(process.platform, open));
// At once, because main asks before the library is loaded.
process.parentPort.on('message', ({ data }) => {
  keyboard
    .then(
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- no window
      (opened) => process.parentPort.postMessage(answerTo(v.parse(Question, data), opened)),
    )
    .catch(end);
});
keyboard.catch(end);

// Since version 37, Electron only warns of an error that nobody catches here.
function end(): void {
  process.exit(1);
}
