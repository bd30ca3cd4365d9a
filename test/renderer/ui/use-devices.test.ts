import { expect, test, vi } from 'vitest';
import type { MediaDevice } from '../../../src/renderer/call/device-list.ts';
import { followDevices } from '../../../src/renderer/ui/parts/use-devices.ts';

const headset: MediaDevice = { kind: 'microphone', id: 'm1', label: 'Headset', group: '' };
const camera: MediaDevice = { kind: 'camera', id: 'c1', label: 'Camera', group: '' };

test('a failed listing of devices leaves what was listed before, and after the next change the devices are listed again', async () => {
  let result: () => Promise<readonly MediaDevice[]> = () => Promise.resolve([headset]);
  let changed = (): void => undefined;
  const shown: (readonly MediaDevice[])[] = [];
  const unhandled = vi.fn<(error: unknown) => void>();
  process.on('unhandledRejection', unhandled);
  const turn = (): Promise<void> => new Promise(setImmediate);
  try {
    const stop = followDevices(
      {
        read: () => result(),
        subscribe: (listener) => {
          changed = listener;
          return () => (changed = () => undefined);
        },
      },
      (devices) => shown.push(devices),
    );
    await turn();
    result = () => Promise.reject(new DOMException('', 'NotAllowedError'));
    changed();
    await turn();
    expect([shown, unhandled.mock.calls]).toEqual([[[headset]], []]);
    result = () => Promise.resolve([headset, camera]);
    changed();
    await turn();
    expect(shown).toEqual([[headset], [headset, camera]]);
    changed();
    stop();
    await turn();
    expect(shown).toHaveLength(2); // a list that comes too late is not shown
  } finally {
    process.off('unhandledRejection', unhandled);
  }
});
