// The card about devices of one person that contradict each other: since when, the usual reasons, and the sides between
// which the person here decides. The card replaces the call buttons, because the person cannot be called before that
// decision.
import { RotateCw, ShieldAlert } from 'lucide-react';
import { type ReactNode, useCallback, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { DisputeView } from '../../../contract/dispute.ts';
import { formatDate } from '../../i18n/format.ts';
import { useLanguage, usePage, useTell } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { useWholeDeviceName } from '../parts/device-name.ts';
import { Sides } from '../parts/Sides.tsx';
import { SupportContact } from '../parts/SupportContact.tsx';
import { useDispute } from '../parts/use-dispute.ts';
import { classNames } from '../style/class-names.ts';
import styles from './person.module.css';

const c = classNames(styles);

interface Props {
  readonly address: string;
  /** The name by which the person is known here: that of the contact or of a past call, or else the address. */
  readonly name: string;
  /** When the dispute was first seen, and when the person was last verified, if ever; in ms since 1970. */
  readonly seenAt: number;
  readonly verifiedAt?: number | undefined;
}

/** The dispute at this address, explained, and its decision. */
export function DisputeCard({ address, name, seenAt, verifiedAt }: Props): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const title = useId();
  return (
    <section className={c('card')} aria-labelledby={title}>
      <h3 className={c('cardHead')} id={title}>
        <ShieldAlert size={20} aria-hidden />
        {t('dispute.title', { name })}
      </h3>
      <p>
        {t('dispute.text')} {t('dispute.seen', { date: formatDate(language, seenAt) })}
      </p>
      <p className={c('strong')}>
        {verifiedAt === undefined
          ? t('dispute.neverVerified')
          : t('dispute.verifiedBefore', { date: formatDate(language, verifiedAt) })}
      </p>
      <div>
        <p className={c('small', 'strong')}>{t('dispute.reasonsTitle')}</p>
        <ul className={c('reasons')}>
          <li>{t('dispute.reasonDevice')}</li>
          <li>{t('dispute.reasonAttack')}</li>
        </ul>
      </div>
      <p>{t('dispute.isNot')}</p>
      <Decision key={address} address={address} name={name} />
    </section>
  );
}

function Decision({ address, name }: Pick<Props, 'address' | 'name'>): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const tell = useTell();
  const nameOf = useWholeDeviceName();
  const read = useCallback(async (): Promise<DisputeView> => {
    const reply = await ask.request('contact.readDispute', { address });
    return reply.ok ? reply.value : { kind: 'unread' };
  }, [ask, address]);
  const { dispute, again } = useDispute(read);
  const choose = async (side: string): Promise<void> => {
    if (await ask.sendAsked('contact.chooseSide', { address, side })) tell({ kind: 'side-chosen', name });
    else again();
  };
  const forget = async (): Promise<void> => {
    if (await ask.send('contact.forget', { address })) tell({ kind: 'known-anew', name });
    else again();
  };
  if (dispute === undefined) return <p role="status">{t('dispute.reading')}</p>;
  if (dispute.kind === 'over') return null; // the next view will show that the dispute is over
  if (dispute.kind === 'nobody' || dispute.kind === 'several') {
    return (
      <>
        <p className={c('strong')}>{t(`dispute.${dispute.kind}`)}</p>
        <div className={c('actions')}>
          <Button icon={RotateCw} onPress={again}>
            {t('dispute.again')}
          </Button>
          <Button onPress={() => void forget()}>{t('person.anewDo')}</Button>
        </div>
      </>
    );
  }
  if (dispute.kind === 'unread') {
    return (
      <>
        <p className={c('strong')}>{t('dispute.unread')}</p>
        <div className={c('actions')}>
          <Button icon={RotateCw} onPress={again}>
            {t('dispute.again')}
          </Button>
        </div>
      </>
    );
  }
  return (
    <>
      <p className={c('strong')}>{t('dispute.next')}</p>
      {dispute.sides.length === 1 && <p>{t('dispute.one')}</p>}
      <Sides
        dispute={dispute}
        nameOf={(device) => nameOf({ name: '', device })}
        onChoose={(side) => void choose(side)}
      />
      <p>{t('dispute.none')}</p>
      <SupportContact />
    </>
  );
}
