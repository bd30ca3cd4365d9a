// One's devices: which there are, which one this is, taking one off, and the way to link a further one.
import { Laptop, Trash2 } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceView } from '../../../contract/devices.ts';
import { formatDate, formatGroups } from '../../i18n/format.ts';
import { useLanguage, usePage, useTell, useView } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { Actions, Sheet } from '../parts/Sheet.tsx';
import { classNames } from '../style/class-names.ts';
import { GiveDevice } from './GiveDevice.tsx';
import { Section } from './Section.tsx';
import styles from './devices.module.css';

const c = classNames(styles);
const SHOWN_OF_ID = 8;

/** The list, and linking below it. */
export function DevicesSection(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { list } = useView().devices;
  const nameOf = useDeviceName();
  const [asked, setAsked] = useState<DeviceView | undefined>(undefined);
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
            <Row key={device.device} device={device} name={nameOf(device)} onRemove={() => setAsked(device)} />
          ))}
        </ul>
      )}
      <GiveDevice />
      {asked !== undefined && <RemoveSheet device={asked} name={nameOf(asked)} onClose={() => setAsked(undefined)} />}
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

interface RemoveProps {
  readonly device: DeviceView;
  readonly name: string;
  readonly onClose: () => void;
}

// What removing does and what it does not do, before it is done: it cannot be undone without linking anew.
function RemoveSheet({ device, name, onClose }: RemoveProps): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const tell = useTell();
  const [running, setRunning] = useState(false);
  const remove = async (): Promise<void> => {
    setRunning(true);
    const isDone = await ask.send('device.remove', { device: device.device });
    if (isDone) tell({ kind: 'device-removed', name });
    onClose();
  };
  return (
    <Sheet title={t('devices.removeTitle', { name })} isOpen onClose={onClose}>
      <p>{t('devices.removeText')}</p>
      <p className={c('strong')}>{t('devices.removeStolen')}</p>
      <Actions>
        <Button onPress={onClose} autoFocus>
          {t('app.cancel')}
        </Button>
        <Button tone="danger" isDisabled={running} onPress={() => void remove()}>
          {t(running ? 'devices.removing' : 'devices.removeDo')}
        </Button>
      </Actions>
    </Sheet>
  );
}

function useDeviceName(): (device: DeviceView) => string {
  const { t } = useTranslation();
  return ({ name, device }) => {
    if (name !== '') return name;
    return t('devices.unnamed', { id: formatGroups(device.slice(0, SHOWN_OF_ID).toUpperCase(), 4).join(' ') });
  };
}
