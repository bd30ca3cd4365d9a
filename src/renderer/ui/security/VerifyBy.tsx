// A call for comparing the code only: voice, until policy's time is up. Main ends it; this says so beforehand.
// A screen reader hears the words, and what is left three times near the end; the ticking clock is for the eye.
import { Timer } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDuration } from '../../i18n/format.ts';
import { spokenSeconds } from '../../state/spoken-seconds.ts';
import { useNow } from '../parts/use-now.ts';
import { classNames } from '../style/class-names.ts';
import styles from './head.module.css';

const c = classNames(styles);

/** The line and what is left until `untilMs` (ms since 1970). */
export function VerifyBy({ untilMs }: { readonly untilMs: number }): ReactNode {
  const { t } = useTranslation();
  const leftMs = untilMs - useNow(1000);
  const count = spokenSeconds(leftMs);
  return (
    <section className={c('verifyBy')} aria-label={t('call.verifyBy')}>
      <Timer size={18} aria-hidden />
      <div className={c('verifyWords')} role="status">
        <p className={c('verifyTitle')}>{t('call.verifyBy')}</p>
        <p>{t('call.verifyByText')}</p>
      </div>
      <span className={c('time')} role="timer">
        {t('call.verifyByLeft', { duration: formatDuration(leftMs) })}
      </span>
      <p className={c('spoken')} role="status">
        {count !== undefined && t('call.verifyBySpoken', { count })}
      </p>
    </section>
  );
}
