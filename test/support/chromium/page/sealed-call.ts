// A sealed call in the test page: a pair of peers, a worker for each, and keys granted to both for audio and the
// caller's camera.
import type { VideoCodec } from '../../../../src/contract/media.ts';
import type { SealWorker } from '../../../../src/renderer/call/transform.ts';
import { CallKeys, type GrantEnd, openGrantEnd } from './granter.ts';
import { type Pair, joinPair } from './pair.ts';
import { realWorker } from './test-worker.ts';
import { until } from './until.ts';

/** A call and the parts by which its test controls it. */
export interface SealedCall {
  readonly pair: Pair;
  readonly keys: CallKeys;
  readonly callerEnd: GrantEnd;
  readonly calleeEnd: GrantEnd;
  readonly close: () => void;
}

/** How the call differs from a complete one. */
export interface SealedCallOptions {
  readonly codecs: readonly VideoCodec[];
  readonly callerWorker?: (port: MessagePort) => SealWorker;
  readonly calleeWorker?: (port: MessagePort) => SealWorker;
  readonly microphone?: MediaStreamTrack;
  readonly isConstantRate?: boolean;
  readonly calleeMayOpen?: boolean; // false: the callee never gets the caller's keys
}

/** Makes a call; keys are posted to both workers before the peers connect. */
export async function openSealedCall(options: SealedCallOptions): Promise<SealedCall> {
  const callerEnd = openGrantEnd();
  const calleeEnd = openGrantEnd();
  const keys = new CallKeys();
  for (const stream of [0, 1] as const) {
    keys.grantSeal(callerEnd, 'to-callee', stream);
    if (options.calleeMayOpen !== false) keys.grantOpen(calleeEnd, 'to-callee', stream);
  }
  keys.grantSeal(calleeEnd, 'to-caller', 0);
  keys.grantOpen(callerEnd, 'to-caller', 0);
  const callerWorker = (options.callerWorker ?? realWorker)(callerEnd.port);
  const calleeWorker = (options.calleeWorker ?? realWorker)(calleeEnd.port);
  // If the test brings no worker, both workers have their keys before a frame can arrive. The product, too, grants keys
  // before ICE begins.
  const awaited = options.callerWorker === undefined && options.calleeWorker === undefined;
  if (awaited) await Promise.all([untilAwake(callerEnd), untilAwake(calleeEnd)]);
  const pair = await joinPair({ ...options, callerWorker, calleeWorker });
  return {
    pair,
    keys,
    callerEnd,
    calleeEnd,
    close: () => {
      pair.close();
      callerWorker.end();
      calleeWorker.end();
    },
  };
}

async function untilAwake(end: GrantEnd): Promise<void> {
  end.post({ kind: 'ping', id: 0 });
  await until('the worker to answer', async () => (end.messages.some((m) => m.kind === 'pong') ? true : undefined));
}

/** Resolves once the callee has decoded `frames` frames of the camera. */
export function untilDecoded(call: SealedCall, frames: number): Promise<true> {
  return until(`${frames} frames decoded`, async () =>
    (await call.pair.callee.video()).framesDecoded >= frames ? true : undefined,
  );
}

/** All drops of one end, by stream, direction and cause, without zeros. */
export function dropsOf(end: GrantEnd): readonly string[] {
  return ([0, 1, 2] as const).flatMap((stream) => {
    const { sealDropped, openDropped } = end.counters(stream);
    return [
      ...Object.entries(sealDropped).map(([cause, n]) => ({ name: `${stream} seal ${cause}`, n })),
      ...Object.entries(openDropped).map(([cause, n]) => ({ name: `${stream} open ${cause}`, n })),
    ].flatMap(({ name, n }) => (n > 0 ? [`${name} ${n}`] : []));
  });
}
