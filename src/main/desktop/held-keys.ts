// Until when the keys that a person has just pressed stay down. Electron reports a press of a global key and no
// release. So while such a key is held, the display server is asked which keys are down (x11-keys.ts), or the system is
// asked whether the keys of the chord are (system-keys.ts).
import type { ReleaseSeen } from '../../contract/global-keys.ts';

/** The pause before the next question. For about this long a released key still counts as held. */
export const ASK_EVERY_MS = 30;
/** The longest wait for each answer. Without an answer nobody knows whether the key is still held. */
export const ANSWER_WITHIN_MS = 2000;
/** The longest time for which a key counts as held. */
export const MOST_HELD_MS = 120_000;

/**
 * Why a press is not watched any more. `released`: a key was released. `hidden`: the system says so, but it also says
 * so of held keys that it hides from us. `lost`: nobody can tell, the key was held for too long, or we ended the watch.
 */
export type WatchEnd = 'released' | 'hidden' | 'lost';

/** What a watched press reports. */
export interface HeldKeysEvents {
  /**
   * All keys of the chord are down; on X11, where their codes are not known, as many keys as the chord has. Called at
   * most once, before `onEnd`.
   */
  readonly onDown: () => void;
  /** Called once. */
  readonly onEnd: (why: WatchEnd) => void;
}

/** Watches keys that are held. */
export interface HeldKeys {
  /** Whether the system reports a held key as pressed again and again. */
  readonly repeats: boolean;
  /** Whether a release can be seen on this desktop, as far as is known. */
  readonly seen: () => ReleaseSeen;
  /**
   * Whether a key is set that may have to be watched: any if held keys repeat, else only the key to talk. Called at the
   * start of the program, and whenever the keys change. It does not ask whether any key is down.
   */
  readonly use: (isAnySet: boolean) => void;
  /**
   * Watches a press of `chord` for two minutes at most. The watch ends earlier if a key of the chord is up (on X11: any
   * key that was down at first), or if nobody can tell. Returns a function that ends the watch.
   */
  readonly watch: (chord: string, events: HeldKeysEvents) => () => void;
}
