// Choosing and opening devices: a device is chosen in one page and opened in another, where the engine gives it another
// id. The engine is faked.
import { beforeEach, expect, test, vi } from 'vitest';
import { deviceList } from '../../../src/renderer/call/device-list.ts';
import { createDevices } from '../../../src/renderer/call/devices.ts';

type Info = Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label' | 'groupId'>;

/** The devices of one machine, as a page in the session `salt` sees them. */
const asToldTo = (salt: string): readonly Info[] => [
  { kind: 'audioinput', deviceId: 'default', label: 'Default', groupId: group },
  { kind: 'audioinput', deviceId: `${salt}-1`, label: 'Headset', groupId: 'first' },
  { kind: 'audioinput', deviceId: `${salt}-2`, label: 'Headset', groupId: 'second' },
  { kind: 'audiooutput', deviceId: `${salt}-3`, label: 'Headset', groupId: 'first' },
];
let group = ''; // the group of the system's default device
const processing = { echoCancellation: true, noiseSuppression: 'engine', autoGainControl: true } as const;
const opened: unknown[] = [];
let busy = '';
const processed: unknown[] = [];
function standBefore(salt: string): void {
  vi.stubGlobal('navigator', {
    mediaDevices: {
      enumerateDevices: () => Promise.resolve(asToldTo(salt)),
      getUserMedia: ({ audio }: { readonly audio: MediaTrackConstraints }) => {
        opened.push(audio.deviceId);
        if (busy !== '' && JSON.stringify(audio.deviceId) === JSON.stringify({ exact: busy }))
          return Promise.reject(new DOMException('', 'NotReadableError'));
        const { autoGainControl, echoCancellation, noiseSuppression } = audio;
        processed.push({ echoCancellation, noiseSuppression, autoGainControl });
        return Promise.resolve({ getTracks: () => [{ addEventListener: () => undefined, stop: () => undefined }] });
      },
    },
  });
}
beforeEach(() => void [(busy = ''), (group = 'first'), opened.splice(0), processed.splice(0)]);

test('each device has the same name in every session, even if two share one label', async () => {
  standBefore('settings');
  const there = await deviceList.read();
  standBefore('call');
  expect(await deviceList.read()).toEqual(there);
  expect(there.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
    'microphone default',
    'microphone Headset',
    'microphone Headset #2',
    'speaker Headset',
  ]);
});

test('a call opens the device chosen in the settings', async () => {
  standBefore('settings');
  const chosen = (await deviceList.read())[2]?.id ?? '';
  standBefore('call');
  const devices = createDevices({ onEnded: () => undefined, onFailed: () => undefined });
  await devices.openMicrophone([chosen], processing);
  await devices.openMicrophone([], processing);
  expect(opened).toEqual([{ exact: 'call-2' }, undefined]);
  expect(await deviceList.sinksOf({ kind: 'one', speaker: 'Headset' })).toEqual(['call-3']);
});

test('a missing chosen device is replaced by the system’s default', async () => {
  standBefore('call');
  const devices = createDevices({ onEnded: () => undefined, onFailed: () => undefined });
  expect(await devices.openMicrophone(['Desk microphone'], processing)).toBeDefined();
  expect(opened).toEqual([undefined]);
});

test('microphone sound is processed as chosen, even if the default replaces a missing microphone', async () => {
  standBefore('call');
  const devices = createDevices({ onEnded: () => undefined, onFailed: () => undefined });
  const raw = { echoCancellation: false, noiseSuppression: 'off', autoGainControl: false } as const;
  await devices.openMicrophone(['Headset'], raw);
  await devices.openMicrophone(['Desk microphone'], raw);
  const asked = { ...raw, noiseSuppression: false };
  expect(processed.splice(0)).toEqual([asked, asked]);
});

test('the engine’s noise suppression stays on under strong suppression, in case the filter stops', async () => {
  standBefore('call');
  const devices = createDevices({ onEnded: () => undefined, onFailed: () => undefined });
  await devices.openMicrophone([], { ...processing, noiseSuppression: 'strong' });
  expect(processed).toEqual([{ ...processing, noiseSuppression: true }]);
});

test('the first available device in the order of preference is opened, or the next if the first is busy', async () => {
  standBefore('call');
  const devices = createDevices({ onEnded: () => undefined, onFailed: () => undefined });
  const order = ['Desk microphone', 'Headset #2', 'Headset'];
  await devices.openMicrophone(order, processing);
  busy = 'call-2';
  await devices.openMicrophone(order, processing);
  expect(opened).toEqual([{ exact: 'call-2' }, { exact: 'call-2' }, { exact: 'call-1' }]);
  expect(await deviceList.sinksOf({ kind: 'one', speaker: 'Desk', others: ['Headset'] })).toEqual(['call-3']);
  expect(await deviceList.sinksOf({ kind: 'one', speaker: '', others: ['Headset'] })).toEqual(['']);
});

test('a device that ranks above the open device counts as another choice when it is available, but not if it was busy before', async () => {
  standBefore('call');
  const devices = createDevices({ onEnded: () => undefined, onFailed: () => undefined });
  await devices.openMicrophone(['Headset #3', 'Headset'], processing);
  expect(await devices.isOtherNow('microphone', ['Headset #3', 'Headset'])).toBe(false);
  expect(await devices.isOtherNow('microphone', ['Headset #2', 'Headset'])).toBe(true);
  busy = 'call-2';
  await devices.openMicrophone(['Headset #2', 'Headset'], processing);
  expect(await devices.isOtherNow('microphone', ['Headset #2', 'Headset'])).toBe(false);
  await devices.openMicrophone([], processing);
  expect(await devices.isOtherNow('microphone', [])).toBe(false);
});

test('a call on the system’s default microphone notices another default, and a call with a chosen microphone does not', async () => {
  standBefore('call');
  const following = createDevices({ onEnded: () => undefined, onFailed: () => undefined });
  const chosen = createDevices({ onEnded: () => undefined, onFailed: () => undefined });
  await following.openMicrophone(['Desk microphone'], processing); // it is missing, so the default replaces it
  await chosen.openMicrophone(['Headset'], processing);
  const isOther = (): Promise<readonly boolean[]> =>
    Promise.all([
      following.isOtherNow('microphone', ['Desk microphone']),
      following.isOtherNow('microphone', []),
      chosen.isOtherNow('microphone', ['Headset']),
    ]);
  expect(await isOther()).toEqual([false, false, false]);
  group = 'second';
  expect(await isOther()).toEqual([true, true, false]);
  await following.openMicrophone([], processing);
  expect(await isOther()).toEqual([false, false, false]);
  vi.spyOn(navigator.mediaDevices, 'enumerateDevices').mockRejectedValue(new Error('no list'));
  expect(await isOther()).toEqual([false, false, false]);
});

test('a ring on all devices reaches each loudspeaker once, or the system’s default if the engine lists only aliases', async () => {
  const speaker = (deviceId: string, label: string) => ({ kind: 'audiooutput', deviceId, label, groupId: '' });
  const others = [speaker('default', 'Default: Desk'), speaker('communications', 'Communications: Headset')];
  const found = [speaker('d', 'Desk'), speaker('h', 'Headset'), speaker('i', 'Headset')];
  const enumerateDevices = vi.fn(() => Promise.resolve([...asToldTo('call').slice(0, 3), ...others, ...found]));
  vi.stubGlobal('navigator', { mediaDevices: { enumerateDevices } });
  expect(await deviceList.sinksOf({ kind: 'all' })).toEqual(['d', 'h', 'i']);
  enumerateDevices.mockResolvedValue(others);
  expect(await deviceList.sinksOf({ kind: 'all' })).toEqual(['']);
});
