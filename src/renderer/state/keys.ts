// The keyboard keys of Siegel: what each does, wherever the focus is in one of our windows. One table for pages,
// tooltips, the list of keys and the guide. The keys for calls are Ctrl+Shift and a letter, as in other telephone
// programs; none of them types a character.

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

/** What a key does: an act on the call, full screen (F11, as in most programs), or showing the list of keys. */
export type KeyAct = keyof typeof LETTERS | 'full' | 'list';

/** The parts of a keyboard event that identify the key. */
export type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'>;

/**
 * What the pressed key does. Undefined: Siegel does not use it. The letter is the one that the keyboard produces. If
 * that is not a Latin letter, the letter in the same place on a US keyboard counts.
 */
export function actOf(pressed: Pressed): KeyAct | undefined {
  const { key, code, ctrlKey, shiftKey, altKey, metaKey } = pressed;
  if (altKey || metaKey) return undefined;
  if (!ctrlKey) return key === '?' ? 'list' : key === 'F11' && !shiftKey ? 'full' : undefined;
  if (!shiftKey) return undefined;
  const letter = /^[a-z]$/iu.test(key) ? key.toUpperCase() : code.replace(/^Key/u, '');
  return (Object.keys(LETTERS) as (keyof typeof LETTERS)[]).find((act) => LETTERS[act] === letter);
}

/**
 * The chord of a global key, as Electron names it. Undefined while only modifiers are pressed, or for a key that cannot
 * be used.
 */
export function chordOf({ key, code, ctrlKey, altKey, shiftKey, metaKey }: Pressed): string | undefined {
  const place = /^(?:Key|Digit)([A-Z0-9])$/u.exec(code)?.[1];
  const name = /^[a-z]$/iu.test(key) ? key.toUpperCase() : /^F\d+$/u.test(key) ? key : place;
  if (name === undefined) return undefined;
  const held = [ctrlKey && 'Ctrl', altKey && 'Alt', shiftKey && 'Shift', metaKey && 'Super'];
  return [...held.filter((modifier) => modifier !== false), name].join('+');
}
