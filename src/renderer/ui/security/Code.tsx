// The security code: two groups of four, large. It cannot be selected, so that nobody pastes it into a chat by accident.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatGroups } from '../../i18n/format.ts';
import { classNames } from '../style/class-names.ts';
import styles from './security.module.css';

const c = classNames(styles);

/** The eight digits of `code`; a screen reader says them one by one. */
export function Code({ code }: { readonly code: string }): ReactNode {
  const { t } = useTranslation();
  return (
    <p
      className={c('code')}
      role="img"
      aria-label={`${t('code.code')}: ${Array.from(code).join(' ')}`}
      data-code={code}
    >
      {formatGroups(code, 4).map((group, at) => (
        <span key={at}>{group}</span>
      ))}
    </p>
  );
}

/** The place of the code while this person types what is heard. */
export function HiddenCode(): ReactNode {
  const { t } = useTranslation();
  return (
    <p className={c('code', 'hiddenCode')} role="img" aria-label={`${t('code.code')}: ${t('code.hidden')}`}>
      <span>••••</span>
      <span>••••</span>
    </p>
  );
}
