// The commands of the page of headsets: what a person pressed, and which headsets are plugged in.
import { type HeadsetPress, type HeadsetSeen, MOST_HEADSETS } from '../../contract/headset.ts';
import type { Handlers } from '../../contract/ipc.ts';
import type { TrayAction } from '../desktop/tray-menu.ts';
import { createBudget } from '../time/budget.ts';
import type { Clock } from '../time/clock.ts';
import { done } from './replies.ts';

/** No person presses more often, whatever they wear, but a page that was taken over could. */
const MOST_ACTIONS = 8 * MOST_HEADSETS; // per headset as many as the page lets through (renderer/headset/serve.ts)
const PER_MS = 10_000;

/** What these commands use. */
export interface HeadsetReach {
  /** What the press means now. Undefined: nothing. */
  readonly actionOf: (press: HeadsetPress) => TrayAction | undefined;
  /** Resolves when the action is done. */
  readonly act: (action: TrayAction) => Promise<void>;
  readonly found: (devices: readonly HeadsetSeen[]) => void;
}

/** The handlers of these commands. */
export function headsetHandlers(
  headset: HeadsetReach,
  clock: Pick<Clock, 'nowMs'>,
): Pick<Handlers, 'headset.press' | 'headset.seen'> {
  const mayAct = createBudget(clock, MOST_ACTIONS, PER_MS);
  return {
    'headset.press': async (pressed) => {
      const action = headset.actionOf(pressed);
      // Hanging up and muting are always carried out.
      const isEnding = action?.kind === 'hang-up' || (action?.kind === 'mute' && action.mute);
      if (action !== undefined && (isEnding || mayAct())) await headset.act(action);
      return done;
    },
    'headset.seen': ({ devices }) => {
      headset.found(devices);
      return done;
    },
  };
}
