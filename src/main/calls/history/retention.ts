// How long calls stay in the history: days of the setting in force, none at all under high confidentiality. What is older is removed
// when this begins, when the days change, and once a day.
import type { HistoryEntry } from '../../../contract/view.ts';
import type { Clock } from '../../time/clock.ts';
import type { History } from './history.ts';

const DAY_MS = 86_400_000;

/** A history that keeps only what it may. */
export interface Retention {
  /** Writes an entry, where any may be kept and it is not too old already, as the word of a missed call may be. */
  readonly add: (entry: HistoryEntry) => void;
  readonly has: History['has'];
  /** The days may have changed: removes what is too old now. */
  readonly apply: () => void;
  readonly stop: () => void;
}

/** Keeps `history` to `days`, whole days from now back; 0: nothing is written and what is there goes. */
export function keepHistory(
  history: Pick<History, 'add' | 'has' | 'keepSince'>,
  days: () => number,
  clock: Pick<Clock, 'nowMs' | 'after'>,
): Retention {
  let cancel: () => void = () => undefined;
  let applied: number | undefined;
  const prune = (): void => {
    applied = days();
    history.keepSince(applied === 0 ? Number.POSITIVE_INFINITY : clock.nowMs() - applied * DAY_MS);
  };
  const daily = (): void => {
    prune();
    cancel = clock.after(DAY_MS, daily);
  };
  daily();
  return {
    has: history.has,
    add: (entry) => {
      if (entry.at >= clock.nowMs() - days() * DAY_MS && days() > 0) history.add(entry);
    },
    apply: () => {
      if (days() !== applied) prune(); // asked at every change of anything: a disk that refuses is asked again tomorrow
    },
    stop: () => cancel(),
  };
}
