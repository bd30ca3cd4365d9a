// First start where policy gives address and name and the system keeps the key. The page has main make the identity at
// once. The page asks something only if no server is set or the server could not be asked, or if the address is already
// in use.
import { RotateCw } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusalCode } from '../../../contract/failure.ts';
import type { KeyStoreView } from '../../../contract/key-store-view.ts';
import { usePage, useTell, useMain } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { SupportContact } from '../parts/SupportContact.tsx';
import { classNames } from '../style/class-names.ts';
import { AddressUsed } from './AddressUsed.tsx';
import { Known } from './Known.tsx';
import { ServerAgain, ServerFirst } from './ServerFirst.tsx';
import { SetupScreen } from './SetupScreen.tsx';
import styles from './setup.module.css';

const c = classNames(styles);

/**
 * Shows the person and the organisation while the key is made. After a refusal it shows the reason and a button to try
 * again.
 */
export function Prepared({ keyStore }: { readonly keyStore: KeyStoreView }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const tell = useTell();
  const { address, displayName: name, organisation } = useMain('managed').managed;
  const [refusal, setRefusal] = useState<RefusalCode | undefined>(undefined);
  const [isRunning, setIsRunning] = useState(true);
  const running = useRef(false);
  const create = useCallback(async (): Promise<void> => {
    if (running.current) return;
    running.current = true;
    setIsRunning(true);
    const code = await ask.attempt('identity.create', { address, name });
    running.current = false;
    setIsRunning(false);
    setRefusal(code);
    // Main may have made the identity without a window, before this window opened.
    if (code === undefined || code === 'identity-exists') tell({ kind: 'welcome', name, address });
  }, [ask, tell, address, name]);
  useEffect(() => void create(), [create]);
  if (refusal === 'address-used' || refusal === 'address-used-by-several') {
    const bySeveral = refusal === 'address-used-by-several';
    return <AddressUsed person={{ address, name }} bySeveral={bySeveral} keyStore={keyStore} />;
  }
  return (
    <SetupScreen
      title={t('welcome.title')}
      lead={organisation === '' ? t('welcome.lead') : t('welcome.leadNamed', { organisation })}
    >
      <div className={c('fields')}>
        <Known />
        {(isRunning || refusal === undefined) && (
          <p className={c('soft')} role="status">
            {t('welcome.creating')}
          </p>
        )}
        {refusal !== undefined && (
          <>
            {!isRunning && (
              <p className={c('error')} role="alert">
                {t(`refusal.${refusal}`)}
              </p>
            )}
            <SupportContact />
            <div className={c('actions')}>
              <Button tone="primary" icon={RotateCw} isDisabled={isRunning} onPress={() => void create()}>
                {t('welcome.retry')}
              </Button>
            </div>
          </>
        )}
      </div>
      {refusal === 'no-server' ? <ServerFirst /> : <ServerAgain refusal={refusal} />}
    </SetupScreen>
  );
}
