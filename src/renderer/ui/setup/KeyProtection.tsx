// What protects the key on this system: its key store, or else a passphrase where the organisation allows one.
import { KeyRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyStoreView } from '../../../contract/key-store-view.ts';
import { keyStoreName } from '../../state/key-store-name.ts';
import { useMain } from '../page.tsx';
import { Banner } from '../parts/Banner.tsx';
import { SupportContact } from '../parts/SupportContact.tsx';
import { Toggle } from '../parts/Toggle.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './setup.module.css';

const c = classNames(styles);

interface Props {
  readonly keyStore: KeyStoreView;
  readonly passphraseWanted: boolean;
  readonly onPassphraseWanted: (wanted: boolean) => void;
}

/**
 * Says which key store was found. After a failed linking, it can say instead that the key is protected by the
 * passphrase that was chosen for that linking. If there is no key store, it says why that matters, and offers a
 * passphrase where one is allowed.
 */
export function KeyProtection({ keyStore, passphraseWanted, onPassphraseWanted }: Props): ReactNode {
  const { t } = useTranslation();
  const { managed } = useMain('managed');
  if (keyStore.kind === 'none' && !managed.allowPassphrase) {
    return (
      <Banner tone="bad" title={t('welcome.storeRequired')}>
        <p>{t('welcome.storeRequiredText', { backend: keyStore.backend })}</p>
        <SupportContact />
      </Banner>
    );
  }
  if (keyStore.kind === 'none') {
    return (
      <Banner tone="warn" title={t('setup.storeNone')}>
        <p>{t('setup.storeNoneWhy', { backend: keyStore.backend })}</p>
        <Toggle label={t('setup.usePassphrase')} on={passphraseWanted} onChange={onPassphraseWanted} />
      </Banner>
    );
  }
  return (
    <div className={c('store')}>
      <KeyRound size={18} aria-hidden />
      <div>
        <p className={c('storeTitle')}>{t('setup.store')}</p>
        {keyStore.kind === 'passphrase' ? (
          <>
            <p className={c('soft')}>{t('setup.storePassphrase')}</p>
            <Toggle label={t('setup.otherPassphrase')} on={passphraseWanted} onChange={onPassphraseWanted} />
          </>
        ) : (
          <p className={c('soft')}>{t('setup.storeOs', { backend: keyStoreName(keyStore.backend) })}</p>
        )}
      </div>
    </div>
  );
}
