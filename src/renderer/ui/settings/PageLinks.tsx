// The links from the settings to the pages for support and audit.
import { ChevronRight, ListChecks, ScrollText, Stethoscope } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { classNames } from '../style/class-names.ts';
import { Section } from './Section.tsx';
import type { SettingsPage } from './settings-page.ts';
import styles from './pages.module.css';

const c = classNames(styles);
const pages = [
  { id: 'check', icon: Stethoscope },
  { id: 'policies', icon: ListChecks },
  { id: 'record', icon: ScrollText },
] as const;

/** How a link opens its page, and from which page the person came back. */
export interface PageLinksProps {
  readonly onPage: (page: SettingsPage) => void;
  readonly cameFrom: SettingsPage; // the link to this page gets the focus back
}

/** Self-check, policies, security record. */
export function PageLinks({ onPage, cameFrom }: PageLinksProps): ReactNode {
  const { t } = useTranslation();
  return (
    <Section title={t('support.title')}>
      <ul className={c('links')}>
        {pages.map(({ id, icon: Icon }) => (
          <li key={id}>
            <Button className={c('link')} autoFocus={cameFrom === id} onPress={() => onPage(id)}>
              <Icon size={20} aria-hidden />
              <span className={c('linkWords')}>
                <span className={c('linkTitle')}>{t(`${id}.title`)}</span>
                <span className={c('note')}>{t(`${id}.openText`)}</span>
              </span>
              <ChevronRight size={18} aria-hidden />
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}
