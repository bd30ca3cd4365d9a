// Opens the first page of a call, or replaces a page by another: a new connection, a new worker, and nothing that the
// former page had. `nr` is one higher, which shows the other regions that the page has changed.
import { endWorker } from './page-worker.ts';
import type { PageOpening } from './page-event.ts';
import type { Describing, NewPage, NO_PAGE, OpenPage, OwedPage } from './page-state.ts';
import type { RingState } from './ring-state.ts';
import type { Step } from './region.ts';

const WITHIN_MS = 60_000;
const MOST = 3;

/** Opens the first page of a call. */
export function opened({ past, worker }: typeof NO_PAGE, how: PageOpening): Step<NewPage> {
  const { theirs } = how;
  return {
    next: { kind: 'opening', nr: 1, theirs, worker, isInterrupted: false, reopening: { kind: 'none' }, past },
    effects: [{ kind: 'open-page', nr: 1, ...how }],
  };
}

/**
 * Opens another page and ends the former page and its worker. The worker's keys are spent, and new keys need not wait
 * for the pace of rekeys: the limit on reopenings bounds how often that happens (protocol §6, §5 rule 17).
 */
export function replaced(
  state: OpenPage | OwedPage,
  how: PageOpening & { readonly reopening: Describing },
  at: { readonly ring: RingState; readonly atMs: number },
): Step<NewPage> {
  const { past, theirs } = state;
  const { reopening, ...opening } = how;
  const nr = state.nr + 1;
  const isNew = theirs !== undefined && !past.former.includes(theirs.fingerprint);
  return {
    next: {
      kind: 'opening',
      nr,
      theirs: how.theirs,
      worker: { kind: 'none' },
      isInterrupted: true,
      reopening,
      past: isNew ? { ...past, former: [...past.former, theirs.fingerprint] } : past,
    },
    effects: [...endWorker(state), { kind: 'open-page', nr, ...opening }],
    raised: [
      { kind: 'pace-lifted', atMs: at.atMs },
      ...(at.ring.kind === 'live' ? [{ kind: 'page-replaced', atMs: at.atMs } as const] : []),
    ],
  };
}

/**
 * Adds `nowMs` to `times` and drops those that no longer count. Undefined: that is once too often. Pages that fail
 * again and again, by themselves or because of the peer, must not be replaced for ever. A time in the future was
 * recorded before the clock was set back.
 */
export function onceMore(times: readonly number[], nowMs: number): readonly number[] | undefined {
  const recent = times.filter((atMs) => atMs <= nowMs && nowMs - atMs < WITHIN_MS);
  return recent.length < MOST ? [...recent, nowMs] : undefined;
}
