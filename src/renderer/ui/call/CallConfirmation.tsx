// In the security panel: whether the organisation confirms the device at the other end, in its own words.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrganisationMark as Mark } from '../../../contract/managed.ts';
import { useView } from '../page.tsx';
import { OrganisationMark } from '../parts/OrganisationMark.tsx';
import { useOrganisationText } from '../parts/organisation-text.ts';
import { classNames } from '../style/class-names.ts';
import styles from './security.module.css';

const c = classNames(styles);

/** Mark and sentence; nothing where no organisation could confirm anybody. */
export function CallConfirmation({ mark }: { readonly mark: Mark }): ReactNode {
  const { t } = useTranslation();
  const { enrolment } = useView();
  const text = useOrganisationText(mark);
  if (mark.kind === 'none' && enrolment.kind === 'off') return undefined;
  return (
    <section className={c('step')} aria-label={t('organisation.heading')}>
      <OrganisationMark mark={mark} />
      <p className={c('soft')}>{text}</p>
    </section>
  );
}
