// The tab of settings: one column, most used first.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../style/class-names.ts';
import { DeviceSection } from './DeviceSection.tsx';
import { KeySection } from './KeySection.tsx';
import { LocalBrokerSection } from './LocalBrokerSection.tsx';
import { ServerSection } from './ServerSection.tsx';
import { YouSection } from './YouSection.tsx';
import styles from './settings.module.css';

const c = classNames(styles);

/** All settings. */
export function SettingsPanel(): ReactNode {
  const { t } = useTranslation();
  return (
    <div className={c('panel')}>
      <div className={c('column')}>
        <h1 className={c('title')}>{t('settings.title')}</h1>
        <YouSection />
        <ServerSection />
        <LocalBrokerSection />
        <DeviceSection />
        <KeySection />
      </div>
    </div>
  );
}
