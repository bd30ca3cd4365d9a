// Makes a trial call for a command that has no page (doctor/trial-call.ts). This code runs in a second process. Only
// this second process restricts its engine as a start with windows does; the command's own process still resolves names
// and proxies by the engine.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { app } from 'electron';
import * as v from 'valibot';
import { createTrialCall, TrialQuestion } from '../doctor/trial-call.ts';
import type { Log } from '../log.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import { QUESTION } from '../second-process.ts';
import type { Printed } from '../printed.ts';
import { systemClock, systemRandom } from '../time/system-clock.ts';
import { commandPageSetting } from './command-page-setting.ts';
import { TrialPage } from './trial-page.ts';

type Policy = Pick<PolicyInForce, 'onChange'>;

/**
 * Makes the call that the question file in this profile describes. Resolves with the outcome as JSON and code 0, or
 * with no text and code 1 if the question cannot be read or the call cannot be made.
 */
export async function trialCallAsPrinted(policy: Policy, log: Log): Promise<Printed> {
  await app.whenReady();
  try {
    const file = join(app.getPath('userData'), QUESTION);
    const text = await readFile(file, 'utf8');
    // The file holds a password, and the process that started us may be killed before it removes the file.
    await rm(file, { force: true });
    const { servers, username, password } = v.parse(TrialQuestion, JSON.parse(text));
    const page = trialPage(policy, log);
    page.allow(true); // this process cannot know whether another running instance is in a call
    return {
      text: JSON.stringify(await createTrialCall(page.run, log, page.ends)(servers, { username, password })),
      code: 0,
    };
  } catch (error) {
    log.warn('no trial call was made', { error });
    return { text: '', code: 1 };
  }
}

function trialPage(policy: Policy, log: Log): TrialPage {
  const none = { microphone: false, camera: false };
  const setting = commandPageSetting(
    (contents) => page.pageOf(contents),
    () => none,
  );
  const page: TrialPage = new TrialPage(setting, policy, systemClock, systemRandom, log);
  return page;
}
