// The text about this device's own certificate, in the settings and in a notice of the main window.
import { useTranslation } from 'react-i18next';
import { unreachable } from '../../../core/assert.ts';
import type { EnrolmentView } from '../../../contract/managed.ts';
import { formatDate, formatDateTime } from '../../i18n/format.ts';
import { useLanguage } from '../page.tsx';

/** A title and, if there is more to say, a detail; both '' if there is nothing to say. */
export function useEnrolmentText(enrolment: EnrolmentView): { readonly title: string; readonly detail: string } {
  const { t } = useTranslation();
  const language = useLanguage();
  switch (enrolment.kind) {
    case 'off':
      return { title: '', detail: '' };
    case 'enrolled':
      return { title: t('enrolment.enrolled'), detail: '' };
    case 'enrolling':
      return { title: t('enrolment.enrolling'), detail: '' };
    case 'waiting':
      return enrolment.needs === 'token'
        ? { title: t('enrolment.waitingToken'), detail: t('enrolment.waitingTokenText') }
        : { title: t('enrolment.waitingFile'), detail: t('enrolment.waitingFileText') };
    case 'failed': {
      const { cause, until, retryAt } = enrolment;
      const kept = until !== undefined;
      const sentences = [
        t(`enrolment.cause.${cause}`),
        ...(kept ? [t('enrolment.keptUntil', { date: formatDate(language, until) })] : []),
        ...(retryAt === undefined ? [] : [t('enrolment.retryAt', { moment: formatDateTime(language, retryAt) })]),
      ];
      return { title: t(kept ? 'enrolment.failedKept' : 'enrolment.failed'), detail: sentences.join(' ') };
    }
    default:
      return unreachable(enrolment);
  }
}
