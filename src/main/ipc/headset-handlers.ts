// The commands of the page of headsets: what a person has pressed, and which are plugged in.
import type { HeadsetPress, HeadsetSeen } from '../../contract/headset.ts';
import type { Handlers } from '../../contract/ipc.ts';
import { createBudget } from '../time/budget.ts';
import type { Clock } from '../time/clock.ts';
import { done } from './replies.ts';

/** A device that goes mad presses no more often than a person. */
const MOST_PRESSES = 20;
const PER_MS = 10_000;

/** What these commands reach. */
export interface HeadsetReach {
  /** Does what the press means now; resolves when it is done. */
  readonly press: (press: HeadsetPress) => Promise<void>;
  readonly found: (devices: readonly HeadsetSeen[]) => void;
}

/** The handlers over it. */
export function headsetHandlers(
  headset: HeadsetReach,
  clock: Pick<Clock, 'nowMs'>,
): Pick<Handlers, 'headset.press' | 'headset.seen'> {
  const mayPress = createBudget(clock, MOST_PRESSES, PER_MS);
  return {
    'headset.press': async (pressed) => {
      if (mayPress()) await headset.press(pressed);
      return done;
    },
    'headset.seen': ({ devices }) => {
      headset.found(devices);
      return done;
    },
  };
}
