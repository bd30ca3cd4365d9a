// A start that only prints and ends. It is separate code, so that a start with windows does not load it.
import { app } from 'electron';
import { useCurves } from '../../core/keys/curves.ts';
import { chooseCurves } from '../curves/choose-curves.ts';
import { runSupportCommand } from '../doctor/commands.ts';
import type { Log } from '../log.ts';
import { hasPage, type Options } from '../policy/options.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import { printPolicy } from '../policy/print-policy.ts';
import { openState } from './opened.ts';
import { print, type Printed } from '../printed.ts';
import { devicesAsPrinted, type RaiseWall } from './devices-command.ts';
import { isPackaged } from './packaged.ts';
import { trialCallAsPrinted } from './trial-command.ts';

/** Does what these options ask for, prints the result, and ends the program. */
export function printAndEnd(options: Options, policy: PolicyInForce, log: Log, raiseWall: RaiseWall): void {
  useCurves(chooseCurves(log.area('curves')));
  if (hasPage(options))
    return void printedByPage(options, policy, log, raiseWall).then(
      (printed) => print(printed, (code) => app.exit(code)),
      (error: unknown) => {
        log.error('a command failed', { error });
        app.exit(1); // otherwise the process would stay, and a caller would wait for its end for ever
      },
    );
  if (runSupportCommand(options, policy, { isPackaged: isPackaged(), openState }) === 'runs') return;
  printPolicy(policy.report(), app.getVersion(), (code) => app.exit(code));
}

function printedByPage(options: Options, policy: PolicyInForce, log: Log, raiseWall: RaiseWall): Promise<Printed> {
  return options.trialCall ? trialCallAsPrinted(policy, log) : devicesAsPrinted(options, policy, log, raiseWall);
}
