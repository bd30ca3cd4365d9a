// The keys of Siegel: what each does, wherever the keyboard is in a window of ours. One table for pages, tooltips, the list of keys
// and the guide. Those of the call are Ctrl+Shift and a letter, as in other telephones on a computer; nothing that is typed is one.

/** What a key of the call does, and its letter. */
export const LETTERS = {
  mute: 'M',
  camera: 'O',
  hold: 'H',
  text: 'T',
  security: 'K',
  hangUp: 'L',
  answer: 'S',
  answerVideo: 'A',
  decline: 'D',
} as const;

/** What a key does: something to the call, or it shows the list of keys. */
export type KeyAct = keyof typeof LETTERS | 'list';

/** What of a keyboard event says which key it is. */
export type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'>;

/**
 * What this key does; undefined: it is none of ours. The letter is the one that the keyboard says, and where it says none of the Latin
 * ones, the one that stands there on most others.
 */
export function actOf(pressed: Pressed): KeyAct | undefined {
  const { key, code, ctrlKey, shiftKey, altKey, metaKey } = pressed;
  if (altKey || metaKey) return undefined;
  if (!ctrlKey) return key === '?' ? 'list' : undefined;
  if (!shiftKey) return undefined;
  const letter = /^[a-z]$/iu.test(key) ? key.toUpperCase() : code.replace(/^Key/u, '');
  return (Object.keys(LETTERS) as (keyof typeof LETTERS)[]).find((act) => LETTERS[act] === letter);
}
