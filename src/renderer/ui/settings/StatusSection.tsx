// What decides the status apart from the person's own choice: absence, quiet hours and the system's do not disturb.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuietHours } from '../../../contract/status.ts';
import { formatTime } from '../../i18n/format.ts';
import { lockOf } from '../../state/locks.ts';
import { useMain, usePage } from '../page.tsx';
import { Choice } from '../parts/Choice.tsx';
import { Locked } from '../parts/Locked.tsx';
import { Stack } from '../parts/Sheet.tsx';
import { Toggle } from '../parts/Toggle.tsx';
import { Section } from './Section.tsx';

const awayMinutes = [0, 5, 10, 15, 30];
const halfHours = Array.from({ length: 48 }, (_, at) => at * 30);

/**
 * The settings: away when absent, do not disturb during quiet hours, and the system's do not disturb if it can be read.
 */
export function StatusSection(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { managed, settings, mayFollowSystem } = useMain('managed', 'settings', 'mayFollowSystem');
  const { quietHours, language } = settings;
  const setQuiet = (change: Partial<QuietHours>): void =>
    void ask.sendAsked('preferences.set', { preferences: { quietHours: { ...quietHours, ...change } } });
  const times = halfHours.map((minute) => ({
    id: String(minute),
    text: formatTime(language, new Date(2026, 0, 1, 0, minute).getTime()), // a day on which the clock does not change
  }));
  return (
    <Section title={t('ownStatus.title')}>
      <Stack>
        <Locked lock={lockOf(managed, 'awayMinutes')}>
          {(held) => (
            <Choice
              {...held}
              label={t('ownStatus.away')}
              hint={t('ownStatus.awayText')}
              value={String(settings.awayMinutes)}
              options={awayMinutes.map((count) => ({
                id: String(count),
                text: count === 0 ? t('settings.idleNever') : t('settings.minutes', { count }),
              }))}
              onChange={(id) => void ask.sendAsked('preferences.set', { preferences: { awayMinutes: Number(id) } })}
            />
          )}
        </Locked>
        <Toggle
          label={t('ownStatus.quiet')}
          hint={t('ownStatus.quietText')}
          on={quietHours.on}
          onChange={(on) => setQuiet({ on })}
        />
        {quietHours.on && (
          <>
            <Choice
              label={t('ownStatus.from')}
              value={String(quietHours.from)}
              options={times}
              onChange={(id) => setQuiet({ from: Number(id) })}
            />
            <Choice
              label={t('ownStatus.until')}
              value={String(quietHours.until)}
              options={times}
              onChange={(id) => setQuiet({ until: Number(id) })}
            />
          </>
        )}
        {mayFollowSystem && (
          <Toggle
            label={t('ownStatus.system')}
            hint={t('ownStatus.systemText')}
            on={settings.followSystemDnd}
            onChange={(on) => void ask.sendAsked('preferences.set', { preferences: { followSystemDnd: on } })}
          />
        )}
      </Stack>
    </Section>
  );
}
