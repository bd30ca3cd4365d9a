import { expect, test } from 'vitest';
import { EndReason } from '../../../src/contract/failure.ts';
import { de } from '../../../src/text/page/de.ts';
import { en } from '../../../src/text/page/en.ts';
import { asksIt } from '../../../src/renderer/state/asks-it.ts';

test('the ends that show the telephone number of the IT department are those whose next step names IT', () => {
  for (const reason of EndReason.options) {
    for (const texts of [de, en]) expect(asksIt(reason), reason).toBe(/\bIT\b/u.test(texts.reason[reason].next));
  }
});
