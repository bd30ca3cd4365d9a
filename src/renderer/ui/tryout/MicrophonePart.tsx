// The microphone: which one, how loud its sound is, and a recording of five seconds to listen to.
import { Circle, Play, Square } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SoundPlace } from '../../../contract/sound.ts';
import { unwrap } from '../../../core/assert.ts';
import { preferred } from '../../call/device-list.ts';
import { playClip, recordClip } from '../../sound/clip.ts';
import { type Heard, watchLevel } from '../../sound/level.ts';
import { usePage, useTryout } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { DeviceChoice } from '../settings/DeviceChoices.tsx';
import { classNames } from '../style/class-names.ts';
import { NotRunning, Part } from './Part.tsx';
import styles from './tryout.module.css';
import { useOpened } from './use-opened.ts';

const c = classNames(styles);
const RECORDED_S = 5;
const HEARD = 0.01; // 40 dB below full scale: above a quiet room, below a person at a desk
const QUIETEST_DB = -60;

/** The part for the microphone. */
export function MicrophonePart(): ReactNode {
  const { t } = useTranslation();
  const { devices, processing } = useTryout();
  const [opened, again] = useOpened({
    kind: 'microphone',
    names: preferred(devices.microphone, devices.devicesBefore.microphone),
    processing,
  });
  return (
    <Part title={t('settings.microphone')}>
      <DeviceChoice kind="microphone" wanted={devices} labelHidden />
      {opened.kind === 'failed' && <NotRunning kind="microphone" cause={opened.cause} onAgain={again} />}
      {opened.kind === 'opening' && <p className={c('soft')}>{t('tryout.opening')}</p>}
      {opened.kind === 'open' && <Listening key={opened.track.id} track={opened.track} name={opened.name} />}
      {opened.kind === 'open' && opened.noiseLoss !== undefined && (
        <p className={c('soft')} role="status">
          {t(`sound.noiseLost.${opened.noiseLoss}`)}
        </p>
      )}
    </Part>
  );
}

interface ListeningProps {
  readonly track: MediaStreamTrack;
  readonly name: string;
}

function Listening({ track, name }: ListeningProps): ReactNode {
  const { t } = useTranslation();
  const [isHeard, setIsHeard] = useState(false);
  return (
    <>
      <Level track={track} onHeard={setIsHeard} />
      <p className={c('soft')} role="status">
        {isHeard ? t('tryout.heard', { name }) : t('tryout.notHeard')}
      </p>
      <Recorder track={track} />
    </>
  );
}

interface LevelProps {
  readonly track: MediaStreamTrack;
  readonly onHeard: (isHeard: true) => void;
}

// Shows the level on a logarithmic scale, from 60 dB below full scale to full scale.
function Level({ track, onHeard }: LevelProps): ReactNode {
  const { t } = useTranslation();
  const [percent, setPercent] = useState(0);
  useEffect(
    () =>
      watchLevel(track, (level) => {
        const db = 20 * Math.log10(Math.max(level, 1e-6));
        setPercent(Math.round(Math.min(1, Math.max(0, 1 - db / QUIETEST_DB)) * 100));
        if (level > HEARD) onHeard(true);
      }),
    [track, onHeard],
  );
  return (
    <div
      className={c('meter')}
      role="meter"
      aria-label={t('tryout.level')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={`${String(percent)} %`}
    >
      <div className={c('level')} style={{ inlineSize: `${String(percent)}%` }} />
    </div>
  );
}

type Recording =
  | { readonly kind: 'none' }
  | { readonly kind: 'recording' }
  | { readonly kind: 'recorded'; readonly clip: Heard }
  | { readonly kind: 'playing'; readonly clip: Heard };

// A recording is discarded with this component: when the microphone closes or opens anew, or a call begins.
function Recorder({ track }: { readonly track: MediaStreamTrack }): ReactNode {
  const { t } = useTranslation();
  const list = unwrap(usePage().devices, 'this page has devices');
  const { devices } = useTryout();
  const place = JSON.stringify({ kind: 'one', speaker: devices.speaker, others: devices.devicesBefore.speaker });
  const [state, setState] = useState<Recording>({ kind: 'none' });
  const [isElsewhere, setIsElsewhere] = useState(false);
  useEffect(() => {
    if (state.kind === 'recording') return recordClip(track, RECORDED_S, (clip) => setState({ kind: 'playing', clip }));
    if (state.kind !== 'playing') return undefined;
    const { clip } = state;
    return playClip(
      clip,
      JSON.parse(place) as SoundPlace,
      list,
      () => setState({ kind: 'recorded', clip }),
      () => setIsElsewhere(true),
    );
  }, [list, place, state, track]);
  const isBusy = state.kind === 'recording' || state.kind === 'playing';
  return (
    <div className={c('row')}>
      {state.kind === 'playing' ? (
        <Button icon={Square} onPress={() => setState({ kind: 'recorded', clip: state.clip })}>
          {t('tryout.stop')}
        </Button>
      ) : (
        <Button icon={Circle} isDisabled={isBusy} onPress={() => setState({ kind: 'recording' })}>
          {t('tryout.record', { count: RECORDED_S })}
        </Button>
      )}
      {state.kind === 'recorded' && (
        <Button icon={Play} onPress={() => setState({ kind: 'playing', clip: state.clip })}>
          {t('tryout.play')}
        </Button>
      )}
      <span className={c('soft')} role="status">
        {isBusy && t(state.kind === 'playing' && isElsewhere ? 'tryout.elsewhere' : `tryout.${state.kind}`)}
      </span>
    </div>
  );
}
