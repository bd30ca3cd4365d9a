// The speaker: which one, and a tone on it, as loud as the tones of a call.
import { Play } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { unwrap } from '../../../core/assert.ts';
import { play } from '../../sound/play.ts';
import { usePage, useTryout } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { useDevices } from '../parts/use-devices.ts';
import { DeviceChoice } from '../settings/DeviceChoices.tsx';
import { classNames } from '../style/class-names.ts';
import { Part } from './Part.tsx';
import styles from './tryout.module.css';

const c = classNames(styles);

/** The part for the speaker. */
export function SpeakerPart(): ReactNode {
  const { t } = useTranslation();
  const list = unwrap(usePage().devices, 'this page has devices');
  const { devices, toneVolume } = useTryout();
  const isNone = useDevices()?.every(({ kind }) => kind !== 'speaker') === true;
  const [elsewhere, setElsewhere] = useState(''); // the speaker that did not open
  const stop = useRef<() => void>(() => undefined);
  useEffect(() => () => stop.current(), []);
  const isSilent = toneVolume === 0;
  return (
    <Part title={t('settings.speaker')}>
      <DeviceChoice kind="speaker" wanted={devices} labelHidden />
      <div>
        <Button
          icon={Play}
          isDisabled={isSilent || isNone}
          onPress={() => {
            stop.current();
            const { devicesBefore, speaker } = devices;
            const place = { kind: 'one', speaker, others: devicesBefore.speaker } as const;
            setElsewhere('');
            stop.current = play({ sound: 'ringback', volume: toneVolume, place }, list, 'once', () =>
              setElsewhere(speaker),
            );
          }}
        >
          {t('tryout.tone')}
        </Button>
      </div>
      <p className={c('soft')} role="status">
        {isNone
          ? t('tryout.noSpeaker')
          : isSilent
            ? t('tryout.silent')
            : elsewhere !== '' && elsewhere === devices.speaker && t('tryout.elsewhere')}
      </p>
    </Part>
  );
}
