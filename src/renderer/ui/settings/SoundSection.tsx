// Microphone, camera and speaker, and how the sound of the microphone is processed before it is sent.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { processings, soundSwitches, UNPROCESSED, USUAL_PROCESSING } from '../../../contract/sound.ts';
import { lockOf, suppressionsWithin } from '../../state/locks.ts';
import { useMain, usePage } from '../page.tsx';
import { Choice } from '../parts/Choice.tsx';
import { Locked } from '../parts/Locked.tsx';
import { Stack } from '../parts/Sheet.tsx';
import { TryDevices } from '../parts/TryDevices.tsx';
import { Toggle } from '../parts/Toggle.tsx';
import { classNames } from '../style/class-names.ts';
import { DeviceChoices } from './DeviceChoices.tsx';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

const c = classNames(styles);

/**
 * The devices of calls, and three kinds of processing: noise suppression, echo cancellation and automatic gain. A
 * switch for music turns all three off. A change also applies to a running call.
 */
export function SoundSection(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { managed, settings } = useMain('managed', 'settings');
  const backgroundLock = lockOf(managed, 'background');
  const noiseLock = lockOf(managed, 'noiseSuppression');
  return (
    <Section title={t('settings.devices')}>
      <div className={c('half')}>
        <Stack>
          <DeviceChoices chosen={{ ...settings, ...(backgroundLock !== undefined && { backgroundLock }) }} />
        </Stack>
      </div>
      <p className={c('note')}>{t('settings.deviceOrder')}</p>
      <div>
        <TryDevices />
      </div>
      <Stack>
        <Toggle
          label={t('sound.music')}
          hint={t('sound.musicText')}
          on={processings.every((name) => settings[name] === UNPROCESSED[name])}
          onChange={(on) => void ask.send('sounds.set', { sounds: on ? UNPROCESSED : USUAL_PROCESSING })}
        />
        <div className={c('half')}>
          <Locked lock={noiseLock} limit={t('managed.atMost', { choice: t('sound.noiseSuppressions.engine') })}>
            {(held) => (
              <Choice
                {...held}
                label={t('sound.noiseSuppression')}
                hint={t(`sound.noiseSuppressionTexts.${settings.noiseSuppression}`)}
                value={settings.noiseSuppression}
                options={suppressionsWithin(noiseLock).map((id) => ({ id, text: t(`sound.noiseSuppressions.${id}`) }))}
                onChange={(noiseSuppression) => void ask.send('sounds.set', { sounds: { noiseSuppression } })}
              />
            )}
          </Locked>
        </div>
        {soundSwitches.map((name) => (
          <Toggle
            key={name}
            label={t(`sound.${name}`)}
            hint={t(`sound.${name}Text`)}
            on={settings[name]}
            onChange={(on) => void ask.send('sounds.set', { sounds: { [name]: on } })}
          />
        ))}
      </Stack>
    </Section>
  );
}
