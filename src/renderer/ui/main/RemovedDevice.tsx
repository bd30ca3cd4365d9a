// Says that this device was removed: by which other device or with the recovery code, if that is known, and since when
// this device knows. One button erases the device. If the remover is known, another button objects to the removal. Main
// asks the person before it does either.
import { Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RemovalView } from '../../../contract/devices.ts';
import { formatDate } from '../../i18n/format.ts';
import { useLanguage, usePage } from '../page.tsx';
import { Banner } from '../parts/Banner.tsx';
import { Button } from '../parts/Button.tsx';
import { useDeviceName } from '../parts/device-name.ts';
import { BeginAnew } from './BeginAnew.tsx';

/** The banner; `removal` is what is known about the removal. */
export function RemovedDevice({ removal }: { readonly removal: RemovalView | undefined }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const language = useLanguage();
  const by = useRemover(removal);
  const mayObject = removal !== undefined && removal.by.kind !== 'unknown';
  return (
    <Banner
      tone="bad"
      title={t('devices.removedTitle')}
      actions={
        <>
          {mayObject && (
            <Button icon={Undo2} onPress={() => void ask.sendAsked('device.object', {})}>
              {t('dispute.objectDo')}
            </Button>
          )}
          <BeginAnew word="devices.eraseDo" />
        </>
      }
    >
      <p>
        {by} {removal?.learnt !== undefined && t('dispute.learnt', { date: formatDate(language, removal.learnt) })}
      </p>
      <p>{t('devices.removedText')}</p>
      {mayObject && <p>{t('dispute.objectText')}</p>}
    </Banner>
  );
}

function useRemover(removal: RemovalView | undefined): string {
  const { t } = useTranslation();
  const nameOf = useDeviceName();
  if (removal?.by.kind === 'device') return t('dispute.removedBy', { name: nameOf(removal.by) });
  return t(removal?.by.kind === 'code' ? 'dispute.removedByCode' : 'dispute.removedByUnknown');
}
