// The media devices of this machine, followed while something shows them.
import { useEffect, useState } from 'react';
import { unwrap } from '../../../core/assert.ts';
import type { DeviceList, MediaDevice } from '../../call/device-list.ts';
import { usePage } from '../page.tsx';

/** The devices, or undefined until they were listed once. Only in pages with devices to choose from. */
export function useDevices(): readonly MediaDevice[] | undefined {
  const list = unwrap(usePage().devices, 'this kind of page has devices');
  const [devices, setDevices] = useState<readonly MediaDevice[] | undefined>(undefined);
  useEffect(() => followDevices(list, setDevices), [list]);
  return devices;
}

/** Shows the devices now and after each change, until the returned function is called. A failed listing is skipped. */
export function followDevices(
  list: Pick<DeviceList, 'read' | 'subscribe'>,
  show: (devices: readonly MediaDevice[]) => void,
): () => void {
  let isOver = false;
  const read = async (): Promise<void> => {
    const found = await list.read().catch(() => undefined); // what was listed before still counts
    if (!isOver && found !== undefined) show(found);
  };
  void read();
  const unsubscribe = list.subscribe(() => void read());
  return () => {
    isOver = true;
    unsubscribe();
  };
}
