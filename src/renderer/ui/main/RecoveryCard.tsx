// The notice that a person has used their recovery code: since when, what it means, and a button that marks it read.
// Until the notice is read the person counts as not verified, but can be called. Policy may keep them unverified after
// that, until the security code is compared again.
import { Check, ShieldAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactView, Trust } from '../../../contract/view.ts';
import { formatDate } from '../../i18n/format.ts';
import { personName } from '../../state/person-name.ts';
import { useLanguage, useMain, usePage } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './person.module.css';

const c = classNames(styles);

interface Props {
  readonly contact: ContactView;
  readonly recovered: NonNullable<Extract<Trust, { kind: 'pinned' }>['recovered']>;
}

/** The recovery of `contact`, explained. */
export function RecoveryCard({ contact, recovered }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { managed } = useMain('managed');
  const language = useLanguage();
  const { seenAt, verifiedAt } = recovered;
  return (
    <section className={c('card')} aria-labelledby="recovery-title">
      <h3 className={c('cardHead')} id="recovery-title">
        <ShieldAlert size={20} aria-hidden />
        {t('recovery.title', { name: personName(contact) })}
      </h3>
      <p>{t('recovery.text', { date: formatDate(language, seenAt) })}</p>
      {verifiedAt !== undefined && (
        <p className={c('strong')}>
          {t(managed.verifyAfterRecovery ? 'recovery.verifyAgain' : 'recovery.verifiedBefore', {
            date: formatDate(language, verifiedAt),
          })}
        </p>
      )}
      <div className={c('actions')}>
        <Button icon={Check} onPress={() => void ask.send('contact.acceptKey', { address: contact.address })}>
          {t('recovery.read')}
        </Button>
      </div>
    </section>
  );
}
