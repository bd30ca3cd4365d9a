// The tab of settings: one column, most used first, and the pages behind it.
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../style/class-names.ts';
import { AboutSection } from './AboutSection.tsx';
import { AppearanceSection } from './AppearanceSection.tsx';
import { CheckPage } from './CheckPage.tsx';
import { DevicesSection } from './DevicesSection.tsx';
import { KeySection } from './KeySection.tsx';
import { KeysSection } from './KeysSection.tsx';
import { LocalBrokerSection } from './LocalBrokerSection.tsx';
import { NotificationsSection } from './NotificationsSection.tsx';
import { OrganisationSection } from './OrganisationSection.tsx';
import { PageLinks } from './PageLinks.tsx';
import { PolicyPage } from './PolicyPage.tsx';
import { PrivacySection } from './PrivacySection.tsx';
import { RecordPage } from './RecordPage.tsx';
import { RecoverySection } from './RecoverySection.tsx';
import { RingSection } from './RingSection.tsx';
import { RelaySection } from './RelaySection.tsx';
import { ServerSection } from './ServerSection.tsx';
import type { SettingsPage } from './settings-page.ts';
import { SoundSection } from './SoundSection.tsx';
import { StatusSection } from './StatusSection.tsx';
import { YouSection } from './YouSection.tsx';
import styles from './settings.module.css';

const c = classNames(styles);
const pages = { policies: PolicyPage, check: CheckPage, record: RecordPage } as const;

interface Props {
  readonly page: SettingsPage;
  readonly onPage: (page: SettingsPage) => void;
}

/** All settings, or one page of them. */
export function SettingsPanel({ page, onPage }: Props): ReactNode {
  const { t } = useTranslation();
  const [cameFrom, setCameFrom] = useState<SettingsPage>('all');
  if (page !== 'all') {
    const Page = pages[page];
    return (
      <div className={c('panel')} key={page}>
        <Page
          onBack={() => {
            setCameFrom(page);
            onPage('all');
          }}
        />
      </div>
    );
  }
  return (
    <div className={c('panel')} key="all">
      <div className={c('column')}>
        <h1 className={c('title')}>{t('settings.title')}</h1>
        <YouSection />
        <DevicesSection />
        <RecoverySection />
        <OrganisationSection />
        <ServerSection />
        <LocalBrokerSection />
        <RelaySection />
        <SoundSection />
        <AppearanceSection />
        <StatusSection />
        <NotificationsSection />
        <RingSection />
        <KeysSection />
        <PrivacySection />
        <KeySection />
        <PageLinks onPage={onPage} cameFrom={cameFrom} />
        <AboutSection />
      </div>
    </div>
  );
}
