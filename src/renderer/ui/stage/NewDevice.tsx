// "Use …?": offers a headset, microphone or speaker that is plugged in during a call. The page does not open the device
// before the person says yes.
import { Headphones } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StageView } from '../../../contract/page-view.ts';
import type { MediaDevice } from '../../call/device-list.ts';
import { usePage } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { useDevices } from '../parts/use-devices.ts';
import { classNames } from '../style/class-names.ts';
import styles from './stage.module.css';

const c = classNames(styles);
const OF_ENGINE = ['', 'default', 'communications']; // the engine's own entries for what the system has chosen
type Sound = Pick<StageView['devices'], 'microphone' | 'speaker'>;

/**
 * The first new microphone or speaker that is not chosen yet, by name and id, with the first such device of the other
 * kind that belongs to the same hardware. Undefined if there is none. `known` holds `keyOf` of each device that was
 * there before.
 */
export function cameSince(
  known: ReadonlySet<string>,
  now: readonly MediaDevice[],
  chosen: Sound,
): (Partial<Sound> & { readonly name: string }) | undefined {
  const isNew = (device: MediaDevice): boolean =>
    device.kind !== 'camera' && device.label !== '' && !OF_ENGINE.includes(device.id) && !known.has(keyOf(device));
  const [first, ...others] = now.filter((device) => isNew(device) && chosen[device.kind as keyof Sound] !== device.id);
  if (first === undefined) return undefined;
  const other = others.find((device) => device.kind !== first.kind && belongTogether(first, device));
  return { name: first.label, [first.kind]: first.id, ...(other !== undefined && { [other.kind]: other.id }) };
}

// Engines put microphone and speaker of one headset into one group, except on Linux, where the system does not tell the
// engine. On Linux both names begin alike: “Evolve2 40 Mono”, “Evolve2 40 Analog Stereo”.
function belongTogether(one: MediaDevice, other: MediaDevice): boolean {
  if (one.group !== '' && one.group === other.group) return true;
  const [words, others] = [one.label.split(' '), other.label.split(' ')];
  const least = Math.min(2, words.length, others.length);
  return words.slice(0, least).join(' ') === others.slice(0, least).join(' ');
}

/**
 * What counts as known once the person has answered `offer`: `known`, and all devices of the offered kinds. A dock can
 * bring three speakers; only one of them is offered.
 */
export function knownAfter(
  known: ReadonlySet<string>,
  now: readonly MediaDevice[],
  offer: Partial<Sound>,
): ReadonlySet<string> {
  return new Set([...known, ...now.filter(({ kind }) => kind in offer).map(keyOf)]);
}

/** A string that differs for every device of this machine. */
export const keyOf = ({ id, kind }: Pick<MediaDevice, 'id' | 'kind'>): string => `${kind} ${id}`;

/**
 * The offer, while there is one. Once the person has answered, a new device of the other kind is offered, if there is
 * one. A device that the person did not choose is offered again after it was unplugged and plugged in again.
 */
export function NewDevice({ chosen }: { readonly chosen: Sound }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const devices = useDevices();
  const [before, setBefore] = useState<{ readonly devices: typeof devices; readonly known: ReadonlySet<string> }>();
  const all = new Set(devices?.map(keyOf));
  if (devices !== undefined && before?.devices !== devices) {
    const known = before === undefined ? all : new Set([...before.known].filter((key) => all.has(key)));
    setBefore({ devices, known });
  }
  const found = before && devices && cameSince(before.known, devices, chosen);
  const answer = (): void => {
    if (before && devices && found) setBefore({ devices, known: knownAfter(before.known, devices, found) });
  };
  return (
    <div role="status">
      {found !== undefined && (
        <div className={c('tag', 'loud')}>
          <Headphones size={18} aria-hidden />
          <span>{t('call.useDevice', { name: found.name })}</span>
          <Button
            tone="primary"
            onPress={() => {
              const { name: _name, ...wanted } = found;
              answer();
              void ask.send('devices.set', { devices: wanted });
            }}
          >
            {t('call.useDeviceYes')}
          </Button>
          <Button onPress={answer}>{t('call.useDeviceNo')}</Button>
        </div>
      )}
    </div>
  );
}
