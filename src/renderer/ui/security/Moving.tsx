// The state of moving the call to another device, under the status line: on the side that has asked for it, and on the
// side whose peer has moved.
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { callerName } from '../../state/person-name.ts';
import { usePage, useSecurity } from '../page.tsx';
import { Banner } from '../parts/Banner.tsx';
import { Button } from '../parts/Button.tsx';
import { useOwnDeviceName } from '../parts/device-name.ts';

/** The state of a move, on either side. Nothing if there was none. */
export function Moving(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { call, ownDevices } = useSecurity();
  const nameOf = useOwnDeviceName(ownDevices);
  const [isRead, setRead] = useState(false);
  const { moving } = call;
  const dismiss = (): void => void ask.send('own.dismissMove', {});
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
    <Banner tone="info" title={t('move.tookPlace', { name: callerName(call) })} onDismiss={() => setRead(true)}>
      <p>{t('move.tookPlaceText')}</p>
    </Banner>
  );
}
