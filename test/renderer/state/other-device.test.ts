import { expect, test } from 'vitest';
import { endedOn } from '../../../src/renderer/state/other-device.ts';

const devices = [
  { device: 'a', name: 'Desk', isThis: true, isNew: false },
  { device: 'b', name: 'Notebook', isThis: false, isNew: false },
  { device: 'c', name: '', isThis: false, isNew: false },
];

test('a call answered on another device is described with that device’s name', () => {
  expect(endedOn({ on: 'b' }, devices)).toBe('Notebook');
});

test.each([{}, { on: 'c' }, { on: 'gone' }])(
  'no device is named if the recorded device is missing, nameless or unknown: %j',
  (entry) => {
    expect(endedOn(entry, devices)).toBeUndefined();
  },
);
