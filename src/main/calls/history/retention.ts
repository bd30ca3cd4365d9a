// How long calls stay in the history: the days of the setting in force, and none under high confidentiality. Older
// calls are removed at the start, when the days change, and once a day. Of a long list only the newest parts are read
// before a window is shown, unless no call may stay.
import type { HistoryEntry } from '../../../contract/view.ts';
import type { Clock } from '../../time/clock.ts';
import { createSlices, whileUp } from '../../time/slices.ts';
import type { History } from './history.ts';

const DAY_MS = 86_400_000;

/** A history that keeps only what it may. */
export interface Retention {
  /**
   * Writes a call, if calls may be kept at all and this one is not too old: a missed-call note may report an old one.
   */
  readonly add: (entry: HistoryEntry) => void;
  readonly has: History['has'];
  readonly nameDevice: History['nameDevice'];
  /** The days may have changed: removes what is too old now. */
  readonly apply: () => void;
  readonly stop: () => void;
}

/**
 * Limits `history` to the calls of the last `days` days. Parts that are unread at the start follow once a window is
 * shown. With 0 days nothing is written, and all existing calls are removed at once.
 */
export function keepHistory(
  history: Pick<History, 'add' | 'has' | 'nameDevice' | 'keepSince' | 'keepReadSince' | 'readRest'>,
  days: () => number,
  clock: Pick<Clock, 'nowMs' | 'after'>,
  whenShown: Promise<void>,
): Retention {
  let cancel: () => void = () => undefined;
  let applied: number | undefined;
  let isStopped = false;
  const sinceMs = (): number => (days() === 0 ? Number.POSITIVE_INFINITY : clock.nowMs() - days() * DAY_MS);
  const prune = (): void => {
    applied = days();
    history.keepSince(sinceMs());
  };
  const daily = (): void => {
    prune();
    cancel = clock.after(DAY_MS, daily);
  };
  async function begin(): Promise<void> {
    if (days() === 0) prune();
    applied = days();
    history.keepReadSince(sinceMs());
    cancel = clock.after(DAY_MS, daily);
    await whenShown;
    const outcome = await createSlices().run(whileUp(() => !isStopped, history.readRest()));
    if (outcome !== 'not-connected') prune();
  }
  void begin();
  return {
    has: history.has,
    nameDevice: history.nameDevice,
    add: (entry) => {
      if (entry.at >= clock.nowMs() - days() * DAY_MS && days() > 0) history.add(entry);
    },
    apply: () => {
      if (days() !== applied) prune(); // `apply` runs at every change; if the disk refuses, `daily` tries again
    },
    stop: () => {
      isStopped = true;
      cancel();
    },
  };
}
