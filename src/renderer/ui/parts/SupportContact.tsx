// Whom to ask: the organisation's own contact, to be shown beside texts that end in "ask your IT".
import { LifeBuoy } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommon } from '../page.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './field.module.css';

const c = classNames(styles);

/** The contact that the organisation names. Nothing if there is none. */
export function SupportContact(): ReactNode {
  const { t } = useTranslation();
  const { support } = useCommon();
  if (support === '') return null;
  return (
    <p className={c('contact')}>
      <LifeBuoy size={16} aria-hidden />
      <span>{t('managed.support', { contact: support })}</span>
    </p>
  );
}
