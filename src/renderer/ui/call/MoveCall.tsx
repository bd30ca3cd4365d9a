// Moving a call to another device of one's own: the choice in the bar, and under the status line how it stands, on either side.
import { MonitorSmartphone } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button as Press, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../../../contract/view.ts';
import { personName } from '../../state/person-name.ts';
import { usePage, useView } from '../page.tsx';
import { Banner } from '../parts/Banner.tsx';
import { Button } from '../parts/Button.tsx';
import { Stack } from '../parts/Sheet.tsx';
import { useOwnDeviceName } from '../parts/device-name.ts';
import { classNames } from '../style/class-names.ts';
import styles from './call.module.css';

const c = classNames(styles);

interface Props {
  readonly call: CallView;
}

/** The choice of a device; nothing where the person has no other, or the call is not up. */
export function MoveControl({ call }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const nameOf = useOwnDeviceName();
  const others = useView().devices.list.filter(({ isThis }) => !isThis);
  if (others.length === 0 || call.phase.kind !== 'live') return null;
  return (
    <DialogTrigger>
      <Press className={c('control')}>
        <MonitorSmartphone size={20} aria-hidden />
        <span className={c('words')}>{t('move.open')}</span>
      </Press>
      <Popover className={c('popover')} placement="top" offset={8}>
        <Dialog aria-label={t('move.title')}>
          {({ close }) => (
            <Stack>
              <p>{t('move.text')}</p>
              {others.map(({ device }) => (
                <Button
                  key={device}
                  onPress={() => {
                    close();
                    void ask.send('call.move', { call: call.id, device });
                  }}
                >
                  {nameOf(device)}
                </Button>
              ))}
            </Stack>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

/** How a move stands, on the side that has asked for it and on the side whose peer has moved; nothing where there was none. */
export function Moving({ call }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const nameOf = useOwnDeviceName();
  const [isRead, setRead] = useState(false);
  const { moving } = call;
  const dismiss = (): void => void ask.send('call.dismissMove', { call: call.id });
  if (moving?.state === 'asked') {
    return (
      <Banner
        tone="info"
        title={t('move.asked', { name: nameOf(moving.device) })}
        actions={<Button onPress={dismiss}>{t('move.takeBack')}</Button>}
      >
        <p>{t('move.askedText')}</p>
      </Banner>
    );
  }
  if (moving?.state === 'failed' || moving?.state === 'refused') {
    return (
      <Banner tone="warn" title={t(`move.${moving.state}`, { name: nameOf(moving.device) })} onDismiss={dismiss}>
        <p>{t(`move.${moving.state}Text`)}</p>
      </Banner>
    );
  }
  if (call.tookPlace !== true || isRead) return null;
  return (
    <Banner tone="info" title={t('move.tookPlace', { name: personName(call) })} onDismiss={() => setRead(true)}>
      <p>{t('move.tookPlaceText')}</p>
    </Banner>
  );
}
