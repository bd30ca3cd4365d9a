// The page region of the call machine: what becomes of a call when its page opens, reports, fails or is lost, and when the ring comes
// to another state. The life of a page is drawn in page-state.ts.
//
// A page that has crashed is lost, as one that was loaded anew or has closed itself: `page-lost` decides whether another takes its place.
// Its keys are spent (keys.ts, `withWorker`); the ring mends until the new page is connected (ring-talk.ts, `page-replaced`), and a person
// reads that nothing is being sent (`mending` in view.ts).
import type { CallEvent } from './event.ts';
import type { EndReason } from './end-reason.ts';
import type { PageDescription, PageState, PeerDescription } from './page-state.ts';
import type { PageFailure, PageOpening } from './page-event.ts';
import { hearsPage } from './page-state.ts';
import { onceMore, opened, replaced } from './page-replaced.ts';
import { peerReopens, reopened, reopeningTime, toldAnew } from './page-reopening.ts';
import { endWorker, stepWorker, withStill, workerTime } from './page-worker.ts';
import { isSecured } from './ring-state.ts';
import type { Seen, Step } from './region.ts';
import type { CallState } from './state.ts';
import { isVerified } from './trust-state.ts';

type PageStep = Step<PageState>;

const FAILURES: Readonly<Record<PageFailure, EndReason>> = {
  'no-transform': 'no-transform',
  description: 'error',
  'worker-lost': 'worker-lost',
  internal: 'error',
};

/** What an event makes of the page. */
export function stepPage(state: PageState, event: CallEvent, seen: Seen): PageStep | undefined {
  return following(state, event, seen) ?? taking(state, event, seen);
}

// What the ring has come to by this event.
function following(state: PageState, { atMs }: CallEvent, { before, now }: Seen): PageStep | undefined {
  const { ring } = now;
  if (ring.kind === before.ring.kind) return undefined;
  if (ring.kind === 'ended') return { next: { ...state, kind: 'closed', isOpen: false }, effects: [] };
  if (ring.kind === 'calling' || ring.kind === 'answering')
    return opened(state, { ...firstRules(now), offers: ring.kind === 'answering', theirs: undefined });
  if (ring.kind === 'mending') return withStill(state, { isInterrupted: true });
  if (ring.kind !== 'connecting') return undefined;
  // Keys are agreed on: what was lost before is made good.
  if (state.kind === 'owed') return reopened(state, { ring, atMs });
  return state.nr > 1 ? { next: state, effects: [], raised: [{ kind: 'keys-needed', atMs }] } : undefined;
}

function taking(state: PageState, event: CallEvent, { now }: Seen): PageStep | undefined {
  const { ring } = now;
  switch (event.kind) {
    case 'page-lost':
      return isSecured(ring) ? reopened(state, { ring, atMs: event.atMs }) : lostEarly(state, event.atMs, now);
    case 'page-begun':
      return state.kind === 'opening' ? { next: { ...state, kind: 'present' }, effects: [] } : undefined;
    case 'page-described':
      return state.kind === 'present' ? described(state, event.description, event.atMs) : undefined;
    case 'page-failed':
      return hearsPage(state) ? failed(state, FAILURES[event.cause], event.atMs) : undefined;
    case 'peer-described':
      return peerDescribed(state, event.description);
    case 'peer-reopens':
      return peerReopens(state, event, ring);
    case 'connected':
      return mended(state);
    case 'disconnected':
      return withStill(state, { isInterrupted: true });
    case 'held':
      return withStill(state, { isHeld: event.isHeld });
    case 'worker-came':
    case 'worker-alive':
    case 'worker-closed':
    case 'worker-gap':
    case 'worker-stale':
      return stepWorker(state, event, isSecured(ring));
    case 'time':
      return atTime(state, event.atMs);
    default:
      return undefined;
  }
}

// Keys are not agreed on yet. Of a page that has not described the peer knows nothing, and nobody notices that another takes its
// place. Between the two, keys are agreed on first, which needs no page: what it has described is bound into the handshake and stays
// so. Where pages are lost again and again the call ends, also before there is a connection: each time a window would open.
function lostEarly(state: PageState, atMs: number, now: CallState): PageStep | undefined {
  if (state.kind === 'owed') return undefined;
  const lostAtMs = onceMore(state.lostAtMs, atMs);
  if (lostAtMs === undefined) return failed(state, 'page-lost', atMs);
  const next = { ...state, lostAtMs };
  switch (state.kind) {
    case 'opening':
    case 'present':
      return replaced(
        next,
        { ...firstRules(now), offers: state.offers, theirs: state.theirs },
        { ring: now.ring, atMs },
      );
    case 'described':
      return {
        next: { ...next, kind: 'owed', worker: { kind: 'gone' }, isInterrupted: true },
        effects: endWorker(state.worker),
      };
    default:
      return { next, effects: [] };
  }
}

// By what rules a page opens before READY.
function firstRules({ ring, trust }: CallState): Pick<PageOpening, 'isVerified' | 'viaRelay'> {
  return { isVerified: isVerified(trust), viaRelay: ring.kind === 'answering' && ring.viaRelay };
}

function described(state: PageState, description: PageDescription | undefined, atMs: number): PageStep {
  if (description === undefined) return failed(state, 'error', atMs);
  const next: PageState = { ...state, kind: 'described' };
  return toldAnew(next, description, atMs) ?? { next, effects: [{ kind: 'bind-description', description }] };
}

// A page that is owed is not there to be told.
function peerDescribed(state: PageState, description: PeerDescription): PageStep | undefined {
  if (!state.isOpen) return undefined;
  const next = { ...state, theirs: description };
  return { next, effects: state.kind === 'owed' ? [] : [{ kind: 'describe-peer', description }] };
}

// Pictures between were dropped in our own worker, so the peer misses none to ask for.
function mended(state: PageState): PageStep | undefined {
  if (!state.isInterrupted) return undefined;
  const step = withStill(state, { isInterrupted: false });
  return { ...step, effects: [...step.effects, { kind: 'key-frame', stream: 1 }] };
}

function atTime(state: PageState, atMs: number): PageStep | undefined {
  const again = reopeningTime(state, atMs);
  const worker = workerTime(again?.next ?? state, atMs);
  if (again === undefined || worker === undefined) return again ?? worker;
  return { ...worker, effects: [...again.effects, ...worker.effects] };
}

function failed(state: PageState, reason: EndReason, atMs: number): PageStep {
  return { next: state, effects: [], raised: [{ kind: 'fault', reason, atMs }] };
}
