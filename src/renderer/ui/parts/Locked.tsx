// How a setting shows that the organisation has decided it: disabled, a lock, and text for sighted people and screen
// readers. Main refuses the change in any case; the lock only says so beforehand.
import { Lock } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingLock } from '../../../contract/managed.ts';
import { isFixed } from '../../state/locks.ts';
import { classNames } from '../style/class-names.ts';
import styles from './field.module.css';

const c = classNames(styles);

/** What a control gets from its lock. */
export interface Held {
  readonly isDisabled?: boolean;
  readonly describedBy?: string; // id of the text that says who decided
}

interface Props {
  readonly lock: SettingLock | undefined;
  /** If the lock is a limit: whether a choice is left. */
  readonly mayChoose?: boolean;
  /** If the lock is a limit: the text that states it. */
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

/** A lock, and the text that says who decided. */
export function LockNote({ id, text }: { readonly id?: string; readonly text: string }): ReactNode {
  return (
    <p className={c('lockNote')} id={id}>
      <Lock size={14} aria-hidden />
      {text}
    </p>
  );
}
