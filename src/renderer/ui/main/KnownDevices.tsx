// The devices of a person, and since when this device knows of each. For whoever looks: asked of main when its title is pressed.
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SideDevice } from '../../../contract/dispute.ts';
import { formatDate } from '../../i18n/format.ts';
import { useLanguage, usePage } from '../page.tsx';
import { wholeId } from '../parts/device-name.ts';
import { Fold } from '../parts/Fold.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './person.module.css';

const c = classNames(styles);

/** The devices of the person of `address` as main knows them when the fold is opened. */
export function KnownDevices({ address }: { readonly address: string }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const language = useLanguage();
  const [devices, setDevices] = useState<readonly SideDevice[]>([]);
  const read = async (): Promise<void> => {
    const reply = await ask.request('contact.readDevices', { address });
    if (reply.ok) setDevices(reply.value);
  };
  return (
    <Fold title={t('person.devices')} onOpen={() => void read()}>
      <p className={c('note')}>{t('person.devicesText')}</p>
      <ul className={c('devices')} aria-label={t('person.devices')}>
        {devices.map(({ device, firstSeen }) => (
          <li key={device}>
            <code className={c('device')}>{wholeId(device)}</code>
            {firstSeen !== undefined && (
              <span>{t('person.deviceSeen', { date: formatDate(language, firstSeen) })}</span>
            )}
          </li>
        ))}
      </ul>
    </Fold>
  );
}
