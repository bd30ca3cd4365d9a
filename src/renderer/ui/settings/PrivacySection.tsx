// Privacy and security: what a person may decide about calls, history, lock and start, as far as policy allows.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Input } from '../../../contract/ipc.ts';
import { UnknownCallers } from '../../../contract/view.ts';
import { callersWithin, daysWithin, limitOf, lockOf, minutesWithin } from '../../state/locks.ts';
import { usePage, useMain } from '../page.tsx';
import { Choice } from '../parts/Choice.tsx';
import { Locked } from '../parts/Locked.tsx';
import { Stack } from '../parts/Sheet.tsx';
import { Toggle } from '../parts/Toggle.tsx';
import { Section } from './Section.tsx';

const historyDays = [0, 7, 30, 90, 365];
const idleMinutes = [0, 5, 15, 30, 60];

/** Relay, unknown callers, history, lock, start at login. */
export function PrivacySection(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { managed, settings, relaysOf } = useMain('managed', 'settings', 'relaysOf');
  const isRelayMissing = relaysOf === 'nobody' && !settings.relayOnly; // `relayOnly` would then prevent every call
  const set = (preferences: Input<'preferences.set'>['preferences']): void =>
    void ask.sendAsked('preferences.set', { preferences });
  const callers = callersWithin(lockOf(managed, 'unknownCallers'), settings.unknownCallers);
  const loudest = UnknownCallers.options.find((way) => way === lockOf(managed, 'unknownCallers')?.limit) ?? 'refuse';
  const days = daysWithin(lockOf(managed, 'historyDays'), historyDays, settings.historyDays);
  const minutes = minutesWithin(lockOf(managed, 'idleLockMinutes'), idleMinutes, settings.idleLockMinutes);
  return (
    <Section title={t('settings.privacy')}>
      <Stack>
        <Locked lock={lockOf(managed, 'relayOnly')}>
          {(held) => (
            <Toggle
              {...held}
              {...(isRelayMissing && { isDisabled: true })}
              label={t('settings.relayOnly')}
              hint={t(isRelayMissing ? 'relay.needed' : 'settings.relayOnlyText')}
              on={settings.relayOnly}
              onChange={(relayOnly) => set({ relayOnly })}
            />
          )}
        </Locked>
        <Locked
          lock={lockOf(managed, 'unknownCallers')}
          mayChoose={callers.length > 1}
          limit={t('managed.atMost', { choice: t(`settings.unknown.${loudest}`) })}
        >
          {(held) => (
            <Choice
              {...held}
              label={t('settings.unknownCallers')}
              value={settings.unknownCallers}
              options={callers.map((id) => ({ id, text: t(`settings.unknown.${id}`) }))}
              onChange={(unknownCallers) => set({ unknownCallers })}
            />
          )}
        </Locked>
        <Locked
          lock={lockOf(managed, 'historyDays')}
          mayChoose={days.length > 1}
          limit={t('managed.atMostDays', { count: limitOf(managed, 'historyDays') })}
        >
          {(held) => (
            <Choice
              {...held}
              label={t('settings.historyDays')}
              value={String(settings.historyDays)}
              options={days.map((count) => ({
                id: String(count),
                text: count === 0 ? t('settings.historyNone') : t('settings.days', { count }),
              }))}
              onChange={(id) => set({ historyDays: Number(id) })}
            />
          )}
        </Locked>
        <Locked
          lock={lockOf(managed, 'idleLockMinutes')}
          mayChoose={minutes.length > 1}
          limit={t('managed.atMostMinutes', { count: limitOf(managed, 'idleLockMinutes') })}
        >
          {(held) => (
            <Choice
              {...held}
              label={t('settings.idleLock')}
              hint={t(managed.ringWhenLocked ? 'settings.idleLockTextRings' : 'settings.idleLockText')}
              value={String(settings.idleLockMinutes)}
              options={minutes.map((count) => ({
                id: String(count),
                text: count === 0 ? t('settings.idleNever') : t('settings.minutes', { count }),
              }))}
              onChange={(id) => set({ idleLockMinutes: Number(id) })}
            />
          )}
        </Locked>
        <Locked lock={lockOf(managed, 'startAtLogin')}>
          {(held) => (
            <Toggle
              {...held}
              label={t('settings.startAtLogin')}
              hint={t('settings.startAtLoginText')}
              on={settings.startAtLogin}
              onChange={(startAtLogin) => set({ startAtLogin })}
            />
          )}
        </Locked>
      </Stack>
    </Section>
  );
}
