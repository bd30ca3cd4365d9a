// Some commands of the command line: the self-check or its network part, the verification of a record, and the system's
// proxies. They open no window, and take no instance lock, because the program may run at the same time.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import type { Language } from '../../contract/view.ts';
import { proxyOfThisProcess } from '../signalling/system-proxy.ts';
import type { Options } from '../policy/options.ts';
import { languageOf } from '../policy/settings.ts';
import { createLog } from '../log.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import { createTunnel } from '../signalling/proxy-choice.ts';
import { systemKeyStore } from '../vault/system-key-store.ts';
import { printedNetwork, printedReport } from './doctor-command.ts';
import { examineProfile, type ExaminedProgram } from './profile-examination.ts';
import { networkReport } from './network.ts';
import { trialCallBySecondProcess } from './trial-call.ts';
import { print, type Printed } from '../printed.ts';
import { verifyRecordFile } from '../record/verify-command.ts';

/** Does what the options ask for, prints the result, and ends the program. `no`: the options ask for none of this. */
export function runSupportCommand(options: Options, policy: PolicyInForce, program: ExaminedProgram): 'runs' | 'no' {
  const language = options.language ?? languageOf(app.getPreferredSystemLanguages());
  const end = (code: number): void => app.exit(code);
  const { doctor, checkNetwork, verifyRecord, systemProxy } = options;
  if (systemProxy !== undefined) {
    if (!app.isReady()) app.disableHardwareAcceleration(); // nothing is drawn, and another process waits
    void proxyAsPrinted(systemProxy).then((printed) => print(printed, end));
    return 'runs';
  }
  if (verifyRecord !== undefined) {
    print(verifyRecordFile(verifyRecord, language), end);
    return 'runs';
  }
  const as = doctor ?? checkNetwork;
  if (as === undefined) return 'no';
  void examine(options, policy, program, as, language).then((printed) => print(printed, end));
  return 'runs';
}

async function proxyAsPrinted(url: string): Promise<Printed> {
  await app.whenReady();
  return { text: await proxyOfThisProcess(url), code: 0 };
}

async function examine(
  options: Options,
  policy: PolicyInForce,
  program: ExaminedProgram,
  as: 'text' | 'json',
  language: Language,
): Promise<Printed> {
  // Chromium's session data goes to a temporary folder, because the profile may be in use. On Windows it stays in the
  // profile, which holds the key of Chromium's key store there.
  const apart = process.platform === 'win32' ? undefined : mkdtempSync(join(tmpdir(), 'siegel-doctor-'));
  if (apart !== undefined) app.setPath('sessionData', apart);
  await app.whenReady();
  try {
    const silent = createLog('error', () => undefined);
    const isWhole = options.doctor !== undefined;
    const parts = {
      ...program,
      options,
      folder: app.getPath('userData'),
      policy,
      keyStore: systemKeyStore(),
      tunnel: createTunnel(policy.values, proxyOfThisProcess, silent),
      trialCall: trialCallBySecondProcess,
      appVersion: app.getVersion(),
      languages: app.getPreferredSystemLanguages(),
      hasNoSandbox: app.commandLine.hasSwitch('no-sandbox'),
    };
    if (!isWhole) return printedNetwork((await examineProfile(parts, networkReport)).report, as, language);
    const { report, device } = await examineProfile(parts);
    return printedReport(report, device, as, language);
  } finally {
    if (apart !== undefined) rmSync(apart, { recursive: true, force: true });
  }
}
