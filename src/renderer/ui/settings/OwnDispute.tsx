// One's own devices that contradict each other, or a removed one that objects: the sides, and the decision for this device. Nothing is
// here while all agree.
import { type ReactNode, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { DisputeView } from '../../../contract/dispute.ts';
import { useMain, usePage, useTell } from '../page.tsx';
import { Banner } from '../parts/Banner.tsx';
import { useWholeDeviceName } from '../parts/device-name.ts';
import { Sides } from '../parts/Sides.tsx';
import { useDispute } from '../parts/use-dispute.ts';

/** The sides, where there are any. */
export function OwnDispute(): ReactNode {
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
