// The page region of the call machine: what happens to a call when its page opens, reports, fails or is gone, and when
// the ring changes its state. The life of a page is drawn in page-state.ts.
//
// A page is gone when it crashed, was reloaded or closed itself. `lost` decides whether another one replaces it. The
// keys of its worker are spent (keys.ts, `withWorker`). When a reopening is answered, new keys are agreed on without
// waiting for the pace (`pace-lifted` and `keys-needed` in keys.ts). A live call is reconnecting until the new page is
// connected (ring-talk.ts, `page-replaced`), and a person reads that nothing is sent (`reconnecting` in view.ts).
import type { CallEvent } from './event.ts';
import type { EndReason } from './end-reason.ts';
import type { PageState, PeerDescription } from './page-state.ts';
import type { PageFailure, PageOpening } from './page-event.ts';
import { isOnHold } from './media-state.ts';
import { hearsPage, isInterrupted } from './page-state.ts';
import { onceMore, opened, replaced } from './page-replaced.ts';
import { described, peerReopens, reopened, reopeningTime } from './page-reopening.ts';
import { endWorker, stepWorker, withInterruption, withStill, workerTime } from './page-worker.ts';
import { isAnswered, isSecured } from './ring-state.ts';
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

/** What an event does to the page. Undefined if it does not concern the page. */
export function stepPage(state: PageState, event: CallEvent, seen: Seen): PageStep | undefined {
  return following(state, event, seen) ?? taking(state, event, seen);
}

// What the ring's new state means for the page.
function following(state: PageState, { atMs }: CallEvent, { before, now }: Seen): PageStep | undefined {
  const { ring } = now;
  if (ring.kind === before.ring.kind) return undefined;
  if (ring.kind === 'ended') return { next: { kind: 'closed' }, effects: [] };
  if (state.kind === 'none' && (ring.kind === 'calling' || ring.kind === 'answering'))
    return opened(state, { ...firstRules(now), theirs: undefined });
  if (ring.kind === 'reconnecting') return withInterruption(state, true, isOnHold(now.media));
  if (ring.kind !== 'connecting') return undefined;
  // Keys are agreed on now, so the page that is gone is replaced.
  if (state.kind === 'owed') return reopened(state, { ring, atMs });
  return 'nr' in state && state.nr > 1
    ? { next: state, effects: [], raised: [{ kind: 'keys-needed', atMs }] }
    : undefined;
}

function taking(state: PageState, event: CallEvent, { now }: Seen): PageStep | undefined {
  const { media, ring } = now;
  switch (event.kind) {
    case 'page-lost':
      return lost(state, event.atMs, now);
    case 'page-begun':
      return state.kind === 'opening' ? { next: { ...state, kind: 'present' }, effects: [] } : undefined;
    case 'page-described':
      if (state.kind !== 'present') return undefined;
      return event.description === undefined
        ? failed(state, 'error', event.atMs)
        : described(state, event.description, event.atMs);
    case 'page-failed':
      return hearsPage(state) ? failed(state, FAILURES[event.cause], event.atMs) : undefined;
    case 'peer-described':
      return peerDescribed(state, event.description);
    case 'peer-reopens':
      return peerReopens(state, event, ring);
    case 'connected':
      return mended(state, isOnHold(media));
    case 'disconnected':
      return withInterruption(state, true, isOnHold(media));
    case 'held':
      return withStill(state, event.isHeld || isInterrupted(state));
    case 'worker-came':
    case 'worker-alive':
    case 'worker-closed':
    case 'worker-gap':
    case 'worker-stale':
      return stepWorker(state, event, now);
    case 'time':
      return atTime(state, event.atMs);
    default:
      return undefined;
  }
}

function lost(state: PageState, atMs: number, now: CallState): PageStep | undefined {
  if (state.kind === 'owed' || state.kind === 'closed') return undefined;
  const { ring } = now;
  return isSecured(ring) && state.kind !== 'none' ? reopened(state, { ring, atMs }) : lostEarly(state, atMs, now);
}

// A page was gone before keys were agreed on. If the page has not described its connection, the peer knows nothing of
// it, and another page takes its place unnoticed. If it has, its description is bound into the handshake. Then keys are
// agreed on first, which needs no page. If this happens repeatedly the call ends, even before there is a connection,
// because each new page would open a window.
function lostEarly(state: Exclude<PageState, { kind: 'owed' | 'closed' }>, atMs: number, now: CallState): PageStep {
  const lostAtMs = onceMore(state.past.lostAtMs, atMs);
  if (lostAtMs === undefined) return failed(state, 'page-lost', atMs);
  const past = { ...state.past, lostAtMs };
  if (state.kind === 'none') return { next: { ...state, past }, effects: [] };
  const { nr, theirs } = state;
  if (state.kind === 'described') return { next: { kind: 'owed', nr, theirs, past }, effects: endWorker(state) };
  const how = { ...firstRules(now), theirs, reopening: state.reopening };
  return replaced({ ...state, past }, how, { ring: now.ring, atMs });
}

// The rules by which a page opens before READY. The callee's page describes its connection first.
function firstRules({ ring, trust }: CallState): Omit<PageOpening, 'theirs'> {
  const viaRelay = ring.kind === 'answering' && ring.viaRelay;
  return { offers: isAnswered(ring), isVerified: isVerified(trust), viaRelay };
}

// A page that is owed does not exist yet, so it cannot be told.
function peerDescribed(state: PageState, description: PeerDescription): PageStep | undefined {
  if (!('theirs' in state)) return undefined;
  const next = { ...state, theirs: description };
  return { next, effects: state.kind === 'owed' ? [] : [{ kind: 'describe-peer', description }] };
}

// During the interruption our own worker dropped the pictures of camera and screen before it counted them. So the peer
// sees no gap and asks for no key frame. We send one of each without being asked; a picture that is off has none.
function mended(state: PageState, isHeld: boolean): PageStep | undefined {
  if (!isInterrupted(state)) return undefined;
  const step = withInterruption(state, false, isHeld);
  const pictures = [1, 2] as const;
  return { ...step, effects: [...step.effects, ...pictures.map((stream) => ({ kind: 'key-frame', stream }) as const)] };
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
