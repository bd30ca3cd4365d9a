// How Siegel looks: light or dark, size of text, contrast, motion.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Appearance } from '../../../contract/appearance.ts';
import type { Input } from '../../../contract/ipc.ts';
import { formatPercent } from '../../i18n/format.ts';
import { useLanguage, useMain, usePage } from '../page.tsx';
import { Choice } from '../parts/Choice.tsx';
import { Stack } from '../parts/Sheet.tsx';
import { Toggle } from '../parts/Toggle.tsx';
import { Section } from './Section.tsx';

const sizes = [-1, 0, 1, 2, 3, 4, 6];

/** All settings of how Siegel looks. */
export function AppearanceSection(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { settings } = useMain('settings');
  const language = useLanguage();
  const set = (preferences: Input<'preferences.set'>['preferences']): void =>
    void ask.sendAsked('preferences.set', { preferences });
  const offered = [...new Set([...sizes, settings.textSize])].toSorted((a, b) => a - b);
  return (
    <Section title={t('look.title')}>
      <Stack>
        <Choice
          label={t('look.appearance')}
          value={settings.appearance}
          options={Appearance.options.map((id) => ({ id, text: t(`look.${id}`) }))}
          onChange={(appearance) => set({ appearance })}
        />
        <Choice
          label={t('look.textSize')}
          hint={t('look.textSizeText')}
          value={String(settings.textSize)}
          options={offered.map((level) => ({ id: String(level), text: formatPercent(language, 100 * 1.2 ** level) }))}
          onChange={(id) => set({ textSize: Number(id) })}
        />
        <Toggle
          label={t('look.moreContrast')}
          hint={t('look.moreContrastText')}
          on={settings.moreContrast}
          onChange={(moreContrast) => set({ moreContrast })}
        />
        <Toggle
          label={t('look.lessMotion')}
          hint={t('look.lessMotionText')}
          on={settings.lessMotion}
          onChange={(lessMotion) => set({ lessMotion })}
        />
      </Stack>
    </Section>
  );
}
