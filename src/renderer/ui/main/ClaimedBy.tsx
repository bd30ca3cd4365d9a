// That somebody else claims the address of a person who is known. It changes nothing about the person, so it is one line that opens.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Fold } from '../parts/Fold.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './person.module.css';

const c = classNames(styles);

/** The line about these devices of somebody else; their ids as the broker knows them, for the administrator. */
export function ClaimedBy({ devices }: { readonly devices: readonly string[] }): ReactNode {
  const { t } = useTranslation();
  return (
    <Fold title={t('person.claimedBy')}>
      <p className={c('note')}>{t('person.claimedByText')}</p>
      <ul className={c('devices')} aria-label={t('person.claimedBy')}>
        {devices.map((device) => (
          <li key={device}>
            <code className={c('device')}>{device}</code>
          </li>
        ))}
      </ul>
    </Fold>
  );
}
