// The media devices of this machine, followed while something shows them.
import { useEffect, useState } from 'react';
import type { MediaDevice } from '../../call/devices.ts';
import { usePage } from '../page.tsx';

/** The devices, or undefined until they were listed once. */
export function useDevices(): readonly MediaDevice[] | undefined {
  const { stage } = usePage();
  const [devices, setDevices] = useState<readonly MediaDevice[] | undefined>(undefined);
  useEffect(() => {
    let mounted = true;
    const read = async (): Promise<void> => {
      const found = await stage.listDevices();
      if (mounted) setDevices(found);
    };
    void read();
    const unsubscribe = stage.subscribe(() => void read());
    return () => {
      mounted = false;
      unsubscribe();
    };
  }, [stage]);
  return devices;
}
