// The settings of the server before there is an identity, because the server has to say who uses the address. Shown if
// no server is set or if the server could not be asked.
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusalCode } from '../../../contract/failure.ts';
import { useMain } from '../page.tsx';
import { Fold } from '../parts/Fold.tsx';
import { LocalBrokerSection } from '../settings/LocalBrokerSection.tsx';
import { ProxySection } from '../settings/ProxySection.tsx';
import { ServerSection } from '../settings/ServerSection.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './setup.module.css';

const c = classNames(styles);
const TROUBLE: readonly RefusalCode[] = [
  'no-server',
  'server-silent',
  'server-proxy',
  'proxy-login',
  'server-refused',
  'server-in-clear',
  'directory-silent',
];

/** Whether a set-up was refused because no server could be asked. The same attempt may succeed later. */
export function isServerTrouble(refusal: RefusalCode | undefined): boolean {
  return refusal !== undefined && TROUBLE.includes(refusal);
}

/**
 * Asks for the server: address, user name and password, or this program as the server. Nothing if a server was set when
 * the screen was first shown.
 */
export function ServerFirst(): ReactNode {
  const { t } = useTranslation();
  const { allowLocalBroker } = useMain('managed').managed;
  if (!useWasMissing()) return undefined;
  return (
    <div className={c('fields')}>
      <ServerSection />
      <ProxySection />
      {allowLocalBroker && (
        <Fold title={t('setup.localTitle')} quiet>
          <LocalBrokerSection />
        </Fold>
      )}
    </div>
  );
}

/** The server that is set, shown for correction after it could not be asked. Nothing where `ServerFirst` is shown. */
export function ServerAgain({ refusal }: { readonly refusal: RefusalCode | undefined }): ReactNode {
  const { t } = useTranslation();
  if (useWasMissing() || !isServerTrouble(refusal)) return undefined;
  return (
    <>
      <ProxySection />
      <Fold title={t('setup.serverTitle')} level={2} quiet>
        <ServerSection />
      </Fold>
    </>
  );
}

function useWasMissing(): boolean {
  const { settings, broker } = useMain('settings', 'broker');
  const [wasMissing] = useState(settings.brokerUrl === '' && broker.kind !== 'running');
  return wasMissing;
}
