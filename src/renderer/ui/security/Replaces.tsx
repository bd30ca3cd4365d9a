// A call to somebody who is not the person verified under this address, and takes their place only by a compared code: said for as long as
// that is so.
import { UserRoundX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDate } from '../../i18n/format.ts';
import { useLanguage } from '../page.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './head.module.css';

const c = classNames(styles);

interface Props {
  readonly address: string;
  /** When the other person was verified, in ms since 1970. */
  readonly verifiedAt: number;
}

/** The line that says so. */
export function Replaces({ address, verifiedAt }: Props): ReactNode {
  const { t } = useTranslation();
  const title = t('call.replaces', { date: formatDate(useLanguage(), verifiedAt) });
  return (
    <section className={c('verifyBy')} aria-label={title}>
      <UserRoundX size={18} aria-hidden />
      <div className={c('verifyWords')} role="status">
        <p className={c('verifyTitle')}>{title}</p>
        <p>{t('call.replacesText', { address })}</p>
      </div>
    </section>
  );
}
