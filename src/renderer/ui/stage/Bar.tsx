// The bar at the foot of a call: mute, camera, hold, text, devices, security, hang up. Each does what it says; nothing else is here.
import {
  MessageSquareText,
  Mic,
  MicOff,
  type LucideIcon,
  Pause,
  PhoneOff,
  Play,
  Settings2,
  Shield,
  Video,
  VideoOff,
} from 'lucide-react';
import { type ReactNode, useCallback } from 'react';
import { Button, Dialog, DialogTrigger, Popover, ToggleButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Side } from '../../../contract/page-view.ts';
import { useHoldKey } from '../call/use-hold-key.ts';
import { usePage, useStage } from '../page.tsx';
import { WithTip } from '../parts/Button.tsx';
import { Stack } from '../parts/Sheet.tsx';
import { DeviceChoices } from '../settings/DeviceChoices.tsx';
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
  const { call, mayShow, devices } = useStage();
  const { mute, camera, hold } = call.local;
  const mayHold = call.phase.kind === 'live' || call.phase.kind === 'mending';
  const switchHold = useCallback(() => void ask.send('own.hold', { hold: !hold }), [ask, hold]);
  const panels = [
    ...(mayHold ? [{ name: 'text', icon: MessageSquareText } as const] : []),
    { name: 'security', icon: Shield } as const,
  ];
  useHoldKey(mayHold, switchHold);
  return (
    <div className={c('bar')} role="toolbar" aria-label={t('call.controls')}>
      <Control
        icon={mute ? MicOff : Mic}
        words={t(mute ? 'call.unmute' : 'call.mute')}
        onPress={() => void ask.send('own.mute', { mute: !mute })}
      />
      {mayShow && (
        <Control
          icon={camera ? Video : VideoOff}
          words={t(camera ? 'call.cameraOff' : 'call.cameraOn')}
          onPress={() => void ask.send('own.camera', { on: !camera })}
        />
      )}
      {mayHold && (
        <WithTip words={t(hold ? 'call.resumeTip' : 'call.holdTip')}>
          <Control icon={hold ? Play : Pause} words={t(hold ? 'call.resume' : 'call.hold')} onPress={switchHold} />
        </WithTip>
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
        <ToggleButton
          key={name}
          data-side={name}
          className={c('control')}
          isSelected={side === name}
          onChange={(isOn) => onSide(isOn ? name : 'none')}
        >
          <Icon size={20} aria-hidden />
          <span className={c('words')}>{t(`call.${name}`)}</span>
        </ToggleButton>
      ))}
      <Control end icon={PhoneOff} words={t('call.hangUp')} onPress={() => void ask.send('own.hangUp', {})} />
    </div>
  );
}

interface ControlProps {
  readonly icon: LucideIcon;
  readonly words: string;
  readonly end?: boolean;
  readonly onPress?: () => void;
}

function Control({ icon: Icon, words, end = false, onPress }: ControlProps): ReactNode {
  return (
    <Button className={c('control', end && 'end')} {...(onPress === undefined ? {} : { onPress })}>
      <Icon size={20} aria-hidden />
      <span className={c('words')}>{words}</span>
    </Button>
  );
}
