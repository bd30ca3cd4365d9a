// One contact in the list: initials with presence, name, and how well the person is known.
import { CircleCheck, CircleMinus, Clock, Phone } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactView } from '../../../contract/view.ts';
import { personName } from '../../state/person-name.ts';
import { trustMark } from '../../state/trust-text.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { OrganisationMark } from '../parts/OrganisationMark.tsx';
import { ClaimsMark, TrustMark } from '../parts/TrustMark.tsx';
import { classNames } from '../style/class-names.ts';
import { useClaims } from './Claims.tsx';
import styles from './rows.module.css';

const c = classNames(styles);
const icons = { online: CircleCheck, busy: Phone, away: Clock, dnd: CircleMinus } as const;

/** The content of a row. Each presence that is shown has a shape and a text for screen readers. */
export function ContactRow({ contact }: { readonly contact: ContactView }): ReactNode {
  const { t } = useTranslation();
  const { presence } = contact;
  const claims = useClaims(contact.address);
  return (
    <>
      <span className={c('person')}>
        <Avatar name={contact.name} address={contact.address} />
        {presence !== 'unknown' && presence !== 'gone' && (
          <PresenceDot presence={presence} label={t(`presence.${presence}`)} />
        )}
      </span>
      <span className={c('words')}>
        <span className={c('title')}>{personName(contact)}</span>
        <span className={c('detail')}>
          {claims !== undefined ? (
            <ClaimsMark />
          ) : showsOrganisation(contact) ? (
            <OrganisationMark mark={contact.organisation} size="small" />
          ) : (
            <TrustMark trust={contact.trust} size="small" />
          )}
        </span>
      </span>
    </>
  );
}

// A verification by the person here, a dispute or a recovery is shown instead of the organisation's mark.
function showsOrganisation({ trust, organisation }: ContactView): boolean {
  const mark = trustMark(trust);
  return organisation.kind !== 'none' && (mark === 'new' || mark === 'pinned');
}

function PresenceDot({
  presence,
  label,
}: {
  readonly presence: keyof typeof icons;
  readonly label: string;
}): ReactNode {
  const Icon = icons[presence];
  return (
    <span className={c('dot', presence !== 'online' && presence)}>
      <Icon size={13} strokeWidth={2.5} role="img" aria-label={label} />
    </span>
  );
}
