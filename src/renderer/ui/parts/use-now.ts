// Time for display, such as a running duration. No decision depends on it; main owns every timer that matters.
import { useEffect, useState } from 'react';

/** The current time in ms since 1970, renewed each `everyMs` while mounted. */
export function useNow(everyMs: number): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return nowMs;
}
