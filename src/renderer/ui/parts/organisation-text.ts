// The text about the organisation's confirmation, below its mark: until when, or why it does not count.
import { useTranslation } from 'react-i18next';
import type { OrganisationMark } from '../../../contract/managed.ts';
import { formatDate } from '../../i18n/format.ts';
import { useLanguage } from '../page.tsx';

/** One or two sentences for `mark`. */
export function useOrganisationText(mark: OrganisationMark): string {
  const { t } = useTranslation();
  const language = useLanguage();
  if (mark.kind === 'none') return t('organisation.noneText');
  if (mark.kind === 'confirmed') return t('organisation.confirmedText', { date: formatDate(language, mark.until) });
  // A lost device may still show the right code, so comparing the code would prove nothing.
  const next = t(mark.cause === 'revoked' ? 'organisation.revokedNext' : 'organisation.refusedNext');
  return `${t(`organisation.refusedCause.${mark.cause}`)} ${next}`;
}
