import { expect, test } from 'vitest';
import type { MediaDevice } from '../../../src/renderer/call/device-list.ts';
import { cameSince, keyOf } from '../../../src/renderer/ui/stage/NewDevice.tsx';

const device = (kind: MediaDevice['kind'], label: string, id = label): MediaDevice => ({ kind, id, label });
const desk = [device('microphone', 'Default', 'default'), device('microphone', 'Desk'), device('speaker', 'Desk')];
const headset = [device('speaker', 'Headset'), device('microphone', 'Headset')];
const known = new Set(desk.map(keyOf));
const system = { microphone: '', speaker: '' };

test('a new headset is offered with both its microphone and its loudspeaker', () => {
  expect(cameSince(known, [...desk, ...headset], system)).toEqual({
    name: 'Headset',
    microphone: 'Headset',
    speaker: 'Headset',
  });
});

test('a new loudspeaker alone leaves the microphone unchanged', () => {
  expect(cameSince(known, [...desk, device('speaker', 'Boxes')], system)).toEqual({ name: 'Boxes', speaker: 'Boxes' });
});

test.each([
  ['a device that was there before', desk, system],
  ['a camera', [...desk, device('camera', 'Camera')], system],
  ['a device that is chosen already', [...desk, ...headset], { microphone: 'Headset', speaker: 'Headset' }],
  ['the engine’s alias of the same device', [...desk, device('speaker', 'Headset', 'communications')], system],
  ['a device without a name', [...desk, device('microphone', '', 'm')], system],
])('%s is not offered', (_what, now, chosen) => {
  expect(cameSince(known, now, chosen)).toBeUndefined();
});
