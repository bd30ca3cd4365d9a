// The keys of Siegel: what each does, wherever the keyboard is in a window of ours. One table for pages, tooltips, the list of keys
// and the guide. Those of the call are Ctrl+Shift and a letter, as in other telephones on a computer; nothing that is typed is one.

/** What a key of the call does, and its letter. */
export const LETTERS = {
  mute: 'M',
  camera: 'O',
  share: 'E',
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

/** The chord of a global key, as Electron names it; undefined while only modifiers are pressed, or for a key that none can have. */
export function chordOf({ key, code, ctrlKey, altKey, shiftKey, metaKey }: Pressed): string | undefined {
  const place = /^(?:Key|Digit)([A-Z0-9])$/u.exec(code)?.[1];
  const name = /^[a-z]$/iu.test(key) ? key.toUpperCase() : /^F\d+$/u.test(key) ? key : place;
  if (name === undefined) return undefined;
  const held = [ctrlKey && 'Ctrl', altKey && 'Alt', shiftKey && 'Shift', metaKey && 'Super'];
  return [...held.filter((modifier) => modifier !== false), name].join('+');
}
