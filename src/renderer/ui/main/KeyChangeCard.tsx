// The card before a call to a person whose devices dispute who belongs to that person: since when, usual reasons, and what to do.
// There is no way past it but to read and accept it, which makes the person unverified.
import { Phone, ShieldAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactView, Trust } from '../../../contract/view.ts';
import { formatDate } from '../../i18n/format.ts';
import { personName } from '../../state/person-name.ts';
import { useLanguage, usePage, useTell } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { usePlacing } from '../parts/use-placing.ts';
import { classNames } from '../style/class-names.ts';
import styles from './person.module.css';

const c = classNames(styles);

interface Props {
  readonly contact: ContactView;
  readonly trust: Extract<Trust, { kind: 'changed' }>;
}

/** The dispute about `contact`, explained. */
export function KeyChangeCard({ contact, trust }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const tell = useTell();
  const language = useLanguage();
  const { address } = contact;
  const { isPossible, note } = usePlacing(address);
  const name = personName(contact);
  const accept = (): Promise<boolean> => ask.send('contact.acceptKey', { address });
  const callAndVerify = async (): Promise<void> => {
    if (await accept()) await ask.send('call.place', { address, media: 'audio' });
  };
  const acceptOnly = async (): Promise<void> => {
    if (await accept()) tell({ kind: 'key-accepted', name });
  };
  return (
    <section className={c('card')} aria-labelledby="key-change-title">
      <h3 className={c('cardHead')} id="key-change-title">
        <ShieldAlert size={20} aria-hidden />
        {t('keyChange.title', { name })}
      </h3>
      <p>
        {t('keyChange.disputed')} {t('keyChange.seen', { date: formatDate(language, trust.seenAt) })}
      </p>
      <p className={c('strong')}>
        {trust.verifiedAt === undefined
          ? t('keyChange.neverVerified')
          : t('keyChange.verifiedBefore', { date: formatDate(language, trust.verifiedAt) })}
      </p>
      <div>
        <p className={c('small', 'strong')}>{t('keyChange.reasonsTitle')}</p>
        <ul className={c('reasons')}>
          <li>{t('keyChange.reasonDevice')}</li>
          <li>{t('keyChange.reasonAttack')}</li>
        </ul>
      </div>
      <p>{t('keyChange.isNot')}</p>
      <p>{t('keyChange.advice')}</p>
      <div className={c('actions')}>
        <Button tone="primary" icon={Phone} isDisabled={!isPossible} onPress={() => void callAndVerify()}>
          {t('keyChange.call')}
        </Button>
        <Button onPress={() => void acceptOnly()}>{t('keyChange.accept')}</Button>
      </div>
      {note !== '' && <p className={c('small')}>{note}</p>}
    </section>
  );
}
