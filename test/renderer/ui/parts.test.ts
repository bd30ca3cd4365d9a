import { expect, test } from 'vitest';
import { arrowCorner, nextCorner } from '../../../src/renderer/ui/stage/corner.ts';
import { initials } from '../../../src/renderer/ui/parts/initials.ts';
import { matches } from '../../../src/contract/matches.ts';
import { passphraseProblem } from '../../../src/renderer/ui/setup/passphrase-problem.ts';
import { classNames } from '../../../src/renderer/ui/style/class-names.ts';

test('a title before a name gives no initial, unless the name has nothing else', () => {
  expect(initials('Dr. Anna Berg', '')).toBe('AB');
  expect(initials('Prof. Dr. med. Karl-Heinz Maier', '')).toBe('KM');
  expect(initials('Dr. Berg', '')).toBe('B');
  expect(initials('Dr.', '')).toBe('D');
  expect(initials('J. Smith', '')).toBe('JS');
});

test('addresses and unusual names still give initials', () => {
  expect(initials('', 'd.okafor@kanzlei.example')).toBe('D');
  expect(initials('Åsa', '')).toBe('Å');
  expect(initials('📞 (extern)', 'x@y.example')).toBe('X');
});

test('pressing one’s own picture moves it through every corner, and an arrow key moves it in the direction of the arrow', () => {
  const start = { right: true, bottom: true };
  const seen = new Set<string>();
  let corner = start;
  for (let i = 0; i < 4; i++) {
    seen.add(JSON.stringify(corner));
    corner = nextCorner(corner);
  }
  expect(seen.size).toBe(4);
  expect(corner).toEqual(start);
  expect(arrowCorner(start, 'ArrowLeft')).toEqual({ right: false, bottom: true });
  expect(arrowCorner(start, 'ArrowUp')).toEqual({ right: true, bottom: false });
  const opposite = { right: false, bottom: false };
  expect(arrowCorner(opposite, 'ArrowRight')).toEqual({ right: true, bottom: false });
  expect(arrowCorner(opposite, 'ArrowDown')).toEqual({ right: false, bottom: true });
  expect(arrowCorner(start, 'Enter')).toEqual(start);
});

test('a search for people ignores case and surrounding blanks', () => {
  expect(matches(' BERG ', 'Dr. Anna Berg', 'anna@klinik.example')).toBe(true);
  expect(matches('', 'anyone')).toBe(true);
  expect(matches('zz', 'Dr. Anna Berg')).toBe(false);
});

test('a passphrase that is too short or differs from its repetition is reported as a problem', () => {
  expect(passphraseProblem('short', 'short')).toBe('short');
  expect(passphraseProblem('long enough now', 'long enough mow')).toBe('differs');
  expect(passphraseProblem('long enough now', 'long enough now')).toBeUndefined();
});

test('a class missing from the style sheet is an error', () => {
  const c = classNames({ row: 'row_x1' });
  expect(c('row', false, undefined)).toBe('row_x1');
  expect(() => c('column')).toThrow('no class column');
});
