// How a device of one's own is called on screen: by its name, else by the beginning of its id.
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

/** The words for a device of one's own that is known by its id, where `list` has its name. */
export function useOwnDeviceName(list: readonly Pick<DeviceView, 'name' | 'device'>[]): (device: string) => string {
  const nameOf = useDeviceName();
  return (device) => nameOf({ device, name: list.find((each) => each.device === device)?.name ?? '' });
}
