// The one sealing worker of a page, watched by pings while it lives. A worker that does not answer is dead, and a dead
// worker ends the call. While the call is held or its connection is broken, no frame passes the worker.
// A new worker is told of a hold or an interruption before it gets any key; keys.ts grants the keys.
import { unreachable } from '../assert.ts';
import type { CallEvent } from './event.ts';
import type { Effect } from './effect.ts';
import type { WorkerEvent } from './page-event.ts';
import { isOnHold } from './media-state.ts';
import { isInterrupted, type PageState, workerOf, type WorkerState } from './page-state.ts';
import type { Step } from './region.ts';
import { isSecured } from './ring-state.ts';
import type { CallState } from './state.ts';

const START_MS = 15_000; // until it is ready
const PING_EVERY_MS = 1000;
const MOST_UNANSWERED = 3; // counted in pings and not by the clock, as the machine may have slept

type PageStep = Step<PageState>;
type WithWorker = Extract<PageState, { readonly worker: WorkerState }>;
type Alive = Extract<WorkerState, { kind: 'alive' }>;

/**
 * What an event of a worker does to its page. Events of a former worker are ignored. A key frame or a rekey is asked of
 * the peer only once both sides hold the code.
 */
export function stepWorker(
  state: PageState,
  event: WorkerEvent & { readonly atMs: number },
  { media, ring }: CallState,
): PageStep | undefined {
  if (event.kind === 'worker-came') return came(state, event, isOnHold(media));
  if (!('worker' in state) || workerOf(state)?.worker !== event.worker) return undefined;
  switch (event.kind) {
    case 'worker-alive':
      return alive(state, event);
    case 'worker-closed':
      return lost(state, event.atMs);
    case 'worker-gap':
      return isSecured(ring) ? { next: state, effects: [{ kind: 'ask-key-frame', stream: event.stream }] } : undefined;
    case 'worker-stale':
      return isSecured(ring)
        ? { next: state, effects: [], raised: [{ kind: 'keys-wanted', atMs: event.atMs }] }
        : undefined;
    default:
      return unreachable(event);
  }
}

/** What the clock does to the worker: it is pinged, and the call ends if it does not answer. */
export function workerTime(state: PageState, atMs: number): PageStep | undefined {
  if (!('worker' in state)) return undefined;
  const { worker } = state;
  if (worker.kind === 'starting') return atMs < worker.untilMs ? undefined : lost(state, atMs);
  if (worker.kind !== 'alive' || atMs < worker.pingAtMs) return undefined;
  return worker.unanswered < MOST_UNANSWERED ? pinged(state, worker, atMs) : lost(state, atMs);
}

/** The connection broke, or is up again: tells the worker. */
export function withInterruption(state: PageState, isInterrupted: boolean, isHeld: boolean): PageStep {
  return withStill('isInterrupted' in state ? { ...state, isInterrupted } : state, isHeld || isInterrupted);
}

/** Tells the worker whether frames may pass, unless it already knows. */
export function withStill(state: PageState, isStill: boolean): PageStep {
  const worker = workerOf(state);
  if (!('worker' in state) || worker === undefined || worker.isStill === isStill) return { next: state, effects: [] };
  return {
    next: { ...state, worker: { ...worker, isStill } },
    effects: [{ kind: 'still-worker', worker: worker.worker, isStill }],
  };
}

/** Lets the worker of a page go, if there is one. */
export function endWorker(page: PageState): readonly Effect[] {
  const worker = workerOf(page);
  return worker === undefined ? [] : [{ kind: 'end-worker', worker: worker.worker }];
}

// A second worker is turned away, and so is one that arrives after its page is gone.
function came(
  state: PageState,
  { atMs, worker }: Extract<CallEvent, { kind: 'worker-came' }>,
  isHeld: boolean,
): PageStep {
  if (!('worker' in state) || state.worker.kind !== 'none')
    return { next: state, effects: [{ kind: 'end-worker', worker }] };
  const isStill = isHeld || isInterrupted(state);
  return {
    next: { ...state, worker: { kind: 'starting', worker, isStill, untilMs: atMs + START_MS } },
    effects: isStill ? [{ kind: 'still-worker', worker, isStill }] : [],
  };
}

function alive(state: WithWorker, { atMs, sign }: Extract<CallEvent, { kind: 'worker-alive' }>): PageStep | undefined {
  const { worker } = state;
  if (worker.kind === 'alive') return { next: { ...state, worker: { ...worker, unanswered: 0 } }, effects: [] };
  if (worker.kind !== 'starting' || sign !== 'ready') return undefined;
  const { isStill, worker: number } = worker;
  return pinged(state, { kind: 'alive', worker: number, isStill, pings: 0, unanswered: 0, pingAtMs: atMs }, atMs);
}

function pinged(state: WithWorker, worker: Alive, atMs: number): PageStep {
  const { pings, unanswered } = worker;
  return {
    next: {
      ...state,
      worker: { ...worker, pings: pings + 1, unanswered: unanswered + 1, pingAtMs: atMs + PING_EVERY_MS },
    },
    effects: [{ kind: 'ping-worker', worker: worker.worker, id: pings }],
  };
}

function lost(state: PageState, atMs: number): PageStep {
  return { next: state, effects: [], raised: [{ kind: 'fault', reason: 'worker-lost', atMs }] };
}
