// Shown above the buttons of a set-up: that an attempt is running, or why the last one failed.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusalCode } from '../../../contract/failure.ts';
import { classNames } from '../style/class-names.ts';
import styles from './setup.module.css';

const c = classNames(styles);

interface Props {
  /** Undefined if nothing was refused, or if the refusal is shown beside its field. */
  readonly refusal: RefusalCode | undefined;
  readonly running: boolean;
}

/** Shows the running attempt or the refusal as text, and announces it to screen readers. */
export function Trying({ refusal, running }: Props): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      {refusal !== undefined && !running && (
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
