import { expect, test } from 'vitest';
import { EndReason } from '../../../src/contract/failure.ts';
import { de } from '../../../src/text/page/de.ts';
import { en } from '../../../src/text/page/en.ts';
import { asksIt } from '../../../src/renderer/state/asks-it.ts';

test('an end reason counts as one to ask IT about if and only if its next step names IT, in both languages', () => {
  for (const reason of EndReason.options) {
    for (const texts of [de, en]) expect(asksIt(reason), reason).toBe(/\bIT\b/u.test(texts.reason[reason].next));
  }
});
