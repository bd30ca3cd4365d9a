// How far a person is known, as a shape and a text, so that it can be read without colour.
import { ShieldAlert, ShieldCheck, ShieldQuestionMark, UsersRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trust } from '../../../contract/view.ts';
import { trustMark } from '../../state/trust-text.ts';
import { classNames } from '../style/class-names.ts';
import styles from './avatar.module.css';

const c = classNames(styles);
const icons = {
  new: ShieldQuestionMark,
  pinned: ShieldQuestionMark,
  verified: ShieldCheck,
  changed: ShieldAlert,
  recovered: ShieldAlert,
} as const;

interface Props {
  readonly trust: Trust;
  readonly size?: 'small';
}

/** Shape and text of `trust`. */
export function TrustMark({ trust, size }: Props): ReactNode {
  const { t } = useTranslation();
  const mark = trustMark(trust);
  const Icon = icons[mark];
  return (
    <span className={c('mark', mark === 'recovered' ? 'changed' : mark, size)}>
      <Icon size={size === 'small' ? 15 : 18} aria-hidden />
      <span className={c('text')}>{t(`trust.${mark}`)}</span>
    </span>
  );
}

/** In a list: several people claim this person's address, and one of them has to be chosen. */
export function ClaimsMark(): ReactNode {
  const { t } = useTranslation();
  return (
    <span className={c('mark', 'changed', 'small')}>
      <UsersRound size={15} aria-hidden />
      <span className={c('text')}>{t('claims.mark')}</span>
    </span>
  );
}
