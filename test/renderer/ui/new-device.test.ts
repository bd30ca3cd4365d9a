import { expect, test } from 'vitest';
import type { MediaDevice } from '../../../src/renderer/call/device-list.ts';
import { cameSince, keyOf, knownAfter } from '../../../src/renderer/ui/stage/NewDevice.tsx';

const device = (kind: MediaDevice['kind'], label: string, id = label, group = ''): MediaDevice => ({
  kind,
  id,
  label,
  group,
});
const inGroup = (kind: MediaDevice['kind'], label: string, group: string): MediaDevice =>
  device(kind, label, label, group);
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

test('a microphone and a loudspeaker in one group are offered together, whatever their names', () => {
  const [microphone, speaker] = [
    inGroup('microphone', 'Mic (Evolve)', 'g'),
    inGroup('speaker', 'Phones (Evolve)', 'g'),
  ];
  expect(cameSince(known, [...desk, inGroup('speaker', 'Monitor', 'm'), microphone, speaker], system)).toEqual({
    name: 'Monitor',
    speaker: 'Monitor',
  });
  expect(cameSince(known, [...desk, microphone, inGroup('speaker', 'Monitor', 'm'), speaker], system)).toEqual({
    name: 'Mic (Evolve)',
    microphone: 'Mic (Evolve)',
    speaker: 'Phones (Evolve)',
  });
});

test.each([
  ['Evolve2 40 Mono', 'Evolve2 40 Analog Stereo', true],
  ['Dell WD19 Dock', 'Dell U2720Q', false],
  ['Dock', 'Monitor', false],
])('without a common group, %s and %s are offered together only if their names begin alike', (one, other, isOne) => {
  const now = [...desk, inGroup('microphone', one, 'a'), inGroup('speaker', other, 'b')];
  expect(cameSince(known, now, system)).toEqual({ name: one, microphone: one, ...(isOne && { speaker: other }) });
});

test('after the person has answered about a new microphone, one loudspeaker of other hardware is offered, and then nothing', () => {
  const [dock, monitor] = [inGroup('microphone', 'Dock', 'd'), inGroup('speaker', 'Monitor', 'm')];
  const now = [...desk, dock, monitor, inGroup('speaker', 'Television', 't')];
  const first = cameSince(known, now, system);
  expect(first).toEqual({ name: 'Dock', microphone: 'Dock' });
  const afterFirst = knownAfter(known, now, first ?? {});
  const second = cameSince(afterFirst, now, { ...system, microphone: 'Dock' });
  expect(second).toEqual({ name: 'Monitor', speaker: 'Monitor' });
  expect(cameSince(knownAfter(afterFirst, now, second ?? {}), now, system)).toBeUndefined();
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
