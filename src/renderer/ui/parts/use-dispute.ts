// What there is to decide between devices that contradict each other: asked of main when a screen shows it, and again when it wants.
import { useEffect, useState } from 'react';
import type { DisputeView } from '../../../contract/dispute.ts';

/** The dispute that `read` brings, undefined until it has come, and how it is read again; `read` stays the same between two renders. */
export function useDispute(read: () => Promise<DisputeView>): {
  readonly dispute: DisputeView | undefined;
  readonly again: () => void;
} {
  const [dispute, setDispute] = useState<DisputeView>();
  useEffect(() => {
    let mounted = true;
    const first = async (): Promise<void> => {
      const found = await read();
      if (mounted) setDispute(found);
    };
    void first();
    return () => {
      mounted = false;
    };
  }, [read]);
  return { dispute, again: () => void read().then(setDispute) };
}
