// One's devices: which there are, which one this is, taking one off, and the way to link a further one.
import { Laptop, Trash2 } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceView } from '../../../contract/devices.ts';
import { formatDate } from '../../i18n/format.ts';
import { useLanguage, usePage, useTell, useMain } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { useDeviceName } from '../parts/device-name.ts';
import { classNames } from '../style/class-names.ts';
import { GiveDevice } from './GiveDevice.tsx';
import { Section } from './Section.tsx';
import styles from './devices.module.css';

const c = classNames(styles);

/** The list, and linking below it. */
export function DevicesSection(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { list } = useMain('devices').devices;
  const nameOf = useDeviceName();
  const tell = useTell();
  // Main asks first, and says what removing does and what it does not do.
  const remove = async (device: DeviceView): Promise<void> => {
    const isDone = await ask.sendAsked('device.remove', { device: device.device });
    if (isDone) tell({ kind: 'device-removed', name: nameOf(device) });
  };
  // It is being looked at: what other devices have published meanwhile belongs here.
  useEffect(() => void ask.attempt('device.refresh', {}), [ask]);
  return (
    <Section title={t('devices.title')}>
      <p className={c('note')}>{t('devices.text')}</p>
      {list.length === 0 ? (
        <p className={c('note')}>{t('devices.none')}</p>
      ) : (
        <ul className={c('list')} aria-label={t('devices.list')}>
          {list.map((device) => (
            <Row key={device.device} device={device} name={nameOf(device)} onRemove={() => void remove(device)} />
          ))}
        </ul>
      )}
      <GiveDevice />
    </Section>
  );
}

interface RowProps {
  readonly device: DeviceView;
  readonly name: string;
  readonly onRemove: () => void;
}

function Row({ device, name, onRemove }: RowProps): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const times = { since: formatDate(language, device.since), until: formatDate(language, device.until) };
  return (
    <li className={c('device')}>
      <Laptop size={20} aria-hidden />
      <div className={c('words')}>
        <p className={c('name')}>
          {name}
          {device.isThis && <span className={c('mark')}>{t('devices.this')}</span>}
        </p>
        <p className={c('note')}>{t('devices.facts', times)}</p>
      </div>
      {!device.isThis && (
        <Button icon={Trash2} tone="quiet" aria-label={t('devices.removeNamed', { name })} onPress={onRemove}>
          {t('devices.remove')}
        </Button>
      )}
    </li>
  );
}
