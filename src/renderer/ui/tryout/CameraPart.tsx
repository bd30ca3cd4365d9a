// The camera: which one, its background, and its mirrored picture. It opens when the person presses the button, or at
// once if the program was started with `--check-devices`.
import { Camera, CameraOff } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { preferred } from '../../call/device-list.ts';
import { useTryout } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { LockNote } from '../parts/Locked.tsx';
import { BackgroundChoice, DeviceChoice } from '../settings/DeviceChoices.tsx';
import { Picture } from '../stage/Picture.tsx';
import { classNames } from '../style/class-names.ts';
import { NotRunning, Part } from './Part.tsx';
import styles from './tryout.module.css';
import { useOpened } from './use-opened.ts';

const c = classNames(styles);

/** The part for the camera. If policy forbids video, only a note that says so. */
export function CameraPart(): ReactNode {
  const { t } = useTranslation();
  const { allowVideo } = useTryout();
  return <Part title={t('settings.camera')}>{allowVideo ? <Seen /> : <LockNote text={t('managed.noVideo')} />}</Part>;
}

function Seen(): ReactNode {
  const { t } = useTranslation();
  const { devices, opensCamera } = useTryout();
  const [isOn, setIsOn] = useState(opensCamera);
  const [opened, again] = useOpened(
    isOn
      ? {
          kind: 'camera',
          names: preferred(devices.camera, devices.devicesBefore.camera),
          background: devices.background,
        }
      : undefined,
  );
  const track = opened.kind === 'open' ? opened.track : undefined;
  const failed = isOn && opened.kind === 'failed';
  const stream = useMemo(() => (track === undefined ? undefined : new MediaStream([track])), [track]);
  return (
    <>
      <DeviceChoice kind="camera" wanted={devices} labelHidden />
      <BackgroundChoice wanted={devices} />
      {failed ? (
        <NotRunning kind="camera" cause={opened.cause} onAgain={again} />
      ) : (
        <div className={c('picture')}>
          {stream === undefined ? (
            <p className={c('dark')}>{t(isOn ? 'tryout.opening' : 'tryout.dark')}</p>
          ) : (
            <Picture stream={stream} className={c('mirror')} label={t('tryout.picture')} />
          )}
        </div>
      )}
      <div>
        <Button icon={isOn ? CameraOff : Camera} onPress={() => setIsOn(!isOn)}>
          {t(failed ? 'tryout.leaveCamera' : isOn ? 'call.cameraOff' : 'call.cameraOn')}
        </Button>
      </div>
    </>
  );
}
