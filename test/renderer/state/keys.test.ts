import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LETTERS, type Pressed, actOf } from '../../../src/renderer/state/keys.ts';

const plain: Pressed = { key: '', code: '', ctrlKey: false, shiftKey: false, altKey: false, metaKey: false };
const chord = (key: string, code = `Key${key.toUpperCase()}`): Pressed => ({
  ...plain,
  key,
  code,
  ctrlKey: true,
  shiftKey: true,
});

describe('keys', () => {
  test('a key of the call is Ctrl, Shift and its letter', () => {
    expect(actOf(chord('M'))).toBe('mute');
    expect(actOf(chord('m'))).toBe('mute'); // with Caps Lock
    for (const modifier of ['ctrlKey', 'shiftKey'] as const) {
      expect(actOf({ ...chord('M'), [modifier]: false })).toBeUndefined();
    }
    for (const modifier of ['altKey', 'metaKey'] as const) {
      expect(actOf({ ...chord('M'), [modifier]: true })).toBeUndefined();
    }
  });

  test('the letter that a keyboard says counts, wherever it stands, and the place only where it says none of the Latin ones', () => {
    expect(actOf(chord('M', 'Semicolon'))).toBe('mute'); // French
    expect(actOf(chord('Q', 'KeyA'))).toBeUndefined();
    expect(actOf(chord('Ь', 'KeyM'))).toBe('mute'); // Russian
  });

  test('a question mark shows the list of keys, and no letter without Ctrl and Shift is a key', () => {
    expect(actOf({ ...plain, key: '?', code: 'Minus', shiftKey: true })).toBe('list');
    expect(actOf({ ...plain, key: '?', code: 'Minus', shiftKey: true, altKey: true })).toBeUndefined();
    for (const letter of Object.values(LETTERS)) expect(actOf({ ...plain, key: letter })).toBeUndefined();
  });

  test('no two keys of the call have one letter', () => {
    expect(new Set(Object.values(LETTERS)).size).toBe(Object.keys(LETTERS).length);
  });

  test('the guides name every key, in both languages', () => {
    for (const [guide, chordOf] of [
      ['en', (letter: string) => `Ctrl+Shift+${letter}`],
      ['de', (letter: string) => `Strg+Umschalt+${letter}`],
    ] as const) {
      const text = readFileSync(new URL(`../../../docs/user/${guide}.md`, import.meta.url), 'utf8');
      for (const letter of Object.values(LETTERS)) expect(text).toContain(chordOf(letter));
    }
  });
});
