// A new passphrase, typed twice. The page does not keep it: the form sends it to main.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Entry } from '../parts/Entry.tsx';

interface Props {
  readonly label?: string; // of the first field
  readonly autoFocus?: boolean; // for the first field
  readonly passphrase: string;
  readonly repeat: string;
  readonly onPassphrase: (text: string) => void;
  readonly onRepeat: (text: string) => void;
  readonly problem: 'short' | 'differs' | undefined;
}

/** The two fields. */
export function NewPassphrase({
  label,
  autoFocus = false,
  passphrase,
  repeat,
  onPassphrase,
  onRepeat,
  problem,
}: Props): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      <Entry
        type="password"
        label={label ?? t('setup.passphrase')}
        hint={t('setup.passphraseHint')}
        value={passphrase}
        onChange={onPassphrase}
        autoFocus={autoFocus}
        error={problem === 'short' ? t('setup.passphraseShort') : undefined}
      />
      <Entry
        type="password"
        label={t('setup.passphraseRepeat')}
        value={repeat}
        onChange={onRepeat}
        error={problem === 'differs' ? t('setup.passphraseDiffers') : undefined}
      />
    </>
  );
}
