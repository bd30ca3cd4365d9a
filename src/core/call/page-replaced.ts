// Another page in the place of one: a new connection, a new worker, and nothing that the one before had. What the new one is told of
// switches and pictures follows from `nr`, which is one more.
import type { Effect } from './effect.ts';
import { endWorker } from './page-worker.ts';
import type { PageOpening } from './page-event.ts';
import type { PageState } from './page-state.ts';
import type { RingState } from './ring-state.ts';
import type { Step } from './region.ts';

const WITHIN_MS = 60_000;
const MOST = 3;

/** Opens the first page of a call. */
export function opened(state: PageState, how: PageOpening): Step<PageState> {
  return { next: inAnother(state, how), effects: [openPage(state, how)] };
}

/**
 * Opens another page, and lets the one before and its worker go. The worker's keys are spent, and new ones need not wait for their
 * pace: how often that may be is bounded by how often a call may be opened anew (protocol §6, §5 rule 17).
 */
export function replaced(
  state: PageState,
  how: PageOpening,
  at: { readonly ring: RingState; readonly atMs: number },
): Step<PageState> {
  const { former, theirs, worker } = state;
  const isNew = theirs !== undefined && !former.includes(theirs.fingerprint);
  const next: PageState = {
    ...inAnother(state, how),
    former: isNew ? [...former, theirs.fingerprint] : former,
    worker: { kind: 'none' },
    isInterrupted: true,
  };
  return {
    next,
    effects: [...endWorker(worker), openPage(state, how)],
    raised: [
      { kind: 'pace-lifted', atMs: at.atMs },
      ...(at.ring.kind === 'live' ? [{ kind: 'page-replaced', atMs: at.atMs } as const] : []),
    ],
  };
}

/**
 * These times and now, without those that no longer count; undefined: that is once too often. A page that cannot stay, or a peer that
 * will not let it, must not go on for ever. A time ahead of now is one of before the clock was set back.
 */
export function onceMore(times: readonly number[], nowMs: number): readonly number[] | undefined {
  const recent = times.filter((atMs) => atMs <= nowMs && nowMs - atMs < WITHIN_MS);
  return recent.length < MOST ? [...recent, nowMs] : undefined;
}

function inAnother(state: PageState, { offers, theirs }: PageOpening): PageState {
  return { ...state, kind: 'opening', nr: state.nr + 1, offers, theirs, isOpen: true };
}

function openPage({ nr }: PageState, how: PageOpening): Effect {
  return { kind: 'open-page', nr: nr + 1, ...how };
}
