// The sealing worker of a page: one, watched by pings while it lives. A worker that does not answer is dead, and a dead one ends the
// call (protocol §7). While the call is held or its connection broken no frame passes it, and a new one is told so before any
// key: those follow in keys.ts.
import { unreachable } from '../assert.ts';
import type { CallEvent } from './event.ts';
import type { Effect } from './effect.ts';
import type { WorkerEvent } from './page-event.ts';
import { isStill, type PageState, workerNumber, type WorkerState } from './page-state.ts';
import type { Step } from './region.ts';

const START_MS = 15_000; // until it is ready
const PING_EVERY_MS = 1000;
const MOST_UNANSWERED = 3; // counted in pings, not by the clock: a machine that slept has killed nobody

type PageStep = Step<PageState>;

/** What an event of a worker makes of its page; one of a worker before is none. `isSecured`: the peer may be asked for something. */
export function stepWorker(
  state: PageState,
  event: WorkerEvent & { readonly atMs: number },
  isSecured: boolean,
): PageStep | undefined {
  const { worker } = state;
  if (event.kind === 'worker-came') return came(state, event.worker, event.atMs);
  if (workerNumber(worker) !== event.worker) return undefined;
  switch (event.kind) {
    case 'worker-alive':
      return alive(state, event);
    case 'worker-closed':
      return lost(state, event.atMs);
    case 'worker-gap':
      return isSecured ? { next: state, effects: [{ kind: 'ask-key-frame', stream: event.stream }] } : undefined;
    case 'worker-stale':
      return isSecured ? { next: state, effects: [], raised: [{ kind: 'keys-wanted', atMs: event.atMs }] } : undefined;
    default:
      return unreachable(event);
  }
}

/** What the clock makes of the worker: pings, and its end where it does not answer. */
export function workerTime(state: PageState, atMs: number): PageStep | undefined {
  const { worker } = state;
  if (worker.kind === 'starting') return atMs < worker.untilMs ? undefined : lost(state, atMs);
  if (worker.kind !== 'alive' || atMs < worker.pingAtMs) return undefined;
  return worker.unanswered < MOST_UNANSWERED ? pinged(state, worker, atMs) : lost(state, atMs);
}

/** The page with another hold or interruption, and what its worker is told of it. */
export function withStill(state: PageState, change: Partial<Pick<PageState, 'isHeld' | 'isInterrupted'>>): PageStep {
  const next = { ...state, ...change };
  const worker = workerNumber(state.worker);
  if (isStill(next) === isStill(state) || worker === undefined) return { next, effects: [] };
  return { next, effects: [{ kind: 'still-worker', worker, isStill: isStill(next) }] };
}

/** Lets a worker go, if there is one. */
export function endWorker(worker: WorkerState): readonly Effect[] {
  const number = workerNumber(worker);
  return number === undefined ? [] : [{ kind: 'end-worker', worker: number }];
}

// A second one is turned away, and so is one that comes after its page was lost.
function came(state: PageState, worker: number, atMs: number): PageStep {
  if (state.worker.kind !== 'none') return { next: state, effects: [{ kind: 'end-worker', worker }] };
  return {
    next: { ...state, worker: { kind: 'starting', worker, untilMs: atMs + START_MS } },
    effects: isStill(state) ? [{ kind: 'still-worker', worker, isStill: true }] : [],
  };
}

function alive(state: PageState, { atMs, sign }: Extract<CallEvent, { kind: 'worker-alive' }>): PageStep | undefined {
  const { worker } = state;
  if (worker.kind === 'alive') return { next: { ...state, worker: { ...worker, unanswered: 0 } }, effects: [] };
  if (worker.kind !== 'starting' || sign !== 'ready') return undefined;
  return pinged(state, { kind: 'alive', worker: worker.worker, pings: 0, unanswered: 0, pingAtMs: atMs }, atMs);
}

function pinged(state: PageState, worker: Extract<WorkerState, { kind: 'alive' }>, atMs: number): PageStep {
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
