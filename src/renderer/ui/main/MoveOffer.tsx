// A call that another device of this person offers to this one. Only a press takes it over. If the call has ended
// meanwhile, the offer says so and has a button to call the person.
import { Phone } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { personName } from '../../state/person-name.ts';
import { usePage, useMain } from '../page.tsx';
import { Banner } from '../parts/Banner.tsx';
import { Button } from '../parts/Button.tsx';
import { useOwnDeviceName } from '../parts/device-name.ts';

/** The offer; nothing where there is none. */
export function MoveOffer(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { offer, devices } = useMain('offer', 'devices');
  const nameOf = useOwnDeviceName(devices.list);
  if (offer === undefined) return null;
  const { address } = offer;
  const on = { call: offer.call };
  const refuse = (): void => void ask.send('call.refuseMove', on);
  if (offer.state === 'over') {
    const call = async (): Promise<void> => {
      if (await ask.send('call.place', { address, media: 'audio' })) refuse(); // otherwise the person can try again
    };
    return (
      <Banner
        tone="warn"
        title={t('move.over', { name: personName(offer) })}
        onDismiss={refuse}
        actions={
          <Button tone="go" icon={Phone} onPress={() => void call()}>
            {t('move.call')}
          </Button>
        }
      >
        <p>{t('move.overText', { address })}</p>
      </Banner>
    );
  }
  return (
    <Banner
      tone="info"
      title={t('move.offer', { name: personName(offer) })}
      actions={
        <>
          <Button tone="go" icon={Phone} onPress={() => void ask.send('call.takeOver', on)}>
            {t('move.take')}
          </Button>
          <Button onPress={refuse}>{t('move.refuse')}</Button>
        </>
      }
    >
      <p>{t('move.offerText', { address, device: nameOf(offer.from) })}</p>
    </Banner>
  );
}
