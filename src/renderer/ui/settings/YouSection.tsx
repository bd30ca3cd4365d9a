// The person's own name and address, and the language of the program.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { languages } from '../../../text/page/languages.ts';
import { lockOf } from '../../state/locks.ts';
import { usePage, useMain } from '../page.tsx';
import { Choice } from '../parts/Choice.tsx';
import { Facts } from '../parts/Facts.tsx';
import { Locked } from '../parts/Locked.tsx';
import { classNames } from '../style/class-names.ts';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

const c = classNames(styles);

/** Name, address, language. */
export function YouSection(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { identity, managed, settings } = useMain('identity', 'managed', 'settings');
  return (
    <Section title={t('settings.you')}>
      <Facts
        facts={[
          { name: t('settings.name'), value: identity?.name },
          { name: t('settings.address'), value: identity?.address },
        ]}
      />
      <div className={c('half')}>
        <Locked lock={lockOf(managed, 'language')}>
          {(held) => (
            <Choice
              {...held}
              label={t('settings.language')}
              value={settings.language}
              options={languages}
              onChange={(language) => void ask.send('language.set', { language })}
            />
          )}
        </Locked>
      </div>
    </Section>
  );
}
