// Counts a held key once. While a global key is held, X11 and Windows report presses again and again (X11 some thirty a
// second, measured), which a person has not made. If each of them counted, a held mute key would open the microphone.
import type { GlobalAct } from '../../contract/global-keys.ts';
import type { Clock } from '../time/clock.ts';
import type { HeldKeys, WatchEnd } from './held-keys.ts';

/**
 * Longer than the time after which a system begins to repeat a held key. Windows can be set to one second, and main may
 * hear of it late.
 */
const REPEATS_AFTER_MS = 1500;
/**
 * What a reported press is. `unclear`: another press of a person, or the repetition of a held key. `repeated`: nothing
 * new.
 */
export type PressKind = 'new' | 'unclear' | 'repeated';

/** What follows from a press that counts. */
export interface PressEvents {
  /** The chord was seen to be down (held-keys.ts). Called at most once, and never where no release can be seen. */
  readonly onDown?: () => void;
  /** A key of the chord is up, or nobody knows any more. Called once after `onDown`. */
  readonly onUp?: () => void;
}

/** The presses of global keys. */
export interface HeldPresses {
  /** The system reports a press of this chord. Only a new one is watched. */
  readonly press: (act: GlobalAct, chord: string, events?: PressEvents) => PressKind;
  /** The chords are given back: nothing is watched any more. A key that is still held does not count anew. */
  readonly forget: () => void;
}

interface Press {
  lastMs: number;
  isWatched: boolean;
  isDown: boolean; // the chord was seen to be down, and nobody has seen a release
  readonly stop: () => void;
}

/** No press yet. */
export function createHeldPresses(keys: HeldKeys, clock: Pick<Clock, 'nowMs'>): HeldPresses {
  const presses = new Map<GlobalAct, Press>();
  return {
    press: (act, chord, { onDown, onUp } = {}) => {
      const nowMs = clock.nowMs();
      const last = presses.get(act);
      const kind = last === undefined ? 'new' : kindOf(last, nowMs, keys.repeats);
      if (last !== undefined && kind !== 'new') {
        last.lastMs = nowMs;
        return kind;
      }
      // Where held keys do not repeat, only the key to talk has to be watched.
      const isWatched = keys.seen() !== 'never' && (keys.repeats || act === 'talk');
      const end = (why: WatchEnd): void => {
        const wasDown = made.isDown;
        made.isWatched = false;
        made.isDown = false;
        made.lastMs = clock.nowMs(); // main may have been busy, and repetitions may still wait
        // A next press to talk opens no microphone before its keys are seen to be down, so it may count at once.
        const isDone = why === 'released' || (why === 'hidden' && act === 'talk');
        if (isDone && presses.get(act) === made) presses.delete(act);
        if (wasDown) onUp?.();
      };
      const made: Press = {
        lastMs: nowMs,
        isWatched,
        isDown: false,
        stop: isWatched
          ? keys.watch(chord, {
              onDown: () => {
                made.isDown = true;
                onDown?.();
              },
              onEnd: end,
            })
          : () => undefined,
      };
      presses.set(act, made);
      return 'new';
    },
    forget: () => {
      for (const { stop } of presses.values()) stop();
    },
  };
}

// As long as a key was not seen to be down, another press may be one of the person.
function kindOf({ lastMs, isWatched, isDown }: Press, nowMs: number, repeats: boolean): PressKind {
  if (isWatched && isDown) return 'repeated';
  if (isWatched) return 'unclear';
  if (!repeats) return 'new';
  return Math.abs(nowMs - lastMs) < REPEATS_AFTER_MS ? 'unclear' : 'new';
}
