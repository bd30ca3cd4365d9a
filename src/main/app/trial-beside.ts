// A trial call for a command that has no page: a second process of this program makes it (doctor/trial-call.ts). Only
// here is the engine closed as that of windows is: the command itself asks for names and proxies as it always did.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { app } from 'electron';
import * as v from 'valibot';
import { createTrialCall, TrialQuestion } from '../doctor/trial-call.ts';
import type { Log } from '../log.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import { QUESTION } from '../process-beside.ts';
import type { Printed } from '../printed.ts';
import { systemClock, systemRandom } from '../time/system-clock.ts';
import { sessionsBeside } from './sessions-beside.ts';
import { TrialPage } from './trial-page.ts';

type Policy = Pick<PolicyInForce, 'onChange'>;

/** Calls itself as the file in this profile asks for it, and says in JSON what came of it. */
export async function trialCallAsPrinted(policy: Policy, log: Log): Promise<Printed> {
  await app.whenReady();
  try {
    const file = join(app.getPath('userData'), QUESTION);
    const text = await readFile(file, 'utf8');
    await rm(file, { force: true }); // it has a password, and whoever started us may be killed before it is removed
    const { servers, username, password } = v.parse(TrialQuestion, JSON.parse(text));
    const page = trialPage(policy, log);
    page.allow(true); // whether the program beside this one is in a call, nobody tells
    return {
      text: JSON.stringify(await createTrialCall(page.run, log, page.ends)(servers, { username, password })),
      code: 0,
    };
  } catch (error) {
    log.warn('nothing says what to call', { error });
    return { text: '', code: 1 };
  }
}

function trialPage(policy: Policy, log: Log): TrialPage {
  const none = { microphone: false, camera: false };
  const setting = sessionsBeside(
    (contents) => page.pageOf(contents),
    () => none,
  );
  const page: TrialPage = new TrialPage(setting, policy, systemClock, systemRandom, log);
  return page;
}
