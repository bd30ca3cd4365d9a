// A call for comparing the code only: voice, until policy's time is up. Main ends it; this says so beforehand.
import { Timer } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDuration } from '../../i18n/format.ts';
import { useNow } from '../parts/use-now.ts';
import { classNames } from '../style/class-names.ts';
import styles from './call.module.css';

const c = classNames(styles);

/** The line and what is left until `untilMs` (ms since 1970); the words are a live region, the clock is not. */
export function VerifyBy({ untilMs }: { readonly untilMs: number }): ReactNode {
  const { t } = useTranslation();
  const nowMs = useNow(1000);
  return (
    <div className={c('verifyBy')}>
      <Timer size={18} aria-hidden />
      <p role="status" className={c('verifyTitle')}>
        {t('call.verifyBy')}
      </p>
      <span className={c('time')} role="timer">
        {t('call.verifyByLeft', { duration: formatDuration(untilMs - nowMs) })}
      </span>
      <p className={c('verifyText')}>{t('call.verifyByText')}</p>
    </div>
  );
}
