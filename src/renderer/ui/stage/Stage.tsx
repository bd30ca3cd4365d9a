// The stage: the other person or their shared screen large, one's own picture small and movable, and what has to be
// said over the picture.
import { AudioLines, CameraOff, Mic, MicOff, Pause, Unplug } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceCause } from '../../../contract/device-cause.ts';
import { type HeldBy, heldBy } from '../../../contract/held-by.ts';
import type { DevicesWanted, StageCall } from '../../../contract/page-view.ts';
import type { SoundPlace } from '../../../contract/sound.ts';
import { deviceList } from '../../call/device-list.ts';
import { personName } from '../../state/person-name.ts';
import { useStage, useStreams } from '../page.tsx';
import { Avatar } from '../parts/Avatar.tsx';
import { Button } from '../parts/Button.tsx';
import { useNow } from '../parts/use-now.ts';
import { classNames } from '../style/class-names.ts';
import { MutedNotice } from './MutedNotice.tsx';
import { NewDevice } from './NewDevice.tsx';
import { Picture } from './Picture.tsx';
import { ScreenView } from './ScreenView.tsx';
import { SmallPicture } from './SmallPicture.tsx';
import styles from './stage.module.css';

const c = classNames(styles);

/** The stage of a call that has not ended. */
export function Stage({ call }: { readonly call: StageCall }): ReactNode {
  const { t } = useTranslation();
  const { remoteStream: remote, screenStream, localStream: local, microphone } = useStreams();
  const { devices } = useStage();
  const name = personName(call);
  const [seen, setSeen] = useState(false);
  const holder = heldBy(call);
  const picture = remote !== undefined && call.remote.camera && holder === 'nobody';
  const shown = picture && seen; // until the first frame is shown, name and avatar stand there
  const covered = coverOf(call, holder, name);
  const screen = call.remote.screen && holder === 'nobody' ? screenStream : undefined;
  return (
    <section className={c('stage')} aria-label={name} data-picture={shown || screen !== undefined ? '' : undefined}>
      {remote !== undefined && (
        <RemoteSound stream={remote} speaker={devices.speaker} others={devices.devicesBefore.speaker} />
      )}
      {screen !== undefined && <ScreenView stream={screen} name={name} />}
      {picture && screen === undefined && (
        <Picture className={c('remote')} stream={remote} label={t('call.remotePicture', { name })} onSeen={setSeen} />
      )}
      {!shown && screen === undefined && covered === undefined && (
        <div className={c('person')}>
          <Avatar name={call.name} address={call.address} size="huge" />
          <p className={c('name')}>{name}</p>
          {call.name !== '' && <p className={c('detail')}>{call.address}</p>}
        </div>
      )}
      {covered === undefined && <Tags call={call} name={name} />}
      <div className={c('offers')}>
        <NewDevice chosen={devices} />
        <NoiseNotice />
      </div>
      {call.local.mute && <MutedNotice microphone={microphone} isCovered={covered !== undefined} />}
      {covered}
      {picture && screen !== undefined && covered === undefined && (
        <SmallPicture
          stream={remote}
          label={t('call.remotePicture', { name })}
          first={{ right: false, bottom: true }}
        />
      )}
      {local !== undefined && call.local.camera && covered === undefined && (
        <SmallPicture stream={local} label={t('call.selfPicture')} first={{ right: true, bottom: true }} isOwn />
      )}
    </section>
  );
}

// What has to be said over the picture. Left out while the stage is covered: the cover says what matters then.
function Tags({ call, name }: { readonly call: StageCall; readonly name: string }): ReactNode {
  const { t } = useTranslation();
  const { devices } = useStage();
  return (
    <div className={c('tags')}>
      {call.remote.mute && <Tag icon={<MicOff size={15} aria-hidden />}>{t('call.remoteMuted', { name })}</Tag>}
      {call.local.mute && call.noMicrophone === undefined && (
        <Tag icon={<MicOff size={15} aria-hidden />}>{t('call.selfMuted')}</Tag>
      )}
      {call.talks === true && <Tag icon={<Mic size={15} aria-hidden />}>{t('call.talks')}</Tag>}
      {call.noMicrophone !== undefined && (
        <Tag icon={<MicOff size={15} aria-hidden />}>{t(`call.noMicrophone.${call.noMicrophone}`)}</Tag>
      )}
      {call.noCamera !== undefined && (
        <Tag icon={<CameraOff size={15} aria-hidden />}>
          {t(`call.noCamera.${noCameraText(call.noCamera, devices)}`)}
        </Tag>
      )}
      {call.picturePaused === true && <Tag icon={<CameraOff size={15} aria-hidden />}>{t('call.picturePaused')}</Tag>}
      {call.media === 'video' && call.phase.kind === 'live' && !call.remote.camera && (
        <Tag icon={<CameraOff size={15} aria-hidden />}>{t('call.noPicture', { name })}</Tag>
      )}
    </div>
  );
}

// Which text says why the camera is off. If what is behind the person could not be hidden, the next step depends on the
// background that is in force now.
function noCameraText(
  cause: DeviceCause,
  { background, backgroundLock }: DevicesWanted,
): DeviceCause | 'backgroundLocked' | 'uncovered' {
  if (cause !== 'background') return cause;
  if (background === 'off') return 'uncovered';
  return backgroundLock === undefined ? 'background' : 'backgroundLocked';
}

function Tag({ icon, children }: { readonly icon: ReactNode; readonly children: string }): ReactNode {
  return (
    <span className={c('tag')} role="status">
      {icon}
      {children}
    </span>
  );
}

// What covers the stage. Reconnecting comes before a hold, because its cover shows a countdown.
function coverOf({ phase, leftHeld }: StageCall, holder: HeldBy, name: string): ReactNode {
  if (phase.kind === 'reconnecting') return <Reconnecting untilMs={phase.until} />;
  return holder === 'nobody' ? undefined : <Held by={holder} name={name} isLeft={leftHeld === true} />;
}

interface HeldProps {
  readonly by: Exclude<HeldBy, 'nobody'>;
  readonly name: string;
  readonly isLeft: boolean; // held for another call, which has ended
}

function Held({ by, name, isLeft }: HeldProps): ReactNode {
  const { t } = useTranslation();
  const texts = { us: 'call.heldByUs', peer: 'call.heldByPeer', both: 'call.heldByBoth' } as const;
  return (
    <div className={c('cover')}>
      <Pause size={32} strokeWidth={1.5} aria-hidden />
      <p className={c('coverTitle')}>{t(isLeft ? 'call.leftHeldTitle' : 'call.heldTitle')}</p>
      {isLeft && <p role="alert">{t('call.leftHeld')}</p>}
      {!(isLeft && by === 'us') && <p>{t(texts[by], { name })}</p>}
    </div>
  );
}

function Reconnecting({ untilMs }: { readonly untilMs: number }): ReactNode {
  const { t } = useTranslation();
  const nowMs = useNow(1000);
  const count = Math.max(0, Math.ceil((untilMs - nowMs) / 1000));
  return (
    <div className={c('cover')}>
      <Unplug size={32} strokeWidth={1.5} aria-hidden />
      <p className={c('coverTitle')}>{t('call.reconnectingTitle')}</p>
      <p>{t('call.reconnectingText')}</p>
      <p role="timer">{t('call.reconnectingUntil', { count })}</p>
    </div>
  );
}

interface SoundProps {
  readonly stream: MediaStream;
  readonly speaker: string; // `MediaDevice.id`, '' = the system's
  readonly others: readonly string[]; // those that replace a missing `speaker`, in order
}

// The other person's sound, on the chosen speaker. The stage gives the stream only once the person may be heard.
function RemoteSound({ stream, speaker, others }: SoundProps): ReactNode {
  const element = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const audio = element.current;
    if (audio === null) return undefined;
    audio.srcObject = stream;
    return () => {
      audio.srcObject = null;
    };
  }, [stream]);
  const place = JSON.stringify({ kind: 'one', speaker, others });
  useEffect(() => {
    let isStill = true;
    const play = async (): Promise<void> => {
      const [id = ''] = await deviceList.sinksOf(JSON.parse(place) as SoundPlace);
      if (isStill && element.current?.sinkId !== id) await element.current?.setSinkId(id);
    };
    const follow = (): void => void play().catch(() => element.current?.setSinkId('').catch(() => undefined));
    follow();
    const unsubscribe = deviceList.subscribe(follow);
    return () => {
      isStill = false;
      unsubscribe();
    };
  }, [place]);
  // oxlint-disable-next-line jsx-a11y/media-has-caption -- a live voice has no captions
  return <audio ref={element} autoPlay />;
}

// Says that strong noise suppression has stopped, until the person dismisses the notice. The notice appears again if
// the suppression stops for a microphone that was opened later.
function NoiseNotice(): ReactNode {
  const { t } = useTranslation();
  const { microphone, noiseLoss } = useStreams();
  const [read, setRead] = useState<MediaStreamTrack>();
  return (
    <div role="status">
      {noiseLoss !== undefined && read !== microphone && (
        <div className={c('tag', 'loud')}>
          <AudioLines size={18} aria-hidden />
          <span>{t(`sound.noiseLost.${noiseLoss}`)}</span>
          <Button onPress={() => setRead(microphone)}>{t('app.dismiss')}</Button>
        </div>
      )}
    </div>
  );
}
