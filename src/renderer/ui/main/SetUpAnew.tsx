// A person who has set up Siegel anew without a recovery code is a different person to this device. One press forgets
// an unverified person. A verified person is replaced once the code was compared in a call with the new person, or is
// removed with the contact.
import { Phone, RotateCw, UserRoundX } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClaimView, OthersView } from '../../../contract/claims.ts';
import { verifiedSince } from '../../../contract/verified-since.ts';
import type { ContactView } from '../../../contract/view.ts';
import { formatDate } from '../../i18n/format.ts';
import { personName } from '../../state/person-name.ts';
import { useLanguage, usePage, useTell } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { Fold } from '../parts/Fold.tsx';
import { SupportContact } from '../parts/SupportContact.tsx';
import { usePlacing } from '../parts/use-placing.ts';
import { classNames } from '../style/class-names.ts';
import optionStyles from '../parts/option.module.css';
import { AboutClaim } from './Claims.tsx';
import styles from './person.module.css';

const c = classNames(styles);
const o = classNames(optionStyles);

interface Props {
  readonly contact: ContactView;
  /** The contact no longer exists. */
  readonly onRemoved: () => void;
}

/** A fold with what the person here can do. */
export function SetUpAnew({ contact, onRemoved }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const tell = useTell();
  const date = formatDate(useLanguage(), verifiedSince(contact.trust) ?? 0);
  const { address, trust } = contact;
  const [others, setOthers] = useState<OthersView>();
  const read = async (): Promise<void> => {
    setOthers(undefined);
    const reply = await ask.request('contact.readOthers', { address });
    setOthers(reply.ok ? reply.value : { kind: 'unread' });
  };
  const forget = async (): Promise<void> => {
    if (await ask.send('contact.forget', { address })) tell({ kind: 'known-anew', name: personName(contact) });
  };
  if (verifiedSince(trust) === undefined) {
    return (
      <Fold title={t('person.anew')}>
        <p className={c('note')}>{t('person.anewText')}</p>
        <div className={c('actions')}>
          <Button onPress={() => void forget()}>{t('person.anewDo')}</Button>
        </div>
      </Fold>
    );
  }
  if (trust.kind === 'changed') {
    return (
      <Fold title={t('person.anew')}>
        <p className={c('note')}>{t('anew.disputed', { date })}</p>
        <Remove address={address} onRemoved={onRemoved} />
      </Fold>
    );
  }
  return (
    <Fold title={t('person.anew')} onOpen={() => void read()}>
      <p className={c('note')}>{t('anew.text', { date })}</p>
      <Others address={address} others={others} onAgain={() => void read()} />
      <Remove address={address} onRemoved={onRemoved} />
    </Fold>
  );
}

interface OthersProps {
  readonly address: string;
  readonly others: OthersView | undefined;
  readonly onAgain: () => void;
}

function Others({ address, others, onAgain }: OthersProps): ReactNode {
  const { t } = useTranslation();
  if (others === undefined) return <p role="status">{t('anew.reading')}</p>;
  if (others.kind !== 'others') {
    return (
      <>
        <p role="status">{t(`anew.${others.kind}`)}</p>
        <div className={c('actions')}>
          <Button icon={RotateCw} onPress={onAgain}>
            {t('anew.again')}
          </Button>
        </div>
      </>
    );
  }
  return (
    <>
      <p className={c('small')}>{t('anew.recognise')}</p>
      <ul className={o('options')} aria-label={t('anew.list')}>
        {others.claims.map((claim) => (
          <Other key={claim.person} address={address} claim={claim} />
        ))}
      </ul>
      {others.more > 0 && (
        <>
          <p>{t('anew.more', { count: others.more })}</p>
          <SupportContact />
        </>
      )}
    </>
  );
}

function Other({ address, claim }: { readonly address: string; readonly claim: ClaimView }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const about = useId();
  const { isPossible, note } = usePlacing(address);
  const { person } = claim;
  return (
    <li className={o('option')}>
      <AboutClaim id={about} claim={claim} />
      <Button
        icon={Phone}
        isDisabled={!isPossible}
        aria-describedby={about}
        onPress={() => void ask.send('call.placeToCompare', { address, person })}
      >
        {t('anew.call')}
      </Button>
      {note !== '' && <p className={c('note')}>{note}</p>}
    </li>
  );
}

function Remove({ address, onRemoved }: { readonly address: string; readonly onRemoved: () => void }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const remove = async (): Promise<void> => {
    if (await ask.sendAsked('contact.removeForGood', { address })) onRemoved();
  };
  return (
    <>
      <p className={c('note')}>{t('anew.removeText')}</p>
      <div className={c('actions')}>
        <Button icon={UserRoundX} onPress={() => void remove()}>
          {t('anew.remove')}
        </Button>
      </div>
    </>
  );
}
