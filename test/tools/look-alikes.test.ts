// The table of look-alikes is the one that its tool generates from the installed Unicode data, and was not changed by
// hand.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { LOOK_ALIKES } from '../../src/core/keys/look-alikes.ts';
import { LOOK_ALIKES_FILE, lookAlikesText } from '../../tools/look-alikes.ts';

test('the table of look-alikes is the one that its tool generates', () => {
  const file = readFileSync(join(resolve(import.meta.dirname, '../..'), LOOK_ALIKES_FILE), 'utf8');
  expect(file).toBe(lookAlikesText());
});

test('the table of look-alikes has Cyrillic and Greek letters of ASCII shape, and leaves out distinct ones such as г and λ', () => {
  for (const letter of 'асеорхуіјѕһԁԛԝανορυι') expect(LOOK_ALIKES).toContain(letter);
  for (const letter of 'бгджзилмнптфцчшщэюяβδεζηθλμξπςφχψω') expect(LOOK_ALIKES).not.toContain(letter);
});
