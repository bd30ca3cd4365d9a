// Presses and releases of global keys as a Wayland desktop announces them. A key that is held counts once.
import type { GlobalAct } from '../../contract/global-keys.ts';
import type { Clock } from '../time/clock.ts';
import type { GlobalKeysEvents } from './global-keys.ts';
import { MOST_HELD_MS } from './held-keys.ts';
import { REPEATS_AFTER_MS } from './held-presses.ts';

/** The announced presses. */
export interface PortalPresses {
  readonly down: (act: GlobalAct) => void;
  readonly up: (act: GlobalAct) => void;
  /** Nobody knows any more which keys are held. */
  readonly forget: () => void;
}

/** No press yet. A key to talk counts as held for two minutes at most, in case its release is never announced. */
export function createPortalPresses(
  { onPress, onTalk }: Pick<GlobalKeysEvents, 'onPress' | 'onTalk'>,
  clock: Pick<Clock, 'after' | 'nowMs'>,
): PortalPresses {
  const heldSince = new Map<GlobalAct, number>(); // or since the last repeated press
  let endTalk: (() => void) | undefined;
  const talkOver = (): void => {
    endTalk?.();
    if (endTalk !== undefined) onTalk(false);
    endTalk = undefined;
  };
  return {
    down: (act) => {
      const nowMs = clock.nowMs();
      const lastMs = heldSince.get(act);
      heldSince.set(act, nowMs);
      // A desktop that repeats held keys does so more often. After a longer pause a release was lost.
      if (lastMs !== undefined && Math.abs(nowMs - lastMs) < REPEATS_AFTER_MS) return;
      if (act !== 'talk') return onPress(act, false);
      endTalk?.();
      endTalk = clock.after(MOST_HELD_MS, talkOver);
      onTalk(true);
    },
    up: (act) => {
      heldSince.delete(act);
      if (act === 'talk') talkOver();
    },
    forget: () => {
      heldSince.clear();
      talkOver();
    },
  };
}
