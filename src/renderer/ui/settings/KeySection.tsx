// Where the device's key is stored, the device's id, and the person's fingerprint.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { unreachable } from '../../../core/assert.ts';
import type { KeyStoreView } from '../../../contract/key-store-view.ts';
import { keyStoreName } from '../../state/key-store-name.ts';
import { useMain } from '../page.tsx';
import { wholeId } from '../parts/device-name.ts';
import { Digits } from '../parts/Digits.tsx';
import { Facts } from '../parts/Facts.tsx';
import { classNames } from '../style/class-names.ts';
import { Protection } from './Protection.tsx';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

const c = classNames(styles);

/** The settings on the key: key store, device id and fingerprint, and how the key is protected. */
export function KeySection(): ReactNode {
  const { t } = useTranslation();
  const { identity, keyStore } = useMain('identity', 'keyStore');
  return (
    <Section title={t('settings.key')}>
      <Facts
        facts={[
          { name: t('settings.keyStore'), value: <KeyStoreText keyStore={keyStore} /> },
          { name: t('settings.device'), value: <span className={c('mono')}>{wholeId(identity?.device ?? '')}</span> },
          { name: t('settings.fingerprint'), value: <Digits text={identity?.fingerprint ?? ''} size={5} /> },
        ]}
      />
      <Protection />
    </Section>
  );
}

function KeyStoreText({ keyStore }: { readonly keyStore: KeyStoreView }): ReactNode {
  const { t } = useTranslation();
  switch (keyStore.kind) {
    case 'os':
      return t('settings.keyOs', { backend: keyStoreName(keyStore.backend) });
    case 'passphrase':
      return t('settings.keyPassphrase');
    case 'none':
      return t('settings.keyNone', { backend: keyStoreName(keyStore.backend) });
    case 'damaged':
      return t('settings.keyDamaged', { backend: keyStoreName(keyStore.backend) });
    default:
      return unreachable(keyStore);
  }
}
