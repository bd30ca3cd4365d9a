// The order in which a person prefers microphones, cameras and speakers.
import { expect, it } from 'vitest';
import { chosenDevices } from '../../../src/main/policy/device-order.ts';
import { defaultSettings } from '../../../src/main/policy/settings.ts';

type Order = Parameters<typeof chosenDevices>[0];
const { camera, devicesBefore, microphone, speaker } = defaultSettings(['de']);
const nothing: Order = { microphone, camera, speaker, devicesBefore };
const choose = (...names: readonly string[]): Order =>
  names.reduce((now, name) => ({ ...now, ...chosenDevices(now, { microphone: name }) }) as Order, nothing);

it('earlier choices of a microphone are remembered once each, the latest first, without the present one', () => {
  const { devicesBefore: before, ...chosen } = choose('Headset', 'Desk', 'Phone', 'Desk');
  expect(chosen.microphone).toBe('Desk');
  expect(before).toEqual({ microphone: ['Phone', 'Headset'], camera: [], speaker: [] });
});

it('choosing the system’s microphone clears the earlier choices', () => {
  expect(choose('Headset', 'Desk', '').devicesBefore.microphone).toEqual([]);
  expect(choose('Headset', '', 'Desk').devicesBefore.microphone).toEqual([]);
});

it('at most eight earlier microphones are remembered, and the first camera chosen has no earlier cameras', () => {
  const names = Array.from({ length: 12 }, (_name, at) => `device ${String(at)}`);
  expect(choose(...names).devicesBefore.microphone).toEqual(names.slice(3, 11).toReversed());
  const now = { ...choose('Headset'), speaker: 'Desk' };
  expect(chosenDevices(now, { camera: 'c' })).toEqual({
    camera: 'c',
    devicesBefore: { microphone: [], camera: [], speaker: [] },
  });
});
