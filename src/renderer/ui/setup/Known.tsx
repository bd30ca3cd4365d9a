// What policy already says about the person. The page shows it and does not ask for it.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMain } from '../page.tsx';
import { Facts } from '../parts/Facts.tsx';
import { LockNote } from '../parts/Locked.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './setup.module.css';

const c = classNames(styles);

/** Name and address as policy gives them, and the organisation. Nothing if policy gives neither name nor address. */
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
