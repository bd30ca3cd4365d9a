// The settings tab: one column with a list of contents, and the pages to which the sections link.
import { Fragment, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMain } from '../page.tsx';
import { classNames } from '../style/class-names.ts';
import { CheckPage } from './CheckPage.tsx';
import { Contents } from './Contents.tsx';
import { PolicyPage } from './PolicyPage.tsx';
import { RecordPage } from './RecordPage.tsx';
import { HeadingId } from './Section.tsx';
import { sectionGroups } from './sections.ts';
import type { SettingsPage } from './settings-page.ts';
import styles from './settings.module.css';

const c = classNames(styles);
const pages = { policies: PolicyPage, check: CheckPage, record: RecordPage } as const;

interface Props {
  readonly page: SettingsPage;
  readonly onPage: (page: SettingsPage) => void;
}

/** All settings, or the one page named by `page`. */
export function SettingsPanel({ page, onPage }: Props): ReactNode {
  const { t } = useTranslation();
  const seen = useMain('recovery', 'enrolment', 'managed', 'proxyLogin');
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
  const groups = sectionGroups.map(({ name, sections }) => ({
    name,
    sections: sections.filter(({ isThere }) => isThere?.(seen) ?? true),
  }));
  return (
    <div className={c('panel')} key="all">
      <div className={c('withContents')}>
        <h1 className={c('title')}>{t('settings.title')}</h1>
        <Contents groups={groups} />
        <div className={c('column')}>
          {groups.map(({ name, sections }) => (
            <Fragment key={name}>
              {sections.map(({ title, Part }) => (
                <HeadingId key={title} value={title}>
                  <Part onPage={onPage} cameFrom={cameFrom} />
                </HeadingId>
              ))}
            </Fragment>
          ))}
        </div>
      </div>
    </div>
  );
}
