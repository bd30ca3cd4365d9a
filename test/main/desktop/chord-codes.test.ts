// The codes of keys on Windows and macOS. Expected values: Microsoft, "Virtual-Key Codes"; Apple, HIToolbox/Events.h.
import { expect, it } from 'vitest';
import { chordCodes } from '../../../src/main/desktop/chord-codes.ts';

it.each([
  ['Ctrl+Alt+M', [[0x11], [0x12], [0x4d]]],
  ['Shift+Super+0', [[0x10], [0x5b, 0x5c], [0x30]]],
  ['F13', [[0x7c]]],
  ['F24', [[0x87]]],
])('on Windows %s is watched by its virtual-key codes', (chord, codes) => {
  expect(chordCodes('win32', chord)).toEqual(codes);
});

it.each([
  ['Ctrl+Alt+M', [[0x3b, 0x3e], [0x3a, 0x3d], [0x2e]]],
  ['Shift+Super+0', [[0x38, 0x3c], [0x37, 0x36], [0x1d]]],
  ['F13', [[0x69]]],
  ['F20', [[0x5a]]],
])('on macOS %s is watched by its virtual key codes', (chord, codes) => {
  expect(chordCodes('darwin', chord)).toEqual(codes);
});

it('on macOS each letter and digit has the code of its place on an American keyboard', () => {
  const codes = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.split('').map((key) => chordCodes('darwin', key)?.[0]?.[0]);
  expect(codes).toEqual([
    0x00, 0x0b, 0x08, 0x02, 0x0e, 0x03, 0x05, 0x04, 0x22, 0x26, 0x28, 0x25, 0x2e, 0x2d, 0x1f, 0x23, 0x0c, 0x0f, 0x01,
    0x11, 0x20, 0x09, 0x0d, 0x07, 0x10, 0x06, 0x1d, 0x12, 0x13, 0x14, 0x15, 0x17, 0x16, 0x1a, 0x1c, 0x19,
  ]);
});

it('on macOS each of the twenty function keys has its code', () => {
  const codes = Array.from({ length: 20 }, (_, nth) => chordCodes('darwin', `F${nth + 1}`)?.[0]?.[0]);
  expect(codes).toEqual([
    0x7a, 0x78, 0x63, 0x76, 0x60, 0x61, 0x62, 0x64, 0x65, 0x6d, 0x67, 0x6f, 0x69, 0x6b, 0x71, 0x6a, 0x40, 0x4f, 0x50,
    0x5a,
  ]);
});

it('a key that macOS does not have, and any key of another system, have no code', () => {
  expect([chordCodes('darwin', 'Ctrl+F21'), chordCodes('linux', 'Ctrl+Alt+M')]).toEqual([undefined, undefined]);
});
