// The choice of microphone, camera and speaker: in the settings, in a call, and in the window for trying them. Main
// stores the choice and tells the stage.
import { Fragment, type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { DevicesWanted } from '../../../contract/page-view.ts';
import { backgroundsWithin } from '../../state/locks.ts';
import { usePage } from '../page.tsx';
import { Choice } from '../parts/Choice.tsx';
import { Locked } from '../parts/Locked.tsx';
import { useDevices } from '../parts/use-devices.ts';
import { classNames } from '../style/class-names.ts';
import styles from './settings.module.css';

const c = classNames(styles);
const kinds = ['microphone', 'camera', 'speaker'] as const;

/** A select for each kind of device with the `chosen` one, and below the camera the choice of a background. */
export function DeviceChoices({ chosen }: { readonly chosen: DevicesWanted }): ReactNode {
  return kinds.map((kind) => (
    <Fragment key={kind}>
      <DeviceChoice kind={kind} wanted={chosen} />
      {kind === 'camera' && <BackgroundChoice wanted={chosen} />}
    </Fragment>
  ));
}

/** The choice of the background in the person's picture, as far as policy leaves a choice. */
export function BackgroundChoice({ wanted }: { readonly wanted: DevicesWanted }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { background: chosen, backgroundLock: lock } = wanted;
  return (
    <Locked lock={lock} limit={t('managed.hidesRoom')}>
      {(held) => (
        <Choice
          {...held}
          label={t('background.title')}
          hint={t(`background.texts.${chosen}`)}
          value={chosen}
          options={backgroundsWithin(lock, chosen).map((id) => ({ id, text: t(`background.kinds.${id}`) }))}
          onChange={(background) => void ask.send('devices.set', { devices: { background } })}
        />
      )}
    </Locked>
  );
}

interface Props {
  readonly kind: (typeof kinds)[number];
  readonly wanted: DevicesWanted;
  readonly labelHidden?: boolean; // set if a title above has the same text
}

/** One select. A chosen device that is not connected stays chosen, and a note names the device that replaces it. */
export function DeviceChoice({ kind, wanted, labelHidden = false }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const devices = useDevices();
  const id = useId();
  const chosen = wanted[kind];
  const found = (devices ?? []).filter((device) => device.kind === kind && !['', 'default'].includes(device.id));
  const isGone = chosen !== '' && found.every((device) => device.id !== chosen);
  const isInstead = isGone && devices !== undefined;
  const instead = wanted.devicesBefore[kind].find((before) => found.some((device) => device.id === before));
  const name = instead ?? t('settings.systemDefault');
  return (
    <div className={c('device')}>
      <Choice
        label={t(`settings.${kind}`)}
        labelHidden={labelHidden}
        value={chosen === '' ? 'default' : chosen}
        options={[
          { id: 'default', text: t('settings.systemDefault') },
          ...(isGone ? [{ id: chosen, text: t('settings.deviceAway', { name: chosen }) }] : []),
          ...found.map(({ id: name, label }, at) => ({
            id: name,
            text: label === '' ? `${t(`settings.${kind}`)} ${at + 1}` : label,
          })),
        ]}
        {...(isInstead && { describedBy: id })}
        onChange={(to) => void ask.send('devices.set', { devices: { [kind]: to === 'default' ? '' : to } })}
      />
      <p className={c('note')} id={id} role="status">
        {isInstead && t('settings.deviceInstead', { name })}
      </p>
    </div>
  );
}
