// In the security panel: whether the organisation confirms the device at the other end, in its own words.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSecurity } from '../page.tsx';
import { OrganisationMark } from '../parts/OrganisationMark.tsx';
import { useOrganisationText } from '../parts/organisation-text.ts';
import { classNames } from '../style/class-names.ts';
import styles from './security.module.css';

const c = classNames(styles);

/** The mark and its sentence; nothing where no organisation could confirm anybody. */
export function CallConfirmation(): ReactNode {
  const { t } = useTranslation();
  const { call, organisation } = useSecurity();
  const mark = call.organisation;
  const text = useOrganisationText(mark);
  if (mark.kind === 'none' && !organisation) return undefined;
  return (
    <section className={c('step')} aria-label={t('organisation.heading')}>
      <OrganisationMark mark={mark} />
      <p className={c('soft')}>{text}</p>
    </section>
  );
}
