// Several people under one address: what tells them apart, and the choice. The choice replaces the call buttons,
// because the address cannot be called before one of these people was chosen.
import { UserRoundCheck, UsersRound } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { AddressClaims, ClaimView } from '../../../contract/claims.ts';
import { formatDate } from '../../i18n/format.ts';
import { useLanguage, useMain, usePage, useTell } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { Digits } from '../parts/Digits.tsx';
import { OrganisationMark } from '../parts/OrganisationMark.tsx';
import { SupportContact } from '../parts/SupportContact.tsx';
import { classNames } from '../style/class-names.ts';
import optionStyles from '../parts/option.module.css';
import styles from './person.module.css';

const c = classNames(styles);
const o = classNames(optionStyles);

/** The claims to this address, if the person has to choose. Undefined if there is nothing to choose. */
export function useClaims(address: string): AddressClaims | undefined {
  const { claims } = useMain('claims');
  return claims.find((each) => each.address === address);
}

interface Props {
  readonly claims: AddressClaims;
  /** The name by which the person is known here: that of the contact or of a past call, or else the address. */
  readonly name: string;
}

/** Who claims the address, each with a button that chooses them. */
export function Claims({ claims: { address, claims, more }, name }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const tell = useTell();
  const title = useId();
  const choose = async (person: string): Promise<void> => {
    if (await ask.send('contact.choosePerson', { address, person })) tell({ kind: 'person-chosen', name });
  };
  return (
    <section className={c('card')} aria-labelledby={title}>
      <h3 className={c('cardHead')} id={title}>
        <UsersRound size={20} aria-hidden />
        {t('claims.title')}
      </h3>
      <p>{t('claims.text', { address, count: claims.length + more })}</p>
      <p className={c('strong')}>{t('claims.next')}</p>
      <ul className={o('options')} aria-label={t('claims.list')}>
        {claims.map((claim) => (
          <Claim key={claim.person} claim={claim} onChoose={() => void choose(claim.person)} />
        ))}
      </ul>
      {more > 0 && <p>{t('claims.more', { count: more })}</p>}
      <p>{t('claims.none')}</p>
      <SupportContact />
    </section>
  );
}

function Claim({ claim, onChoose }: { readonly claim: ClaimView; readonly onChoose: () => void }): ReactNode {
  const { t } = useTranslation();
  const about = useId();
  const isKnown = claim.fingerprint !== undefined;
  return (
    <li className={o('option')}>
      <AboutClaim id={about} claim={claim} />
      <Button icon={UserRoundCheck} isDisabled={!isKnown} aria-describedby={about} onPress={onChoose}>
        {t('claims.choose')}
      </Button>
    </li>
  );
}

/** What tells a claim apart from the others. */
export function AboutClaim({ id, claim }: { readonly id: string; readonly claim: ClaimView }): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const { managed } = useMain('managed');
  const { fingerprint, firstSeen, organisation } = claim;
  return (
    <div id={id} className={c('fold')}>
      {fingerprint === undefined ? <p>{t('claims.computing')}</p> : <Digits text={fingerprint} size={5} />}
      <p className={c('small')}>{t('claims.firstSeen', { date: formatDate(language, firstSeen) })}</p>
      {(organisation.kind !== 'none' || managed.hasRoots) && <OrganisationMark mark={organisation} size="small" />}
    </div>
  );
}
