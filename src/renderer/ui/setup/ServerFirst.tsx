// The server before there is an identity: it is asked who uses the address, so it stands here where none is set or where it did not answer.
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusalCode } from '../../../contract/failure.ts';
import { useMain } from '../page.tsx';
import { Fold } from '../parts/Fold.tsx';
import { LocalBrokerSection } from '../settings/LocalBrokerSection.tsx';
import { ServerSection } from '../settings/ServerSection.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './setup.module.css';

const c = classNames(styles);
const TROUBLE: readonly RefusalCode[] = [
  'no-server',
  'server-silent',
  'server-proxy',
  'server-refused',
  'server-in-clear',
  'directory-silent',
];

/** Whether a set-up was refused because nobody could be asked: the same try may succeed later. */
export function isServerTrouble(refusal: RefusalCode | undefined): boolean {
  return refusal !== undefined && TROUBLE.includes(refusal);
}

/** Address, user name and password of the server, and the server that this program can be itself. */
export function ServerFirst({ refusal }: { readonly refusal: RefusalCode | undefined }): ReactNode {
  const { t } = useTranslation();
  const { settings, broker, managed } = useMain('settings', 'broker', 'managed');
  const [wasMissing] = useState(settings.brokerUrl === '' && broker.kind !== 'running');
  if (!wasMissing && !isServerTrouble(refusal)) return undefined;
  return (
    <div className={c('fields')}>
      <ServerSection />
      {wasMissing && managed.allowLocalBroker && (
        <Fold title={t('setup.localTitle')} quiet>
          <LocalBrokerSection />
        </Fold>
      )}
    </div>
  );
}
