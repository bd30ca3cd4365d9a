// The devices of running calls, as the person has chosen them. A page learns these devices when it opens its call, and
// again when the choice changes.
import type { MediaCommand } from '../../contract/media.ts';
import type { Settings } from '../../contract/view.ts';
import type { Desk } from '../calls/desk.ts';
import { type DevicesChosen, devicesChosen } from '../calls/media-choice.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';

/** What the pages with an open call know of devices. */
export interface CallDevices {
  /** A command was sent to a page. */
  readonly left: (command: MediaCommand) => void;
  /** The settings have changed to these. */
  readonly follow: (settings: Settings) => void;
  /** The calls whose page hides the person's room, although these settings would show the room. */
  readonly uncovered: (settings: Settings) => readonly string[];
}

/** Begins without an open call. `command` reaches the page of a call. */
export function createCallDevices(command: (command: MediaCommand) => void): CallDevices {
  const told = new Map<string, string>(); // by call: the devices that its page knows, as JSON
  const isHidden = (devices: string): boolean => (JSON.parse(devices) as DevicesChosen).background !== 'off';
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
    uncovered: ({ background }) =>
      background === 'off' ? [...told].filter(([, devices]) => isHidden(devices)).map(([call]) => call) : [],
  };
}

/**
 * Keeps a change of policy from showing a room that was hidden. Before the page is told, the camera of its call is
 * switched off, and the call window says why, as when a filter is lost. A person who chooses to show the room needs no
 * such step.
 */
export function keepCovered(
  policy: Pick<PolicyInForce, 'onChange'>,
  settings: () => Settings,
  devices: Pick<CallDevices, 'uncovered'>,
  desk: () => Pick<Desk, 'camera' | 'mediaFact' | 'views'> | undefined,
): void {
  policy.onChange(() => {
    for (const call of devices.uncovered(settings())) {
      desk()?.mediaFact({ kind: 'no-device', call, device: 'camera', cause: 'background' });
      // While a page is being replaced, a report in its name does not count, so the camera is switched off here, too.
      const isOn = desk()
        ?.views()
        .some(({ id, local }) => id === call && local.camera);
      if (isOn === true) desk()?.camera(call, false);
    }
  });
}
