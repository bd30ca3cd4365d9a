// Headsets with buttons: whether Siegel uses the buttons, and which headsets were found.
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useMain, usePage } from '../page.tsx';
import { Toggle } from '../parts/Toggle.tsx';
import { classNames } from '../style/class-names.ts';
import { Section } from './Section.tsx';
import styles from './keys.module.css';

const c = classNames(styles);

/** One switch, and below it each headset with its state. */
export function HeadsetSection(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { headsets, settings } = useMain('headsets', 'settings');
  const list = useId();
  return (
    <Section title={t('headset.title')}>
      <Toggle
        label={t('headset.use')}
        hint={t('headset.useText')}
        on={settings.headset}
        onChange={(headset) => void ask.send('preferences.set', { preferences: { headset } })}
      />
      {settings.headset && (
        <div role="status">
          {headsets.found.length === 0 ? (
            <p className={c('soft')}>{t(headsets.isLost ? 'headset.lost' : 'headset.none')}</p>
          ) : (
            <div className={c('list')}>
              <h3 className={c('heading')} id={list}>
                {t('headset.found')}
              </h3>
              <ul aria-labelledby={list} className={c('list')}>
                {headsets.found.map(({ name, state }, index) => (
                  // oxlint-disable-next-line react/no-array-index-key -- two headsets may have the same name
                  <li key={index}>
                    {name === '' ? t('headset.nameless') : name}
                    <p className={c('soft')}>{t(`headset.${state}`)}</p>
                  </li>
                ))}
              </ul>
            </div>
          )}
        </div>
      )}
    </Section>
  );
}
