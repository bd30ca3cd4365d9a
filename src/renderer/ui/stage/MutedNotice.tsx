// "You are muted": tells a person who speaks while the microphone is muted. The microphone stays open while muted. Its
// level is measured here and sent nowhere.
import { MicOff } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { watchLevel } from '../../sound/level.ts';
import { classNames } from '../style/class-names.ts';
import styles from './stage.module.css';

const c = classNames(styles);
const SHOWN_MS = 6000;
const SPEECH = 0.02; // 34 dB below full scale: above a room with a fan, below a person at a desk
const WITHIN = 10; // measurements, one second
const MOST_PAUSES = 5;

/**
 * Whether the last second of `levels` sounds like speech: loud for at least half of it. A cough or a keystroke is
 * shorter.
 */
export function isSpeech(levels: readonly number[]): boolean {
  const last = levels.slice(-WITHIN);
  return last.filter((level) => level > SPEECH).length >= WITHIN - MOST_PAUSES;
}

interface Props {
  readonly microphone: MediaStreamTrack | undefined;
  /** Whether something covers the stage. While it does, nothing is measured or shown. */
  readonly isCovered: boolean;
}

/**
 * Shows the notice at most once while mounted, for six seconds. The stage keeps it mounted as long as the person is
 * muted, so that the notice does not appear again after a hold.
 */
export function MutedNotice({ microphone, isCovered }: Props): ReactNode {
  const { t } = useTranslation();
  const [state, setState] = useState<'listening' | 'shown' | 'over'>('listening');
  useEffect(() => {
    if (state !== 'shown') return undefined;
    const timer = setTimeout(() => setState('over'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);
  useEffect(() => {
    if (state !== 'listening' || isCovered || microphone === undefined) return undefined;
    let levels: readonly number[] = [];
    return watchLevel(microphone, (level) => {
      levels = [...levels.slice(-9), level];
      if (isSpeech(levels)) setState('shown');
    });
  }, [isCovered, microphone, state]);
  return (
    <div className={c('notice')} role="status">
      {state === 'shown' && !isCovered && (
        <p className={c('tag', 'loud')}>
          <MicOff size={18} aria-hidden />
          {t('call.speaksMuted')}
        </p>
      )}
    </div>
  );
}
