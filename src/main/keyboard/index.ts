// The keyboard process, which main starts on Windows and macOS while a global key is set (desktop/system-keys.ts). It
// answers whether the keys of a chord are down, and holds no secret. If it cannot ask the system, or is asked something
// malformed, it ends: no code catches the error.
import * as v from 'valibot';
import { answerTo } from './answer.ts';
import { Question } from './questions.ts';
import { loadKoffi, openKeyboard } from './system-keyboard.ts';

const keyboard = loadKoffi().then((open) => openKeyboard(process.platform, open));
// At once, because main asks before the library is loaded.
process.parentPort.on('message', ({ data }) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- no window
  void keyboard.then((opened) => process.parentPort.postMessage(answerTo(v.parse(Question, data), opened)));
});
