// How far a person is verified, in words with the date and the way.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trust } from '../../../contract/view.ts';
import { formatDate } from '../../i18n/format.ts';
import { trustText } from '../../state/trust-text.ts';
import { useLanguage } from '../page.tsx';
import { TrustMark } from '../parts/TrustMark.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './person.module.css';

const c = classNames(styles);

/** The verification of a person whose key has not changed; a changed one has its own card. */
export function Verification({ trust }: { readonly trust: Exclude<Trust, { kind: 'changed' }> }): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const since = trust.kind === 'verified' ? trust.at : trust.kind === 'pinned' ? trust.since : undefined;
  const date = since === undefined ? '' : formatDate(language, since);
  return (
    <section className={c('section')}>
      <h3 className={c('heading')}>{t('person.verification')}</h3>
      <TrustMark trust={trust} />
      <p className={c('note')}>{t(trustText(trust), { date })}</p>
    </section>
  );
}
