// Whether the organisation confirms a person's device, apart from what one verified oneself: other words, another shape.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrganisationMark as Mark } from '../../../contract/managed.ts';
import { useMain } from '../page.tsx';
import { OrganisationMark } from '../parts/OrganisationMark.tsx';
import { useOrganisationText } from '../parts/organisation-text.ts';
import { classNames } from '../style/class-names.ts';
import styles from './person.module.css';

const c = classNames(styles);

/** The section of `mark`; nothing where policy names no organisation that could confirm anybody. */
export function Confirmation({ mark }: { readonly mark: Mark }): ReactNode {
  const { t } = useTranslation();
  const { enrolment } = useMain('enrolment');
  const text = useOrganisationText(mark);
  if (mark.kind === 'none' && enrolment.kind === 'off') return undefined;
  return (
    <section className={c('section')}>
      <h3 className={c('heading')}>{t('organisation.heading')}</h3>
      <OrganisationMark mark={mark} />
      <p className={c('note')}>{text}</p>
    </section>
  );
}
