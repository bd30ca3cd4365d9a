// What stands above the buttons of a set-up: why the last try came to nothing, and that one is under way.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusalCode } from '../../../contract/failure.ts';
import { classNames } from '../style/class-names.ts';
import styles from './setup.module.css';

const c = classNames(styles);

interface Props {
  /** Undefined where nothing was refused, or where it stands beside its field. */
  readonly refusal: RefusalCode | undefined;
  readonly running: boolean;
}

/** Both in words, told to screen readers too. */
export function Trying({ refusal, running }: Props): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      {refusal !== undefined && (
        <p className={c('error')} role="alert">
          {t(`refusal.${refusal}`)}
        </p>
      )}
      {running && (
        <p className={c('soft')} role="status">
          {t('setup.looking')}
        </p>
      )}
    </>
  );
}
