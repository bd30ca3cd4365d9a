// Presses and releases of global keys as a Wayland desktop announces them. Two things are not as they should be on some
// desktops (decision 0084). GNOME announces a held key again and again. And it announces no release if a modifier was
// released before the last key. So a press without a release may be a repetition, and a key that was repeated and is
// not any more counts as released.
import type { GlobalAct } from '../../contract/global-keys.ts';
import type { Clock } from '../time/clock.ts';
import type { GlobalKeysEvents } from './global-keys.ts';
import { MOST_HELD_MS } from './held-keys.ts';

/** Longer than the time after which a desktop begins to repeat a held key: on GNOME at most two seconds. */
const FIRST_REPEAT_MS = 2500;
/** Longer than the time between two repetitions. */
const NEXT_REPEAT_MS = 500;

/** The announced presses. */
export interface PortalPresses {
  readonly down: (act: GlobalAct) => void;
  readonly up: (act: GlobalAct) => void;
  /** Nobody knows any more which keys are held. */
  readonly forget: () => void;
}

/** What the presses cause, and what is known of the desktop. */
export interface PortalPressesReach extends Pick<GlobalKeysEvents, 'onPress' | 'onTalk'> {
  /** Whether this desktop is known to repeat held keys. */
  readonly repeats: boolean;
  readonly clock: Pick<Clock, 'after' | 'nowMs'>;
}

/** No press yet. */
export function createPortalPresses({ onPress, onTalk, repeats, clock }: PortalPressesReach): PortalPresses {
  const announcedMs = new Map<GlobalAct, number>(); // the last announcement of each key without a release since then
  let isRepeating = repeats;
  let endTalk: (() => void) | undefined; // while somebody talks
  let talkSinceMs = 0;

  const talkOver = (): void => {
    endTalk?.();
    if (endTalk !== undefined) onTalk(false);
    endTalk = undefined;
  };
  // Talking ends by itself if no repetition comes where one would: then the key counts as released. And it ends after
  // two minutes: then the key still counts as held, so that its repetitions do not begin another talk.
  const talkFor = (pauseMs: number): void => {
    endTalk?.();
    const leftMs = talkSinceMs + MOST_HELD_MS - clock.nowMs();
    const isPause = isRepeating && pauseMs < leftMs;
    endTalk = clock.after(isPause ? pauseMs : Math.max(0, leftMs), () => {
      if (isPause) announcedMs.delete('talk');
      talkOver();
    });
  };
  function repeated(act: GlobalAct): void {
    isRepeating = true;
    // A press that mutes must not be lost, even if it may be a repetition.
    if (act === 'mute') onPress(act, true);
    if (act === 'talk' && endTalk !== undefined) talkFor(NEXT_REPEAT_MS);
  }
  function pressed(act: GlobalAct): void {
    if (act !== 'talk') return onPress(act, false);
    talkSinceMs = clock.nowMs();
    const isNew = endTalk === undefined;
    talkFor(FIRST_REPEAT_MS);
    if (isNew) onTalk(true);
  }
  return {
    down: (act) => {
      const nowMs = clock.nowMs();
      const lastMs = announcedMs.get(act);
      announcedMs.set(act, nowMs);
      if (lastMs !== undefined && Math.abs(nowMs - lastMs) < FIRST_REPEAT_MS) repeated(act);
      else pressed(act);
    },
    up: (act) => {
      announcedMs.delete(act);
      if (act === 'talk') talkOver();
    },
    forget: () => {
      announcedMs.clear();
      talkOver();
    },
  };
}
