// The layout of every screen that replaces the home screen (set-up, lock, unlocking, a damaged vault): title, an
// introduction, the language.
import { Stamp } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { languages } from '../../../text/page/languages.ts';
import { lockOf } from '../../state/locks.ts';
import { usePage, useMain } from '../page.tsx';
import { Choice } from '../parts/Choice.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './setup.module.css';

const c = classNames(styles);

interface Props {
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
}

/** A screen centred in the main window. */
export function SetupScreen({ title, lead, children }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { managed, settings } = useMain('managed', 'settings');
  return (
    <main className={c('screen')}>
      <div className={c('sheet')}>
        <header className={c('head')}>
          <div className={c('top')}>
            <Stamp className={c('mark')} size={32} strokeWidth={1.5} aria-hidden />
            {lockOf(managed, 'language') === undefined && (
              <div className={c('language')}>
                <Choice
                  label={t('settings.language')}
                  labelHidden
                  value={settings.language}
                  options={languages}
                  onChange={(language) => void ask.send('language.set', { language })}
                />
              </div>
            )}
          </div>
          <h1 className={c('title')}>{title}</h1>
          <p className={c('lead')}>{lead}</p>
        </header>
        {children}
      </div>
    </main>
  );
}
