import { describe, expect, test } from 'vitest';
import { EndReason, RefusalCode } from '../../../src/contract/failure.ts';
import { DropCause } from '../../../src/contract/view.ts';
import { de } from '../../../src/renderer/i18n/de.ts';
import { en } from '../../../src/renderer/i18n/en.ts';
import { createTranslator } from '../../../src/renderer/i18n/translate.ts';

function leaves(tree: object, path = ''): readonly (readonly [string, string])[] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as const] : leaves(value as object, `${path}${key}.`),
  );
}
const english = new Map(leaves(en));
const german = new Map(leaves(de));
const places = (text: string): readonly string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/gu)].map((m) => m[1] ?? '').toSorted();

describe('the catalogues', () => {
  test('a text that one language lacks is missed', () => {
    expect([...german.keys()].toSorted()).toEqual([...english.keys()].toSorted());
  });

  test('a text that is empty says nothing', () => {
    for (const [key, text] of [...english, ...german]) expect(text.trim(), key).not.toBe('');
  });

  test('a name or date that one language forgets is missed', () => {
    for (const [key, text] of english) expect(places(german.get(key) ?? ''), key).toEqual(places(text));
  });

  test('every end of a call has what happened, why and a next step, in both languages', () => {
    for (const language of ['de', 'en'] as const) {
      const { t } = createTranslator(language);
      for (const reason of EndReason.options) {
        for (const part of ['title', 'why', 'next'] as const) {
          expect(t(`reason.${reason}.${part}`), `${language} ${reason} ${part}`).not.toContain('reason.');
        }
      }
    }
  });

  test('every refusal and every cause of a dropped frame has words', () => {
    for (const code of RefusalCode.options) expect(english.has(`refusal.${code}`), code).toBe(true);
    for (const cause of DropCause.options) expect(english.has(`numbers.cause.${cause}`), cause).toBe(true);
  });

  test('German addresses people formally', () => {
    for (const [key, text] of german) expect(text, key).not.toMatch(/\b(du|dein|deine|dich|dir)\b/iu);
  });

  test('a count of one is not spoken of in the plural', () => {
    const { t } = createTranslator('de');
    expect(t('settings.localClients', { count: 1 })).toBe('1 Gerät verbunden');
    expect(t('settings.localClients', { count: 2 })).toBe('2 Geräte verbunden');
  });

  test('a name with markup is shown as it was written', () => {
    const { t } = createTranslator('en');
    expect(t('call.title', { name: 'a <b> & "c" {{d}} $t(app.close)' })).toBe(
      'Call with a <b> & "c" {{d}} $t(app.close)',
    );
  });
});
