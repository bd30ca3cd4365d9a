// A call that another device of this person offers to this one: taken over here only by a press.
import { Phone } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage, useView } from '../page.tsx';
import { Banner } from '../parts/Banner.tsx';
import { Button } from '../parts/Button.tsx';

/** The offer; nothing where there is none. */
export function MoveOffer(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { offer, devices } = useView();
  if (offer === undefined) return null;
  const given = devices.list.find(({ device }) => device === offer.from)?.name ?? '';
  const on = { call: offer.call };
  return (
    <Banner
      tone="info"
      title={t('move.offer', { name: offer.name === '' ? offer.address : offer.name })}
      actions={
        <>
          <Button tone="go" icon={Phone} onPress={() => void ask.send('call.takeOver', on)}>
            {t('move.take')}
          </Button>
          <Button onPress={() => void ask.send('call.refuseMove', on)}>{t('move.refuse')}</Button>
        </>
      }
    >
      <p>{t('move.offerText', { address: offer.address, device: given === '' ? t('move.unnamed') : given })}</p>
    </Banner>
  );
}
