// Counts a held key once. While a global key is held, the system reports presses again and again (on X11 some thirty a
// second, measured), which a person has not made: without this, a mute key that is held would open the microphone.
import type { GlobalAct } from '../../contract/global-keys.ts';
import type { Clock } from '../time/clock.ts';
import type { HeldKeys, WatchEnd } from './held-keys.ts';

/**
 * Where no release is seen, presses that follow each other within this time are one: longer than the time after which
 * a system begins to repeat a key, at most one second on Windows.
 */
const REPEATS_WITHIN_MS = 1100;

/** What follows from a press that counts. */
export interface PressEvents {
  /** All keys of the chord were seen to be down. Called at most once, and never where no release can be seen. */
  readonly onDown?: () => void;
  /** Nobody knows any more that they are down. Called once after `onDown`. */
  readonly onUp?: () => void;
}

/** The presses of global keys. */
export interface HeldPresses {
  /** The system reports a press of this chord. Returns whether it is a new one. */
  readonly press: (act: GlobalAct, chord: string, events?: PressEvents) => boolean;
  /** The chords are given back: nothing is watched any more. */
  readonly forget: () => void;
}

interface Press {
  lastMs: number;
  isWatched: boolean;
  readonly stop: () => void;
}

/** No press yet. */
export function createHeldPresses(keys: HeldKeys, clock: Pick<Clock, 'nowMs'>): HeldPresses {
  const presses = new Map<GlobalAct, Press>();
  return {
    press: (act, chord, { onDown, onUp } = {}) => {
      const nowMs = clock.nowMs();
      const last = presses.get(act);
      const isRepeated = last !== undefined && Math.abs(nowMs - last.lastMs) < REPEATS_WITHIN_MS;
      if (last !== undefined && (last.isWatched || isRepeated)) {
        last.lastMs = nowMs;
        return false;
      }
      let isDown = false;
      const isWatched = keys.seen() !== 'never';
      const end = (why: WatchEnd): void => {
        if (presses.get(act) === made) {
          if (why === 'released') presses.delete(act);
          else made.isWatched = false;
        }
        if (isDown) onUp?.();
      };
      const made: Press = {
        lastMs: nowMs,
        isWatched,
        stop: isWatched
          ? keys.watch(chord.split('+').length, {
              onDown: () => {
                isDown = true;
                onDown?.();
              },
              onEnd: end,
            })
          : () => undefined,
      };
      presses.set(act, made);
      return true;
    },
    forget: () => {
      for (const { stop } of presses.values()) stop();
      presses.clear();
    },
  };
}
