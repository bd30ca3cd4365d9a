// The state of this device's certificate, by shape and words.
import { BadgeAlert, BadgeCheck, Hourglass } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { unreachable } from '../../../core/assert.ts';
import { useMain } from '../page.tsx';
import { useEnrolmentText } from '../parts/enrolment-text.ts';
import { classNames } from '../style/class-names.ts';
import styles from './settings.module.css';

const c = classNames(styles);

/** The state and its meaning. Nothing if policy names no root, or if there is no certificate and no source of one. */
export function EnrolmentState(): ReactNode {
  const { t } = useTranslation();
  const { enrolment } = useMain('enrolment');
  const { title, detail } = useEnrolmentText(enrolment);
  switch (enrolment.kind) {
    case 'off':
      return undefined;
    case 'enrolling':
      return (
        <p className={c('state')} role="status">
          <Hourglass size={18} aria-hidden />
          {title}
        </p>
      );
    case 'enrolled':
      return (
        <p className={c('state', 'confirmed')} role="status">
          <BadgeCheck size={18} aria-hidden />
          {t('enrolment.enrolled')}
        </p>
      );
    case 'waiting':
    case 'failed':
      return (
        <div className={c('alert')} role="status">
          <BadgeAlert size={18} aria-hidden />
          <div>
            <p className={c('alertTitle')}>{title}</p>
            <p className={c('note')}>{detail}</p>
          </div>
        </div>
      );
    default:
      return unreachable(enrolment);
  }
}
