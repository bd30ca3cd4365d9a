import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LETTERS, type Pressed, actOf, chordOf } from '../../../src/renderer/state/keys.ts';

const plain: Pressed = { key: '', code: '', ctrlKey: false, shiftKey: false, altKey: false, metaKey: false };
const chord = (key: string, code = `Key${key.toUpperCase()}`): Pressed => ({
  ...plain,
  key,
  code,
  ctrlKey: true,
  shiftKey: true,
});

describe('keys of Siegel', () => {
  test('a call key is Ctrl, Shift and its letter', () => {
    expect(actOf(chord('M'))).toBe('mute');
    expect(actOf(chord('m'))).toBe('mute'); // with Caps Lock
    for (const modifier of ['ctrlKey', 'shiftKey'] as const) {
      expect(actOf({ ...chord('M'), [modifier]: false })).toBeUndefined();
    }
    for (const modifier of ['altKey', 'metaKey'] as const) {
      expect(actOf({ ...chord('M'), [modifier]: true })).toBeUndefined();
    }
  });

  test('a call key is recognised by the letter that the keyboard reports, or by its position if that letter is not Latin', () => {
    expect(actOf(chord('M', 'Semicolon'))).toBe('mute'); // French
    expect(actOf(chord('Q', 'KeyA'))).toBeUndefined();
    expect(actOf(chord('Ь', 'KeyM'))).toBe('mute'); // Russian
  });

  test('a question mark shows the list of keys, and no letter without Ctrl and Shift is a key of Siegel', () => {
    expect(actOf({ ...plain, key: '?', code: 'Minus', shiftKey: true })).toBe('list');
    expect(actOf({ ...plain, key: '?', code: 'Minus', shiftKey: true, altKey: true })).toBeUndefined();
    for (const letter of Object.values(LETTERS)) expect(actOf({ ...plain, key: letter })).toBeUndefined();
  });

  test('F11 alone means full screen', () => {
    const f11 = { ...plain, key: 'F11', code: 'F11' };
    expect(actOf(f11)).toBe('full');
    for (const modifier of ['ctrlKey', 'shiftKey', 'altKey', 'metaKey'] as const) {
      expect(actOf({ ...f11, [modifier]: true })).toBeUndefined();
    }
  });

  test('a chord has the name that Electron uses, and neither modifiers alone nor Tab make a chord', () => {
    expect(chordOf({ ...chord('m'), altKey: true })).toBe('Ctrl+Alt+Shift+M');
    expect(chordOf({ ...plain, key: 'µ', code: 'KeyM', ctrlKey: true, altKey: true })).toBe('Ctrl+Alt+M'); // AltGr
    expect(chordOf({ ...plain, key: '!', code: 'Digit1', shiftKey: true, metaKey: true })).toBe('Shift+Super+1');
    expect(chordOf({ ...plain, key: 'F13', code: 'F13' })).toBe('F13');
    expect(chordOf({ ...plain, key: 'Control', code: 'ControlLeft', ctrlKey: true })).toBeUndefined();
    expect(chordOf({ ...chord('Tab', 'Tab') })).toBeUndefined();
  });

  test('no two call keys share a letter', () => {
    expect(new Set(Object.values(LETTERS)).size).toBe(Object.keys(LETTERS).length);
  });

  test('the guides name every call key, in both languages', () => {
    for (const [guide, chordOf] of [
      ['en', (letter: string) => `Ctrl+Shift+${letter}`],
      ['de', (letter: string) => `Strg+Umschalt+${letter}`],
    ] as const) {
      const text = readFileSync(new URL(`../../../docs/user/${guide}.md`, import.meta.url), 'utf8');
      for (const letter of Object.values(LETTERS)) expect(text).toContain(chordOf(letter));
    }
  });
});
