// The devices of running calls, as the person has chosen them. A page is told when it opens its call, and again when
// the choice changes. The settings decide; nothing is decided here.
import type { MediaCommand } from '../../contract/media.ts';
import type { Settings } from '../../contract/view.ts';
import { type DevicesChosen, devicesChosen } from '../calls/media-choice.ts';

/** The pages that have a call open. */
export interface CallDevices {
  /** A command was sent to a page. */
  readonly left: (command: MediaCommand) => void;
  /** The settings are now these. */
  readonly follow: (settings: Settings) => void;
}

/** No call is open; `command` reaches the page of a call. */
export function createCallDevices(command: (command: MediaCommand) => void): CallDevices {
  const told = new Map<string, string>(); // by call: the devices that its page knows, as JSON
  return {
    left: (order) => {
      const { call } = order;
      if (order.kind === 'close') told.delete(call);
      if (order.kind !== 'open') return;
      const { background, cameras, microphones, processing } = order;
      const chosen: DevicesChosen = { microphones, cameras, processing, background };
      told.set(call, JSON.stringify(chosen));
    },
    follow: (settings) => {
      const chosen = devicesChosen(settings);
      const now = JSON.stringify(chosen);
      for (const [call, before] of told) {
        if (before === now) continue;
        told.set(call, now);
        command({ kind: 'devices', call, ...chosen });
      }
    },
  };
}
