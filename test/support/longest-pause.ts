// How long a piece of work blocks everything else in its thread.

// The kernel books processor time on its clock tick, at most every 4 ms.
const TICK_MS = 4;

function usedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/**
 * The longest time in which `work` lets nothing else run, in ms. Processor time of other programs counts for at most
 * one tick of the kernel's clock.
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
