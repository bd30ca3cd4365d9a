// How long a piece of work keeps everything else of its thread waiting.

// The kernel books processor time when its clock ticks, which is every 4 ms at the most.
const TICK_MS = 4;

function usedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/**
 * The longest time between two turns of something else while `work` goes on, in ms. What
 * other programs take from the processor counts for a tick of the kernel's clock at most.
 */
export async function longestPause(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let [lastMs, lastUsedMs] = [performance.now(), usedMs()];
  let isOver = false;
  const tick = (): void => {
    const [nowMs, nowUsedMs] = [performance.now(), usedMs()];
    longest = Math.max(longest, Math.min(nowMs - lastMs, nowUsedMs - lastUsedMs + TICK_MS));
    [lastMs, lastUsedMs] = [nowMs, nowUsedMs];
    if (!isOver) setImmediate(tick);
  };
  setImmediate(tick);
  await work();
  await new Promise(setImmediate);
  isOver = true;
  return longest;
}
