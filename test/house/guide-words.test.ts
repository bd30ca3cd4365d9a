// The user's guides use the texts of the screen: everything in italics is a text of the program.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { consentTexts } from '../../src/text/consent/consent.ts';
import { ownDeviceTexts } from '../../src/text/consent/own-devices.ts';
import { desktopTexts } from '../../src/text/desktop.ts';
import { de } from '../../src/text/page/de.ts';
import { en } from '../../src/text/page/en.ts';

const page = { de, en };

test.each(['de', 'en'] as const)(
  'every text in italics in the user’s guides (%s) is a text of the program',
  (language) => {
    const shown = JSON.stringify([
      page[language],
      desktopTexts[language],
      consentTexts[language],
      ownDeviceTexts[language],
    ]).toLowerCase();
    // `…` stands for what the program inserts, such as a name.
    const isShown = (words: string): boolean =>
      words.split('…').every((part) => shown.includes(JSON.stringify(part.trim()).slice(1, -1).toLowerCase()));
    const italics = [`${language}.md`, `states.${language}.md`].flatMap((file) => {
      const text = readFileSync(path.resolve(import.meta.dirname, '../../docs/user', file), 'utf8');
      return [...text.matchAll(/(?<!\w)_([^_`]+)_(?!\w)/gu)].map(([, words = '']) => words.replaceAll(/\s+/gu, ' '));
    });
    expect(italics.length).toBeGreaterThan(100);
    expect(italics.filter((words) => !isShown(words))).toEqual([]);
  },
);
