// Finds which of this person's devices has answered or declined a call, if that is certain: the caller only reports
// that it was another device.
import type { DeviceView } from '../../contract/devices.ts';
import type { HistoryEntry } from '../../contract/view.ts';

/** The current name of the device `on`. Undefined if the device is not in `devices` or has no name. */
export function endedOn({ on }: Pick<HistoryEntry, 'on'>, devices: readonly DeviceView[]): string | undefined {
  const name = devices.find(({ device }) => device === on)?.name;
  return name === '' ? undefined : name;
}
