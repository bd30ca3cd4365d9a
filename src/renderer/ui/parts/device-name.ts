// How a device is named on screen: by its name or, without one, by the beginning of its id. Where two people compare
// ids, the whole id is shown.
import { useTranslation } from 'react-i18next';
import type { DeviceView } from '../../../contract/devices.ts';
import { formatGroups } from '../../i18n/format.ts';

const SHOWN_OF_ID = 8;

/** The text for a device: its name, or the beginning of its id. */
export function useDeviceName(): (device: Pick<DeviceView, 'name' | 'device'>) => string {
  const { t } = useTranslation();
  return ({ name, device }) => {
    if (name !== '') return name;
    return t('devices.unnamed', { id: formatGroups(device.slice(0, SHOWN_OF_ID).toUpperCase(), 4).join(' ') });
  };
}

/**
 * The id of a device for two people to compare: complete, because the beginning of an id can be forged by trying keys.
 * In groups of four.
 */
export function wholeId(device: string): string {
  return formatGroups(device.toUpperCase(), 4).join(' ');
}

/** The text for a device that may have to be told apart from a thief's: its whole id, after its name if it has one. */
export function useWholeDeviceName(): (device: Pick<DeviceView, 'name' | 'device'>) => string {
  const { t } = useTranslation();
  return ({ name, device }) => {
    const id = wholeId(device);
    return name === '' ? t('devices.unnamed', { id }) : t('devices.withId', { name, id });
  };
}

/**
 * The text for one of this person's devices, given its id: its name if `list` has one, else the beginning of its id.
 */
export function useOwnDeviceName(list: readonly Pick<DeviceView, 'name' | 'device'>[]): (device: string) => string {
  const nameOf = useDeviceName();
  return (device) => nameOf({ device, name: list.find((each) => each.device === device)?.name ?? '' });
}
