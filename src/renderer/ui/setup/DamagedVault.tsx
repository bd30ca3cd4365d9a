// Sealed state that will not open: why, where it was kept aside, and what to do. Nothing is overwritten from here.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeyStoreView } from '../../../contract/view.ts';
import { keyStoreName } from '../../state/key-store-name.ts';
import { usePage } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { classNames } from '../style/class-names.ts';
import { SetupScreen } from './SetupScreen.tsx';
import styles from './setup.module.css';

const c = classNames(styles);

/** The screen of a vault that does not open. */
export function DamagedVault({
  keyStore,
}: {
  readonly keyStore: Extract<KeyStoreView, { kind: 'damaged' }>;
}): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  return (
    <SetupScreen
      title={t('damaged.title')}
      lead={t(`damaged.${keyStore.cause}`, { backend: keyStoreName(keyStore.backend) })}
    >
      <div className={c('fields')}>
        <p>{t('damaged.kept')}</p>
        <p className={c('path')}>{keyStore.keptAside}</p>
        <p>{t('damaged.next')}</p>
        <div className={c('actions')}>
          <Button tone="danger" onPress={() => void ask.send('vault.startOver', {})}>
            {t('damaged.startOver')}
          </Button>
        </div>
      </div>
    </SetupScreen>
  );
}
