import { expect, test } from 'vitest';
import {
  formatDate,
  formatDuration,
  formatGroups,
  formatPercent,
  formatWhen,
} from '../../../src/renderer/i18n/format.ts';

const at = (day: number, hour = 14): number => new Date(2026, 4, day, hour, 5).getTime();

test('dates follow the convention of each language', () => {
  expect(formatDate('de', at(3))).toBe('3. Mai 2026');
  expect(formatDate('en', at(3))).toBe('3 May 2026');
});

test('a call from today shows its time, a call from the last six days its weekday, and an older call its date', () => {
  expect(formatWhen('en', at(12, 9), at(12))).toBe('09:05');
  expect(formatWhen('de', at(10), at(12))).toBe('Sonntag');
  expect(formatWhen('en', at(1), at(12))).toBe('1 May');
  expect(formatWhen('en', new Date(2024, 0, 2).getTime(), at(12))).toBe('2 Jan 2024');
});

test('a call from a week ago shows its date, not its weekday', () => {
  expect(formatWhen('en', at(5), at(12))).toBe('5 May');
});

test('durations are shown in hours, minutes and seconds, and are never negative', () => {
  expect(formatDuration(-500)).toBe('0:00');
  expect(formatDuration(247_900)).toBe('4:07');
  expect(formatDuration(3_847_000)).toBe('1:04:07');
});

test('a percentage is written without a space in English and with a no-break space in German', () => {
  expect(formatPercent('en', 60)).toBe('60%');
  expect(formatPercent('de', 60)).toBe('60\u00A0%');
  expect(formatPercent('en', 100 * 1.2 ** 2)).toBe('144%');
});

test('a code is shown in groups of four', () => {
  expect(formatGroups('48219037', 4)).toEqual(['4821', '9037']);
  expect(formatGroups('', 4)).toEqual([]);
});
