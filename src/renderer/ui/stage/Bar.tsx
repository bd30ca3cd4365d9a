// The bar at the foot of the stage: mute, camera, share, hold, devices, move, text, security, hang up.
import {
  MessageSquareText,
  Mic,
  MicOff,
  MonitorUp,
  MonitorX,
  type LucideIcon,
  Pause,
  PhoneOff,
  Play,
  Settings2,
  Shield,
  Video,
  VideoOff,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Dialog, DialogTrigger, Popover, ToggleButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Side } from '../../../contract/page-view.ts';
import { usePage, useStage } from '../page.tsx';
import { WithTip } from '../parts/Button.tsx';
import { useKeys } from '../parts/use-keys.ts';
import { Stack } from '../parts/Sheet.tsx';
import { DeviceChoices } from '../settings/DeviceChoices.tsx';
import { LETTERS } from '../../state/keys.ts';
import { classNames } from '../style/class-names.ts';
import { MoveControl } from './MoveControl.tsx';
import styles from './bar.module.css';

const c = classNames(styles);

interface Props {
  readonly side: Side;
  readonly onSide: (side: Side) => void;
}

/** The controls of the call. */
export function Bar({ side, onSide }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { call, mayShow, sharing, devices } = useStage();
  const { mute, camera, hold } = call.local;
  const tipOf = useKeyTip();
  const mayHold = call.phase.kind === 'live' || call.phase.kind === 'reconnecting';
  const switchMute = (): void => void ask.send('own.mute', { mute: !mute });
  const switchCamera = (): void => void ask.send('own.camera', { on: !camera });
  const switchShare = (): void => void ask.send(sharing === 'is' ? 'own.stopShare' : 'own.share', {});
  const switchHold = (): void => void ask.send('own.hold', { hold: !hold });
  const hangUp = (): void => void ask.send('own.hangUp', {});
  const openOr = (panel: Side) => (): void => onSide(side === panel ? 'none' : panel);
  const panels = [
    ...(mayHold ? [{ name: 'text', icon: MessageSquareText } as const] : []),
    { name: 'security', icon: Shield } as const,
  ];
  useKeys({
    mute: switchMute,
    camera: mayShow ? switchCamera : undefined,
    share: mayHold && sharing !== 'none' ? switchShare : undefined,
    hold: mayHold ? switchHold : undefined,
    text: mayHold ? openOr('text') : undefined,
    security: openOr('security'),
    hangUp,
    full: () => void ask.send('window.full', { to: 'other' }), // main leaves a small window as it is
    list: openOr('keys'),
  });
  return (
    <div className={c('bar')} role="toolbar" aria-label={t('call.controls')}>
      <Control
        icon={mute ? MicOff : Mic}
        words={t(mute ? 'call.unmute' : 'call.mute')}
        act="mute"
        onPress={switchMute}
      />
      {mayShow && (
        <Control
          icon={camera ? Video : VideoOff}
          words={t(camera ? 'call.cameraOff' : 'call.cameraOn')}
          act="camera"
          onPress={switchCamera}
        />
      )}
      {mayHold && sharing !== 'none' && (
        <Control
          icon={sharing === 'is' ? MonitorX : MonitorUp}
          words={t(sharing === 'is' ? 'sharing.stop' : 'sharing.share')}
          act="share"
          onPress={switchShare}
        />
      )}
      {mayHold && (
        <Control
          icon={hold ? Play : Pause}
          words={t(hold ? 'call.resume' : 'call.hold')}
          act="hold"
          onPress={switchHold}
        />
      )}
      <DialogTrigger>
        <Control icon={Settings2} words={t('call.devices')} />
        <Popover className={c('popover')} placement="top" offset={8}>
          <Dialog aria-label={t('call.devices')}>
            <Stack>
              <DeviceChoices chosen={devices} />
            </Stack>
          </Dialog>
        </Popover>
      </DialogTrigger>
      <MoveControl />
      {panels.map(({ name, icon: Icon }) => (
        <WithTip key={name} words={tipOf(t(`call.${name}`), name)}>
          <ToggleButton
            data-side={name}
            className={c('control')}
            isSelected={side === name}
            onChange={(isOn) => onSide(isOn ? name : 'none')}
          >
            <Icon size={20} aria-hidden />
            <span className={c('words')}>{t(`call.${name}`)}</span>
          </ToggleButton>
        </WithTip>
      ))}
      <Control end icon={PhoneOff} words={t('call.hangUp')} act="hangUp" onPress={hangUp} />
    </div>
  );
}

interface ControlProps {
  readonly icon: LucideIcon;
  readonly words: string;
  readonly act?: keyof typeof LETTERS; // the action whose keyboard key does the same
  readonly end?: boolean;
  readonly onPress?: () => void;
}

function Control({ icon: Icon, words, act, end = false, onPress }: ControlProps): ReactNode {
  const tipOf = useKeyTip();
  const control = (
    <Button className={c('control', end && 'end')} {...(onPress === undefined ? {} : { onPress })}>
      <Icon size={20} aria-hidden />
      <span className={c('words')}>{words}</span>
    </Button>
  );
  return <WithTip words={act === undefined ? words : tipOf(words, act)}>{control}</WithTip>;
}

// Makes the text of a tooltip: the label of the control, and the keyboard key that does the same.
function useKeyTip(): (words: string, act: keyof typeof LETTERS) => string {
  const { t } = useTranslation();
  return (words, act) => t('keys.tip', { words, keys: t('keys.chord', { letter: LETTERS[act] }) });
}
