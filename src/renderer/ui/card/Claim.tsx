// Who claims to call. Until the call is answered the claim is not proven, and the card says so.
import { ShieldAlert, ShieldCheck, ShieldEllipsis, ShieldQuestionMark } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../../../contract/view.ts';
import { personName } from '../../state/person-name.ts';
import { classNames } from '../style/class-names.ts';
import styles from './card.module.css';

const c = classNames(styles);
const claims = {
  new: { icon: ShieldQuestionMark, text: 'card.claimsNew' },
  pinned: { icon: ShieldQuestionMark, text: 'card.claimsPinned' },
  verified: { icon: ShieldCheck, text: 'card.claimsVerified' },
  changed: { icon: ShieldAlert, text: 'card.claimsChanged' },
} as const;

/** Shape and words of what is known of the caller; `id` is what describes the card. */
export function Claim({ call, id }: { readonly call: CallView; readonly id: string }): ReactNode {
  const { t } = useTranslation();
  const { kind } = call.trust;
  const Icon = call.unconfirmed ? ShieldEllipsis : claims[kind].icon;
  const tone = !call.unconfirmed && (kind === 'verified' || kind === 'changed') ? kind : undefined;
  return (
    <p className={c('claim', tone)} id={id}>
      <Icon size={16} aria-hidden />
      <span>{call.unconfirmed ? t('card.unconfirmed') : t(claims[kind].text, { name: personName(call) })}</span>
    </p>
  );
}
