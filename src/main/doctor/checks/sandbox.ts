// Whether the windows run in the sandbox, according to the system and not to a switch.
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

/** What Linux reports about a process. Undefined if nothing. */
function isFiltered(pid: number): boolean | undefined {
  try {
    const mode = /^Seccomp:\s*(\d)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return mode === undefined ? undefined : Number(mode) === FILTERED;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined; // it has ended meanwhile, or this is not Linux
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
