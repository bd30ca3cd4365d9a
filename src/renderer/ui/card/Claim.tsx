// Who claims to call. Until the call is answered the claim is not proven, and the card says so.
import { BadgeAlert, BadgeCheck, ShieldAlert, ShieldCheck, ShieldEllipsis, ShieldQuestionMark } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallSummary } from '../../../contract/page-view.ts';
import { personName } from '../../state/person-name.ts';
import { trustMark } from '../../state/trust-text.ts';
import { classNames } from '../style/class-names.ts';
import styles from './card.module.css';

const c = classNames(styles);
const claims = {
  new: { icon: ShieldQuestionMark, text: 'card.claimsNew', tone: undefined },
  pinned: { icon: ShieldQuestionMark, text: 'card.claimsPinned', tone: undefined },
  verified: { icon: ShieldCheck, text: 'card.claimsVerified', tone: 'verified' },
  changed: { icon: ShieldAlert, text: 'card.claimsChanged', tone: 'changed' },
  recovered: { icon: ShieldAlert, text: 'card.claimsRecovered', tone: 'changed' },
  confirmed: { icon: BadgeCheck, text: 'card.claimsConfirmed', tone: 'confirmed' },
  refused: { icon: BadgeAlert, text: 'card.claimsRefused', tone: 'changed' },
  unconfirmed: { icon: ShieldEllipsis, text: 'card.unconfirmed', tone: undefined },
} as const;

/** Shape and text for what is known of the caller. `id` is that of the card's description. */
export function Claim({ call, id }: { readonly call: CallSummary; readonly id: string }): ReactNode {
  const { t } = useTranslation();
  const { icon: Icon, text, tone } = claims[claimOf(call)];
  const organisation = call.organisation.kind === 'confirmed' ? call.organisation.name : '';
  return (
    <p className={c('claim', tone)} id={id}>
      <Icon size={16} aria-hidden />
      <span>{t(text, { name: personName(call), organisation })}</span>
    </p>
  );
}

// The first that applies is shown: a dispute; a caller who could not be confirmed; a caller whom the person here
// verified, or who recovered; what the organisation says.
function claimOf({ unconfirmed, trust, organisation }: CallSummary): keyof typeof claims {
  const mark = trustMark(trust);
  if (mark === 'changed') return mark;
  if (unconfirmed) return 'unconfirmed';
  if (mark === 'verified' || mark === 'recovered' || organisation.kind === 'none') return mark;
  return organisation.kind;
}
