// The one way a setting says that the organisation has decided it: closed, a lock, and words for eye and screen reader.
// Main refuses the change in any case; this only says so beforehand.
import { Lock } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingLock } from '../../../contract/managed.ts';
import { isFixed } from '../../state/locks.ts';
import { classNames } from '../style/class-names.ts';
import styles from './field.module.css';

const c = classNames(styles);

/** What a control takes over from its lock. */
export interface Held {
  readonly isDisabled?: boolean;
  readonly describedBy?: string; // id of the words that say who decided
}

interface Props {
  readonly lock: SettingLock | undefined;
  /** With a limit: whether anything is left to choose. */
  readonly mayChoose?: boolean;
  /** With a limit: the words that name it. */
  readonly limit?: string;
  readonly children: (held: Held) => ReactNode;
}

/** The control that `children` makes, and below it who has decided or limited it. */
export function Locked({ lock, mayChoose = true, limit, children }: Props): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  if (lock === undefined) return children({});
  const fixed = isFixed(lock) || !mayChoose || limit === undefined;
  return (
    <div className={c('field')}>
      {children({ isDisabled: fixed, describedBy: id })}
      <LockNote id={id} text={fixed ? t('managed.locked') : limit} />
    </div>
  );
}

/** A lock and who has decided, in words. */
export function LockNote({ id, text }: { readonly id?: string; readonly text: string }): ReactNode {
  return (
    <p className={c('lockNote')} id={id}>
      <Lock size={14} aria-hidden />
      {text}
    </p>
  );
}
