// What an IT department asks for after a code did not match: when, which call, with whom, over which connection. No
// secret.
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecurityCall } from '../../../contract/page-view.ts';
import { formatMoment } from '../../i18n/format.ts';
import { useLanguage, useNumbers } from '../page.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './end.module.css';

const c = classNames(styles);

/** The details of `call`, to be selected and passed on. */
export function Report({ call }: { readonly call: SecurityCall }): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const numbers = useNumbers();
  const [seenAt] = useState(Date.now);
  return (
    <div className={c('report')}>
      <h3>{t('mismatch.report')}</h3>
      <p className={c('reportText')}>
        {t('mismatch.reportText', { moment: formatMoment(language, seenAt), id: call.id, address: call.address })}
        {(numbers?.fingerprint ?? '') !== '' && ` · ${numbers?.fingerprint}`}
      </p>
    </div>
  );
}
