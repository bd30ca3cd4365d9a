// The order in which a person prefers devices: the one chosen last comes first, followed by those chosen before.
// Choosing the system's device clears the order. Pure.
import type { Input } from '../../contract/ipc.ts';
import type { Settings } from '../../contract/view.ts';
import type { SettingsChange } from './settings.ts';

type Order = Pick<Settings, 'microphone' | 'camera' | 'speaker' | 'devicesBefore'>;

const MOST = 8; // the oldest is forgotten
const kinds = ['microphone', 'camera', 'speaker'] as const;

/** The new order after these devices were chosen. */
export function chosenDevices(now: Order, chosen: Input<'devices.set'>['devices']): SettingsChange {
  const devicesBefore = { ...now.devicesBefore };
  for (const kind of kinds) {
    const first = chosen[kind];
    if (first === undefined) continue;
    const before = now[kind] === '' ? [] : [now[kind], ...now.devicesBefore[kind]];
    devicesBefore[kind] = first === '' ? [] : before.filter((name) => name !== first).slice(0, MOST);
  }
  return { ...chosen, devicesBefore };
}
