// What policy knows of the person already: shown, not asked.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMain } from '../page.tsx';
import { Facts } from '../parts/Facts.tsx';
import { LockNote } from '../parts/Locked.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './setup.module.css';

const c = classNames(styles);

/** Name and address as far as policy names them, and the organisation; nothing where it names neither. */
export function Known(): ReactNode {
  const { t } = useTranslation();
  const { address, displayName, organisation } = useMain('managed').managed;
  const facts = [
    { name: t('settings.name'), value: displayName },
    { name: t('settings.address'), value: address },
    { name: t('organisation.title'), value: organisation },
  ].filter(({ value }) => value !== '');
  if (address === '' && displayName === '') return undefined;
  return (
    <div className={c('known')}>
      <Facts facts={facts} />
      <LockNote text={t('managed.locked')} />
    </div>
  );
}
