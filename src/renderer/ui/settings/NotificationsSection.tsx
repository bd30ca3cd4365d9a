// Notifications of the system: which ones, and whether they name people, as far as policy allows.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Notifications } from '../../../contract/notifications.ts';
import { lockOf, notificationsWithin } from '../../state/locks.ts';
import { useMain, usePage } from '../page.tsx';
import { Choice } from '../parts/Choice.tsx';
import { Locked } from '../parts/Locked.tsx';
import { Stack } from '../parts/Sheet.tsx';
import { Section } from './Section.tsx';

/** The settings of notifications. */
export function NotificationsSection(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { managed, settings } = useMain('managed', 'settings');
  const lock = lockOf(managed, 'notifications');
  const ways = notificationsWithin(lock, settings.notifications);
  const loosest = Notifications.options.find((way) => way === lock?.limit) ?? 'none';
  return (
    <Section title={t('notified.title')}>
      <Stack>
        <Locked
          lock={lock}
          mayChoose={ways.length > 1}
          limit={t('managed.atMost', { choice: t(`notified.${loosest}`) })}
        >
          {(held) => (
            <Choice
              {...held}
              label={t('notified.label')}
              hint={t(managed.hideNames ? 'notified.hintNameless' : 'notified.hint')}
              value={settings.notifications}
              options={ways.map((id) => ({ id, text: t(`notified.${id}`) }))}
              onChange={(notifications) => void ask.sendAsked('preferences.set', { preferences: { notifications } })}
            />
          )}
        </Locked>
      </Stack>
    </Section>
  );
}
