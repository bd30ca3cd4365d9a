// One line on the home page: a recovery code is offered, until the person has said what they want, or the organisation requires one.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage, useMain } from '../page.tsx';
import { Banner } from '../parts/Banner.tsx';
import { Button } from '../parts/Button.tsx';

/** The line; nothing where main has nothing to say. */
export function RecoveryNotice(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const notice = useMain('recovery').recovery?.notice ?? 'none';
  if (notice === 'none') return null;
  return (
    <Banner
      tone={notice === 'require' ? 'warn' : 'info'}
      actions={
        <>
          <Button onPress={() => void ask.send('recovery.make', {})}>{t('recoveryCode.offerDo')}</Button>
          {notice === 'offer' && (
            <Button tone="quiet" onPress={() => void ask.send('recovery.notNow', {})}>
              {t('recoveryCode.notNow')}
            </Button>
          )}
        </>
      }
    >
      <p>{t(`recoveryCode.${notice}`)}</p>
    </Banner>
  );
}
