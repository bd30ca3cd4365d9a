import { expect, test } from 'vitest';
import { endedOn } from '../../../src/renderer/state/other-device.ts';

const devices = [
  { device: 'a', name: 'Desk', isThis: true, isNew: false },
  { device: 'b', name: 'Notebook', isThis: false, isNew: false },
  { device: 'c', name: '', isThis: false, isNew: false },
];

test('a call that was taken on another device is told with the name of that device', () => {
  expect(endedOn({ on: 'b' }, devices)).toBe('Notebook');
});

test.each([{}, { on: 'c' }, { on: 'gone' }])('no device is named that has no name or is not known: %j', (entry) => {
  expect(endedOn(entry, devices)).toBeUndefined();
});
