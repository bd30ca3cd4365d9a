// A program that is left alone: started without a driver, settled, then watched for a while.
import type { ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { endAtOnce } from '../../../tools/desktop/launch.ts';
import { cpuMsOf, memoryOf, type ProcessMemory, totalOf } from './process-tree.ts';

const LOOK_EVERY_MS = 1000;
const SETTLED_LOOKS = 5; // in a row
const SETTLED_CORE = 0.02;
const SETTLED_MIB = 1;
const PATIENCE_MS = 60_000;

/** What one program uses at rest: memory of all its processes, and its share of one core. */
export interface AtRest {
  readonly memory: readonly ProcessMemory[];
  readonly core: number;
}

// Waits for five seconds in a row with less than 2 % of a core in use and less than 1 MiB of change in memory. By then
// the start and the first garbage collections are over.
async function settled(pid: number): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  let [cpuMs, mib, quiet] = [cpuMsOf(pid), totalOf(memoryOf(pid)), 0];
  while (quiet < SETTLED_LOOKS) {
    if (Date.now() > deadline) throw new Error('the program does not settle');
    await wait(LOOK_EVERY_MS);
    const [nowMs, now] = [cpuMsOf(pid), totalOf(memoryOf(pid))];
    const isQuiet = (nowMs - cpuMs) / LOOK_EVERY_MS < SETTLED_CORE && Math.abs(now - mib) < SETTLED_MIB;
    quiet = isQuiet ? quiet + 1 : 0;
    [cpuMs, mib] = [nowMs, now];
  }
}

/**
 * Starts a program, watches it for `stretchMs` once it has settled, and ends it. Throws if it does not settle in a
 * minute.
 */
export async function watchAtRest(start: () => Promise<ChildProcess>, stretchMs: number): Promise<AtRest> {
  const child = await start();
  try {
    const pid = child.pid ?? 0;
    await settled(pid);
    const [beganAtMs, cpuMs] = [performance.now(), cpuMsOf(pid)];
    await wait(stretchMs);
    const core = (cpuMsOf(pid) - cpuMs) / (performance.now() - beganAtMs);
    return { memory: memoryOf(pid), core };
  } finally {
    await endAtOnce(child);
  }
}
