// A trial call of this device to itself. It shows whether the relays send back what is sent to them. The page that
// makes it (app/trial-page.ts) reaches relays as the page of a call does: through local paths that main opens for it
// and closes again.
import * as v from 'valibot';
import type { IceServer } from '../../contract/media.ts';
import type { Log } from '../log.ts';
import { askSecondProcess } from '../second-process.ts';
import { createRelayPaths } from '../relays/relay-paths.ts';
import type { TurnAccount } from './turn-probe.ts';

const Outcome = v.variant('kind', [
  v.strictObject({ kind: v.literal('carried'), milliseconds: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  v.strictObject({ kind: v.literal('lost') }),
  v.strictObject({ kind: v.literal('not-now') }),
]);
/**
 * How a trial ended. `carried`: sound and picture arrived, `milliseconds` after the page had loaded. `lost`: they did
 * not. `not-now`: a call, a lock, a change of policy or another trial prevented it.
 */
export type TrialOutcome = v.InferOutput<typeof Outcome>;

/** What the process that makes the call reads from its question file: relay URLs (RFC 7065) and the account. */
export const TrialQuestion = v.strictObject({
  servers: v.array(v.string()),
  username: v.string(),
  password: v.string(),
});

/**
 * Makes the call in a page of its own. Never rejects. Takes about ten seconds at most, and as long again for each trial
 * queued before it.
 */
export type RunTrial = (iceServers: readonly IceServer[]) => Promise<TrialOutcome>;

/** Makes a trial call through these relays (RFC 7065) with this account. */
export type TrialCall = (servers: readonly string[], account: TurnAccount) => Promise<TrialOutcome>;

/**
 * Trial calls made by `run`, one at a time. A trial requested while one runs is `not-now` at once and opens no path
 * to a relay. `ends` counts how often all trials were ended: a trial that was ended while its paths were prepared is
 * not made.
 */
export function createTrialCall(run: RunTrial, log: Log, ends: () => number): TrialCall {
  let isRunning = false;
  return async (servers, { username, password }) => {
    if (isRunning) return { kind: 'not-now' };
    isRunning = true;
    const before = ends();
    const paths = createRelayPaths(log);
    try {
      await paths.prepare(servers);
      if (ends() !== before) return { kind: 'not-now' };
      return await run(paths.of(servers).map((urls) => ({ urls, username, credential: password })));
    } finally {
      isRunning = false;
      paths.close();
    }
  };
}

const SECOND_PROCESS_MS = 30_000; // covers the start of the process and the trial

/**
 * Makes the trial call in a second process of this program. A command needs that, because it has no page. Never
 * rejects: whatever fails counts as `lost`.
 */
export const trialCallBySecondProcess: TrialCall = async (servers, { username, password }) => {
  try {
    const question: v.InferOutput<typeof TrialQuestion> = { servers: [...servers], username, password };
    return v.parse(Outcome, JSON.parse(await askSecondProcess('--trial-call', SECOND_PROCESS_MS, question)));
  } catch {
    return { kind: 'lost' };
  }
};
