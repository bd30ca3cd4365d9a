// Asks main about a dispute between devices: when a screen first shows it, and again on request.
import { useEffect, useState } from 'react';
import type { DisputeView } from '../../../contract/dispute.ts';

/**
 * The dispute that `read` returns, undefined until it has arrived, and how to read it again. `read` must be stable
 * between renders.
 */
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
