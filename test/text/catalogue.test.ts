import { describe, expect, test } from 'vitest';
import { EndReason, RefusalCode } from '../../src/contract/failure.ts';
import { findings } from '../../src/contract/finding.ts';
import { DropCause } from '../../src/contract/view.ts';
import { de } from '../../src/text/page/de.ts';
import { en } from '../../src/text/page/en.ts';
import { createTranslator } from '../../src/renderer/i18n/translate.ts';

function leaves(tree: object, path = ''): readonly (readonly [string, string])[] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as const] : leaves(value as object, `${path}${key}.`),
  );
}
const english = new Map(leaves(en));
const german = new Map(leaves(de));
const places = (text: string): readonly string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/gu)].map((m) => m[1] ?? '').toSorted();

// Names, and words that German shares with English.
const sameInBoth =
  'Siegel Electron Chromium Esc Frames Name Normal Offline Online Organisation Passphrase Port Proxy Sandbox Server System Text UDP Video'.split(
    ' ',
  );

describe('the catalogues of texts', () => {
  test('no language lacks a text that the other one has', () => {
    expect([...german.keys()].toSorted()).toEqual([...english.keys()].toSorted());
  });

  test('no text is empty', () => {
    expect([...english, ...german].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test('no language lacks a placeholder that the other one has', () => {
    const placesOf = (texts: ReadonlyMap<string, string>): unknown =>
      Object.fromEntries([...texts].map(([key, text]) => [key, places(text)]));
    expect(placesOf(german)).toEqual(placesOf(english));
  });

  test('every end reason has a text for what happened, for why, and for the next step, in both languages', () => {
    const parts = ['title', 'why', 'next'] as const;
    const wordless = (['de', 'en'] as const).flatMap((language) => {
      const { t } = createTranslator(language);
      const keys = EndReason.options.flatMap((reason) => parts.map((part) => `reason.${reason}.${part}` as const));
      return keys.filter((key) => t(key) === key);
    });
    expect(wordless).toEqual([]);
  });

  test('every refusal and every cause of a dropped frame has an English text', () => {
    expect(RefusalCode.options.filter((code) => !english.has(`refusal.${code}`))).toEqual([]);
    expect(DropCause.options.filter((cause) => !english.has(`numbers.cause.${cause}`))).toEqual([]);
  });

  test('no German text says du, dein, deine, dich or dir', () => {
    expect([...german].filter(([, text]) => /\b(du|dein|deine|dich|dir)\b/iu.test(text))).toEqual([]);
  });

  test('only names and shared words are equal in German and English', () => {
    const hasWords = (text: string): boolean => /\p{L}/u.test(text.replaceAll(/\{\{\w+\}\}/gu, ''));
    const same = [...german].filter(([key, text]) => english.get(key) === text && hasWords(text));
    expect(new Set(same.map(([, text]) => text))).toEqual(new Set(sameInBoth));
  });

  test('every finding of the self-check has an English text', () => {
    expect(Object.keys(findings).filter((code) => !english.has(`finding.${code}`))).toEqual([]);
  });

  test('the German text about connected devices uses the singular for one device', () => {
    const { t } = createTranslator('de');
    expect(t('settings.localClients', { count: 1 })).toBe('1 Gerät verbunden');
    expect(t('settings.localClients', { count: 2 })).toBe('2 Geräte verbunden');
  });

  test('a name with markup stays literal in the title of a call', () => {
    const { t } = createTranslator('en');
    expect(t('call.title', { name: 'a <b> & "c" {{d}} $t(app.close)' })).toBe(
      'Call with a <b> & "c" {{d}} $t(app.close)',
    );
  });
});
