// How long a piece of work keeps everything else of its thread waiting.

function usedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/**
 * The most processor time between two turns of something else while `work` goes on, in ms: what other programs take from the processor
 * does not count.
 */
export async function longestPause(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = usedMs();
  let isOver = false;
  const tick = (): void => {
    const now = usedMs();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isOver) setImmediate(tick);
  };
  setImmediate(tick);
  await work();
  await new Promise(setImmediate);
  isOver = true;
  return longest;
}
