// About: versions, updates, the contact that the organisation names for support, privacy notice and imprint.
import { ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage, useMain } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { type Fact, Facts } from '../parts/Facts.tsx';
import { classNames } from '../style/class-names.ts';
import { Section } from './Section.tsx';
import { UpdateLine } from './UpdateLine.tsx';
import styles from './settings.module.css';

const c = classNames(styles);

/** Versions, the update line, support, privacy notice and imprint. */
export function AboutSection(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { versions, managed } = useMain('versions', 'managed');
  const facts: readonly Fact[] = [
    { name: t('settings.version'), value: versions.app },
    { name: t('settings.electron'), value: versions.electron },
    { name: t('settings.chromium'), value: versions.chromium },
    ...(managed.support === '' ? [] : [{ name: t('settings.support'), value: managed.support }]),
  ];
  return (
    <Section title={t('settings.about')}>
      <Facts facts={facts} />
      <UpdateLine />
      {(managed.hasPrivacyLink || managed.hasImprintLink) && (
        <div className={c('row')}>
          {managed.hasPrivacyLink && (
            <Button icon={ExternalLink} onPress={() => void ask.send('link.open', { page: 'privacy' })}>
              {t('settings.privacyLink')}
            </Button>
          )}
          {managed.hasImprintLink && (
            <Button icon={ExternalLink} onPress={() => void ask.send('link.open', { page: 'imprint' })}>
              {t('settings.imprintLink')}
            </Button>
          )}
        </div>
      )}
    </Section>
  );
}
