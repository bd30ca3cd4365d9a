// A call to oneself through relays that give a path: whether what is sent by them comes back. The page that
// makes it (app/trial-page.ts) reaches relays as that of a call does, by paths that are opened for it and closed again.
import * as v from 'valibot';
import type { IceServer } from '../../contract/media.ts';
import type { Log } from '../log.ts';
import { askProcessBeside } from '../process-beside.ts';
import { createRelayPaths } from '../relays/relay-paths.ts';
import type { TurnAccount } from './turn-probe.ts';

const Outcome = v.variant('kind', [
  v.strictObject({ kind: v.literal('carried'), milliseconds: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  v.strictObject({ kind: v.literal('lost') }),
  v.strictObject({ kind: v.literal('not-now') }),
]);
/**
 * What came of it; `not-now`: a call, a lock, a change of policy or another
 * trial came first. `milliseconds` until sound and picture had arrived.
 */
export type TrialOutcome = v.InferOutput<typeof Outcome>;

/** What a process beside this one is asked. */
export const TrialQuestion = v.strictObject({
  servers: v.array(v.string()),
  username: v.string(),
  password: v.string(),
});

/** Makes the call in a page of its own; never rejects, and takes ten seconds at most for each that waits. */
export type RunTrial = (iceServers: readonly IceServer[]) => Promise<TrialOutcome>;

/** Calls oneself through these relays (RFC 7065), under this account. */
export type TrialCall = (servers: readonly string[], account: TurnAccount) => Promise<TrialOutcome>;

/**
 * Trial calls that `run` makes, one at a time: whoever asks meanwhile hears so and holds no door open. `ends` counts
 * how often all were ended: one whose relays were looked up meanwhile is not made.
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

const BESIDE_MS = 30_000; // the start of a process, and the trial

/** A trial call that a second process of this program makes: for a command, which has no page. */
export const callBeside: TrialCall = async (servers, { username, password }) => {
  try {
    const question: v.InferOutput<typeof TrialQuestion> = { servers: [...servers], username, password };
    return v.parse(Outcome, JSON.parse(await askProcessBeside('--trial-call', BESIDE_MS, question)));
  } catch {
    return { kind: 'lost' };
  }
};
