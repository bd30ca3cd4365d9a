// The devices of this person: the list, with a mark on this device, removing a device, deciding a dispute, and linking
// another device.
import { Check, Laptop, Trash2 } from 'lucide-react';
import { type ReactNode, useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceView } from '../../../contract/devices.ts';
import type { DisputeView } from '../../../contract/dispute.ts';
import { useMain, usePage, useTell } from '../page.tsx';
import { Banner } from '../parts/Banner.tsx';
import { Button } from '../parts/Button.tsx';
import { useDeviceName, useWholeDeviceName } from '../parts/device-name.ts';
import { Sides } from '../parts/Sides.tsx';
import { useDispute } from '../parts/use-dispute.ts';
import { classNames } from '../style/class-names.ts';
import { GiveDevice } from './GiveDevice.tsx';
import { Section } from './Section.tsx';
import styles from './devices.module.css';

const c = classNames(styles);

/** The list, and linking below it. */
export function DevicesSection(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { list, given } = useMain('devices').devices;
  const nameOf = useDeviceName();
  const tell = useTell();
  // Main asks the person first, and says what removing a device does and does not do.
  const remove = async (device: DeviceView): Promise<void> => {
    const isDone = await ask.sendAsked('device.remove', { device: device.device });
    if (isDone) tell({ kind: 'device-removed', name: nameOf(device) });
  };
  const acknowledge = (device: string): void => void ask.send('device.acknowledge', { device });
  // When the list comes on screen, main reads what other devices have published.
  useEffect(() => void ask.attempt('device.refresh', {}), [ask]);
  return (
    <Section title={t('devices.title')}>
      <p className={c('note')}>{t('devices.text')}</p>
      <OwnDispute />
      {list.length === 0 ? (
        <p className={c('note')}>{t('devices.none')}</p>
      ) : (
        <ul className={c('list')} aria-label={t('devices.list')}>
          {list.map((device) => (
            <Row
              key={device.device}
              device={device}
              name={nameOf(device)}
              onRemove={() => void remove(device)}
              onRead={() => acknowledge(device.device)}
            />
          ))}
        </ul>
      )}
      {given.map((device) => (
        <Banner
          key={device.device}
          tone="warn"
          title={t('devices.givenTitle', { name: nameOf(device) })}
          onDismiss={() => acknowledge(device.device)}
        >
          <p>{t('devices.givenText')}</p>
        </Banner>
      ))}
      <GiveDevice />
    </Section>
  );
}

interface RowProps {
  readonly device: DeviceView;
  readonly name: string;
  readonly onRemove: () => void;
  readonly onRead: () => void;
}

function Row({ device, name, onRemove, onRead }: RowProps): ReactNode {
  const { t } = useTranslation();
  return (
    <li className={c('device', device.isNew && !device.isThis && 'fresh')}>
      <Laptop size={20} aria-hidden />
      <div className={c('words')}>
        <p className={c('name')}>
          {name}
          {device.isThis && <span className={c('mark')}>{t('devices.this')}</span>}
          {device.isNew && <span className={c('mark')}>{t('devices.new')}</span>}
        </p>
        {device.isNew && <p className={c('note')}>{t('devices.newText')}</p>}
      </div>
      {!device.isThis && (
        <div className={c('acts')}>
          {device.isNew && (
            <Button icon={Check} tone="quiet" aria-label={t('devices.readNamed', { name })} onPress={onRead}>
              {t('devices.read')}
            </Button>
          )}
          <Button icon={Trash2} tone="quiet" aria-label={t('devices.removeNamed', { name })} onPress={onRemove}>
            {t('devices.remove')}
          </Button>
        </div>
      )}
    </li>
  );
}

// Own devices that contradict each other, or a removed device that objects: the sides, and the decision for this
// device. Shows nothing while all devices agree.
function OwnDispute(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const tell = useTell();
  const { list, isDisputed } = useMain('devices').devices;
  const wholeName = useWholeDeviceName();
  const nameOf = (device: string): string =>
    wholeName({ device, name: list.find((each) => each.device === device)?.name ?? '' });
  const read = useCallback(async (): Promise<DisputeView> => {
    const reply = await ask.request('device.readDispute', {});
    return reply.ok ? reply.value : { kind: 'unread' };
  }, [ask]);
  const { dispute, again } = useDispute(read);
  const choose = async (side: string): Promise<void> => {
    if (await ask.sendAsked('device.chooseSide', { side })) tell({ kind: 'own-side-chosen' });
    again();
  };
  if (dispute?.kind !== 'sides') return isDisputed && <Banner tone="bad" title={t('dispute.ownTitle')} />;
  return (
    <Banner tone={isDisputed ? 'bad' : 'warn'} title={t(isDisputed ? 'dispute.ownTitle' : 'dispute.objectionTitle')}>
      <p>{t(isDisputed ? 'dispute.ownText' : 'dispute.objectionText')}</p>
      <Sides dispute={dispute} nameOf={nameOf} onChoose={(side) => void choose(side)} />
      <p>{t('dispute.ownNext')}</p>
    </Banner>
  );
}
