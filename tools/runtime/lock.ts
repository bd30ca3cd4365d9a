// One writer at a time in a folder that several processes may want to fill. Nothing here knows of the content.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

function holderIsAlive(lock: string): boolean {
  try {
    const pid = Number(readFileSync(path.join(lock, 'pid'), 'utf8'));
    if (!Number.isInteger(pid) || pid <= 0) return false;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Runs `work` while holding the lock folder `lock`. Takes the lock over from a holder that is dead; throws if a living
 * one still holds it after `timeoutMs`.
 */
export async function withLock<T>(lock: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let abandonedSince: number | undefined;
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    // A holder writes its pid right after making the folder. So a lock counts as abandoned only if no running holder
    // was found for two seconds.
    abandonedSince = holderIsAlive(lock) ? undefined : (abandonedSince ?? Date.now());
    if (abandonedSince !== undefined && Date.now() - abandonedSince > 2000) {
      rmSync(lock, { recursive: true, force: true });
      abandonedSince = undefined;
      continue;
    }
    if (Date.now() > deadline) throw new Error(`another process holds ${lock}`);
    await wait(200);
  }
  writeFileSync(path.join(lock, 'pid'), String(process.pid));
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}
