// Takes a start from its arguments to the moment at which the composition root may build: dangerous switches are
// refused, policy is read, and Electron is ready. No vault is read before policy is known.
import { app } from 'electron';
import { createLog, type Level, type Log, ownWord, printLine } from '../log.ts';
import { createRecentLines } from '../recent-lines.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import { openSystemPolicy, tellProblems } from '../policy/system-policy.ts';
import type { RaiseWall } from './devices-command.ts';
import { beginProgram } from './lifecycle.ts';
import { type Options, parseOptions } from '../policy/options.ts';
import { isPackaged } from './packaged.ts';
import { systemClock } from '../time/system-clock.ts';

/** What exists once the program may run. `log` prints as much as policy allows at the time of each line. */
export interface ProgramParts {
  readonly options: Options;
  readonly log: Log;
  readonly recentLines: () => readonly string[];
  readonly policy: PolicyInForce;
}

/**
 * Calls `run` once Electron is ready, unless this start is refused, is a second one, or only prints. A start that
 * prints and needs a page raises the wall with `raiseWall`.
 */
export async function startProgram(
  args: readonly string[],
  run: (parts: ProgramParts) => void,
  raiseWall: RaiseWall,
): Promise<void> {
  let known: PolicyInForce | undefined;
  const recent = createRecentLines(Date.now);
  const write = (level: Level, line: string): void => {
    recent.keep(line);
    printLine(level, line);
  };
  const log = createLog(() => known?.values().LogLevel ?? 'info', write);
  const options = parseOptions(args);
  const start = beginProgram(options, (name) => log.error('this start is refused', { switch: ownWord(name) }));
  if (start === 'refused' || start === 'second-instance') return;
  const policy = await openSystemPolicy(isPackaged() ? undefined : options.policyFolder, systemClock);
  if (start === 'may-print') {
    const { printAndEnd } = await import('./printed-start.ts');
    return printAndEnd(options, policy, log, raiseWall);
  }
  known = policy;
  tellProblems(policy, log);
  await app.whenReady();
  run({ options, log, recentLines: recent.read, policy });
}
