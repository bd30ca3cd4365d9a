// How a device is called on screen: by its name, else by the beginning of its id; where people compare it, by its whole id.
import { useTranslation } from 'react-i18next';
import type { DeviceView } from '../../../contract/devices.ts';
import { formatGroups } from '../../i18n/format.ts';

const SHOWN_OF_ID = 8;

/** The words for a device: its name, or the beginning of its id. */
export function useDeviceName(): (device: Pick<DeviceView, 'name' | 'device'>) => string {
  const { t } = useTranslation();
  return ({ name, device }) => {
    if (name !== '') return name;
    return t('devices.unnamed', { id: formatGroups(device.slice(0, SHOWN_OF_ID).toUpperCase(), 4).join(' ') });
  };
}

/** The id of a device as two people compare it: whole, since a beginning can be had by trying keys. In groups of four. */
export function wholeId(device: string): string {
  return formatGroups(device.toUpperCase(), 4).join(' ');
}

/** The words for a device where it is told apart from others that may be a thief's: its whole id, behind its name where it has one. */
export function useWholeDeviceName(): (device: Pick<DeviceView, 'name' | 'device'>) => string {
  const { t } = useTranslation();
  return ({ name, device }) => {
    const id = wholeId(device);
    return name === '' ? t('devices.unnamed', { id }) : t('devices.withId', { name, id });
  };
}

/** The words for a device of one's own that is known by its id, where `list` has its name. */
export function useOwnDeviceName(list: readonly Pick<DeviceView, 'name' | 'device'>[]): (device: string) => string {
  const nameOf = useDeviceName();
  return (device) => nameOf({ device, name: list.find((each) => each.device === device)?.name ?? '' });
}
