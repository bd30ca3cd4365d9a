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
/** So many announcements, each soon after the last, are repetitions and no presses of a person. */
const SURELY_REPEATED = 2;

/** The announced presses. */
export interface PortalPresses {
  /** `timeMs`: the time of the press by the desktop's clock, which began at an unknown time; 0 if it names no time. */
  readonly down: (act: GlobalAct, timeMs: number) => void;
  readonly up: (act: GlobalAct) => void;
  /** The key to talk counts as released. Its repetitions, and those of other keys, still count only as repetitions. */
  readonly endTalk: () => void;
  /** Nobody knows any more which keys are held. */
  readonly forget: () => void;
}

/** What the presses cause, and what is known of the desktop. */
export interface PortalPressesReach extends Pick<GlobalKeysEvents, 'onPress' | 'onTalk'> {
  /** Whether this desktop is known to repeat held keys. */
  readonly repeats: boolean;
  readonly clock: Pick<Clock, 'after' | 'nowMs'>;
}

// A press without a release so far, and what may be its repetitions.
interface Press {
  lastMs: number; // by our clock
  lastTimeMs: number; // by the desktop's clock
  later: number; // announcements after the press
  soon: number; // those in a row that followed within NEXT_REPEAT_MS
}

/** No press yet. */
export function createPortalPresses({ onPress, onTalk, repeats, clock }: PortalPressesReach): PortalPresses {
  const presses = new Map<GlobalAct, Press>();
  let stopTimer: (() => void) | undefined; // while somebody talks
  let talkSinceMs = 0;

  const talkOver = (): void => {
    stopTimer?.();
    if (stopTimer !== undefined) onTalk(false);
    stopTimer = undefined;
  };
  // With `pauseMs`, talking ends once no repetition has come for that long, and the key then counts as released. In any
  // case talking ends after two minutes. The key then still counts as held, so that its repetitions do not begin
  // another talk.
  const talkFor = (pauseMs: number | undefined): void => {
    stopTimer?.();
    const leftMs = Math.max(0, talkSinceMs + MOST_HELD_MS - clock.nowMs());
    const isPause = pauseMs !== undefined && pauseMs < leftMs;
    stopTimer = clock.after(isPause ? pauseMs : leftMs, () => {
      if (isPause) presses.delete('talk');
      talkOver();
    });
  };
  function repeated(act: GlobalAct, { soon }: Press): void {
    // A press that mutes must not be lost, even if it may be a repetition.
    if (act === 'mute') onPress(act, true);
    if (act !== 'talk' || stopTimer === undefined) return;
    const isSure = soon >= SURELY_REPEATED || (repeats && soon > 0);
    talkFor(isSure ? NEXT_REPEAT_MS : repeats ? FIRST_REPEAT_MS : undefined);
  }
  function pressed(act: GlobalAct): void {
    if (act !== 'talk') return onPress(act, false);
    talkSinceMs = clock.nowMs();
    const isNew = stopTimer === undefined;
    talkFor(repeats ? FIRST_REPEAT_MS : undefined);
    if (isNew) onTalk(true);
  }
  return {
    down: (act, timeMs) => {
      const nowMs = clock.nowMs();
      const press = presses.get(act);
      const gapMs = press === undefined ? Infinity : gapSince(press, nowMs, timeMs);
      // The first repetition may take long, each further one may not.
      if (press === undefined || gapMs >= (press.later === 0 ? FIRST_REPEAT_MS : NEXT_REPEAT_MS)) {
        presses.set(act, { lastMs: nowMs, lastTimeMs: timeMs, later: 0, soon: 0 });
        return pressed(act);
      }
      press.later += 1;
      press.soon = gapMs < NEXT_REPEAT_MS ? press.soon + 1 : 0;
      press.lastMs = nowMs;
      press.lastTimeMs = timeMs;
      repeated(act, press);
    },
    up: (act) => {
      presses.delete(act);
      if (act === 'talk') talkOver();
    },
    endTalk: talkOver,
    forget: () => {
      presses.clear();
      talkOver();
    },
  };
}

// The shorter of the times that have passed on both clocks: if we were held up, ours shows too long a time.
function gapSince({ lastMs, lastTimeMs }: Press, nowMs: number, timeMs: number): number {
  const oursMs = Math.abs(nowMs - lastMs);
  return timeMs > 0 && lastTimeMs > 0 ? Math.min(oursMs, Math.abs(timeMs - lastTimeMs)) : oursMs;
}
