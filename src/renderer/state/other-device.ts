// On which device of one's own a call was taken or declined, where that is certain: the caller says only that it was another one.
import type { DeviceView } from '../../contract/devices.ts';
import type { HistoryEntry } from '../../contract/view.ts';

/** The name of that device, as it is called now; undefined where it is not known. */
export function endedOn({ on }: Pick<HistoryEntry, 'on'>, devices: readonly DeviceView[]): string | undefined {
  const name = devices.find(({ device }) => device === on)?.name;
  return name === '' ? undefined : name;
}
