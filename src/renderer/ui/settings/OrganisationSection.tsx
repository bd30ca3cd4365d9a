// The organisation and its certificate for this device: state, end, renewal, and what the person can do if it is
// missing or unusable.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDate } from '../../i18n/format.ts';
import { useLanguage, usePage, useTell, useMain } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { type Fact, Facts } from '../parts/Facts.tsx';
import { EnrolmentState } from './EnrolmentState.tsx';
import { classNames } from '../style/class-names.ts';
import { Section } from './Section.tsx';
import { TokenForm } from './TokenForm.tsx';
import styles from './settings.module.css';

const c = classNames(styles);

/** Shown only if an organisation is named, or if this device's certificate has a state. */
export function OrganisationSection(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const tell = useTell();
  const language = useLanguage();
  const { managed, enrolment } = useMain('managed', 'enrolment');
  const facts: Fact[] = [
    ...(managed.organisation === '' ? [] : [{ name: t('settings.name'), value: managed.organisation }]),
    ...(enrolment.kind === 'enrolled'
      ? [
          { name: t('enrolment.until'), value: formatDate(language, enrolment.until) },
          { name: t('enrolment.renewAt'), value: formatDate(language, enrolment.renewAt) },
          { name: t('enrolment.serial'), value: <span className={c('mono')}>{enrolment.serial}</span> },
        ]
      : []),
  ];
  // A new token may help after a refusal. While no certificate is in use, it may help after any failure.
  const needsToken =
    (enrolment.kind === 'waiting' && enrolment.needs === 'token') ||
    (enrolment.kind === 'failed' && (enrolment.until === undefined || enrolment.cause === 'refused'));
  const needsFile =
    (enrolment.kind === 'waiting' && enrolment.needs === 'file') ||
    (enrolment.kind === 'failed' && ['unusable', 'expired', 'revoked'].includes(enrolment.cause));
  const saveRequest = async (): Promise<void> => {
    if (await ask.send('enrolment.saveRequest', {})) tell({ kind: 'saved', what: 'request' });
  };
  return (
    <Section title={t('organisation.title')}>
      <EnrolmentState />
      {facts.length > 0 && <Facts facts={facts} />}
      {needsToken && <TokenForm />}
      {needsFile && (
        <div>
          <Button onPress={() => void saveRequest()}>{t('enrolment.saveRequest')}</Button>
        </div>
      )}
    </Section>
  );
}
