// What only the person may allow: asked by main, in full, one question at a time, and no wherever there is no yes.
import { describe, expect, it } from 'vitest';
import { createConsent } from '../../../src/main/desktop/consent.ts';
import { type ConsentBox, consentWords } from '../../../src/main/desktop/consent-texts.ts';

const erase = { kind: 'erase' } as const;
const give = { kind: 'give', name: 'laptop', code: 'K7F2 QMBX' } as const;

function asking() {
  const boxes: ConsentBox[] = [];
  const answers: ((isYes: boolean) => void)[] = [];
  const ask = createConsent(
    (box) => {
      boxes.push(box);
      return new Promise((resolve) => void answers.push(resolve));
    },
    () => 'en',
  );
  return { ask, boxes, answers };
}

describe('a question', () => {
  it('is answered by the dialog alone, yes or no', async () => {
    const { ask, answers } = asking();
    for (const isYes of [true, false]) {
      const asked = ask(erase);
      answers.pop()?.(isYes);
      expect(await asked).toBe(isYes);
    }
  });

  it('is not asked while another stands, which keeps its own answer', async () => {
    const { ask, boxes, answers } = asking();
    const first = ask(erase);
    expect(await ask(give)).toBe(false);
    expect(boxes).toHaveLength(1);
    answers[0]?.(true);
    expect(await first).toBe(true);
  });

  it('that is taken away is a no, also where the yes came in the same moment', async () => {
    const { ask, answers, boxes } = asking();
    const away = new AbortController();
    const asked = ask(give, away.signal);
    away.abort();
    answers[0]?.(true);
    expect(await asked).toBe(false);
    expect(await ask(give, away.signal)).toBe(false);
    expect(boxes).toHaveLength(1);
  });
});

describe('the words', () => {
  it.each(['de', 'en'] as const)('name the new device, its code and what it gets (%s)', (language) => {
    const { message, detail } = consentWords(language, give);
    expect(message).toContain('laptop');
    expect(detail).toContain('K7F2 QMBX');
    expect(detail).toMatch(/key|Schlüssel/);
  });

  it('name a device without a name by the beginning of its id', () => {
    const device = 'c7zq2xkd'.padEnd(26, 'a');
    expect(consentWords('en', { kind: 'remove', name: '', device }).message).toBe('Remove Device C7ZQ 2XKD?');
    expect(consentWords('de', { kind: 'remove', name: 'Notebook', device }).message).toBe('Notebook entfernen?');
    expect(consentWords('en', { kind: 'give', name: '', code: '' }).message).toContain('without a name');
    expect(consentWords('de', erase).yes).toBe('Alles löschen');
  });
});
