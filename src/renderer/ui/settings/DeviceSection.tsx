// Microphone, camera and speaker, as a section of the settings.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMain } from '../page.tsx';
import { Stack } from '../parts/Sheet.tsx';
import { classNames } from '../style/class-names.ts';
import { DeviceChoices } from './DeviceChoices.tsx';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

const c = classNames(styles);

/** The three choices. */
export function DeviceSection(): ReactNode {
  const { t } = useTranslation();
  const { settings } = useMain('settings');
  return (
    <Section title={t('settings.devices')}>
      <div className={c('half')}>
        <Stack>
          <DeviceChoices chosen={settings} />
        </Stack>
      </div>
    </Section>
  );
}
