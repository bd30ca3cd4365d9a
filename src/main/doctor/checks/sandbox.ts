// Whether the windows run in the sandbox, according to the system. With the switch `--no-sandbox` they do not, whatever
// the system says.
import { readFileSync } from 'node:fs';
import type { DoctorCheck } from '../../../contract/managed.ts';
import { errorCode } from '../../vault/files.ts';
import { found } from '../check.ts';

/** One process of a window. `isSandboxed`: what the system itself reports (macOS, Windows). */
export interface WindowProcess {
  readonly pid: number;
  readonly isSandboxed?: boolean;
}

const FILTERED = 2; // SECCOMP_MODE_FILTER

/** Whether Linux filters the system calls of a process. Undefined if it reports nothing. */
function isFiltered(pid: number): boolean | undefined {
  try {
    const mode = /^Seccomp:\s*(\d)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return mode === undefined ? undefined : Number(mode) === FILTERED;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined; // the process has ended meanwhile, or this is not Linux
  }
}

/** The finding about the sandbox. */
export function checkSandbox(windows: readonly WindowProcess[], hasNoSandbox: boolean): DoctorCheck {
  const facts = { windows: windows.length };
  if (hasNoSandbox) return found('sandbox-off', facts);
  const states = windows.map(({ pid, isSandboxed }) => isSandboxed ?? isFiltered(pid));
  if (states.includes(false)) return found('sandbox-off', facts);
  return found(states.includes(true) ? 'sandbox-on' : 'sandbox-unknown', facts);
}
