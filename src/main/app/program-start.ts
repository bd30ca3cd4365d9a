// From the arguments to the moment at which the composition root may build: dangerous switches refused, policy read, Electron
// ready. Nothing that reads the profile runs before policy is known.
import { app } from 'electron';
import { useCurves } from '../../core/keys/curves.ts';
import { chooseCurves } from '../curves/choose-curves.ts';
import { createLog, type Level, type Log, ownWord, printLine } from '../log.ts';
import { createRecentLines } from '../recent-lines.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import { printPolicy } from '../policy/print-policy.ts';
import { openSystemPolicy, tellProblems } from '../policy/system-policy.ts';
import { runSupportCommand } from '../doctor/commands.ts';
import { beginProgram } from './lifecycle.ts';
import { type Options, parseOptions } from '../policy/options.ts';
import { openState } from './opened.ts';
import { isPackaged } from './packaged.ts';
import { systemClock } from '../time/system-clock.ts';

/** What is there once the program may run; `log` prints as much as policy says at each line. */
export interface ProgramParts {
  readonly options: Options;
  readonly log: Log;
  readonly recentLines: () => readonly string[];
  readonly policy: PolicyInForce;
}

/** Calls `run` once Electron is ready, unless this start is refused, a second one, or one that only prints. */
export async function startProgram(args: readonly string[], run: (parts: ProgramParts) => void): Promise<void> {
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
  useCurves(chooseCurves(log.area('curves')));
  const policy = await openSystemPolicy(isPackaged() ? undefined : options.policyFolder, systemClock);
  if (start === 'may-print') {
    if (runSupportCommand(options, policy, { isPackaged: isPackaged(), openState }) === 'runs') return;
    printPolicy(policy.report(), app.getVersion(), (code) => app.exit(code));
    return;
  }
  known = policy;
  tellProblems(policy, log);
  await app.whenReady();
  run({ options, log, recentLines: recent.read, policy });
}
