// What is printed: whose code it is, the code, what it is for, and what a finder could do with it. The sheet is not
// visible on the screen. On paper it is black on white in every theme.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDate } from '../../i18n/format.ts';
import { useLanguage, useRecovery } from '../page.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './paper.module.css';

const c = classNames(styles);

/** The sheet with `code` on it. */
export function Paper({ code }: { readonly code: string }): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const { identity, shownAt } = useRecovery();
  const { name, address, fingerprint } = identity;
  const facts = [
    [t('recoveryCode.paper.name'), name],
    [t('recoveryCode.paper.address'), address],
    [t('recoveryCode.paper.fingerprint'), fingerprint.replaceAll(' ', '').replace(/(\d{5})(?=\d)/gu, '$1 ')],
    [t('recoveryCode.paper.date'), formatDate(language, shownAt)],
  ] as const;
  return (
    <article className={c('paper')} data-paper>
      <h1 className={c('title')}>{t('recoveryCode.paper.title')}</h1>
      <dl className={c('facts')}>
        {facts.map(([fact, value]) => (
          <div key={fact}>
            <dt>{fact}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={c('code')}>
        {code.split(' ').map((group, at) => (
          <span key={at}>{group}</span>
        ))}
      </p>
      <p className={c('keep')}>{t('recoveryCode.paper.keep')}</p>
      <h2>{t('recoveryCode.paper.useTitle')}</h2>
      <p>{t('recoveryCode.paper.use')}</p>
      <h2>{t('recoveryCode.paper.finderTitle')}</h2>
      <p>{t('recoveryCode.paper.finder')}</p>
      <h2>{t('recoveryCode.paper.lostTitle')}</h2>
      <p>{t('recoveryCode.paper.lost')}</p>
    </article>
  );
}
