// What a program and everything that it has started use of the machine, read from outside (proc(5)).
import { readdirSync, readFileSync } from 'node:fs';

const TICK_MS = 10; // USER_HZ of Linux, the unit of proc

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly cpuMs: number;
}

function read(pid: number): Process | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name is in parentheses and may itself contain parentheses.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [parent = 0, user = 0, system = 0] = [fields[1], fields[11], fields[12]].map(Number);
    return { pid, parent, cpuMs: (user + system) * TICK_MS };
  } catch {
    return undefined; // the process has ended meanwhile
  }
}

/** The processes of a program, beginning with its first process, `pid`. */
function treeOf(pid: number): readonly Process[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .flatMap((name) => read(Number(name)) ?? []);
  const found = all.filter((each) => each.pid === pid);
  for (const { pid: parent } of found) found.push(...all.filter((each) => each.parent === parent));
  return found;
}

/** Milliseconds of a processor that this one process has used so far; 0 if it has ended. */
export function ownCpuMsOf(pid: number): number {
  return read(pid)?.cpuMs ?? 0;
}

/** Milliseconds of a processor that the tree of `pid` has used so far. */
export function cpuMsOf(pid: number): number {
  return treeOf(pid).reduce((sum, { cpuMs }) => sum + cpuMs, 0);
}

/** The memory of one process in MiB; `anonymous` is the part that belongs to no file. */
export interface ProcessMemory {
  readonly kind: string; // the `--type` that Chromium gives it, or `main` without one
  readonly mib: number;
  readonly anonymous: number;
}

// A process's own memory and its share of common memory (Pss); undefined if it has ended.
function memoryOfOne(pid: number): ProcessMemory | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    const of = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'mu').exec(text)?.[1]) / 1024;
    const kind = /--type=([\w-]+)/u.exec(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))?.[1] ?? 'main';
    return { kind, mib: of('Pss'), anonymous: of('Pss_Anon') };
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'ENOENT');
    if (isGone) return undefined;
    throw error;
  }
}

/** The memory of each process of the tree of `pid`. Needs root, because only root may read it for every process. */
export function memoryOf(pid: number): readonly ProcessMemory[] {
  return treeOf(pid).flatMap((each) => memoryOfOne(each.pid) ?? []);
}

/** The sum of the memory of these processes, in MiB. */
export function totalOf(memory: readonly ProcessMemory[]): number {
  return memory.reduce((sum, { mib }) => sum + mib, 0);
}
