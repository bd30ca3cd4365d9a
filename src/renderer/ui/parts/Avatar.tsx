// A person's initials in a circle. No picture is ever fetched.
import type { ReactNode } from 'react';
import { classNames } from '../style/class-names.ts';
import { initials } from './initials.ts';
import styles from './avatar.module.css';

const c = classNames(styles);

interface Props {
  readonly name: string;
  readonly address: string;
  readonly size?: 'large' | 'huge';
}

/** The initials in a circle. Hidden from screen readers, since the name is shown beside it. */
export function Avatar({ name, address, size }: Props): ReactNode {
  return (
    <span className={c('avatar', size)} aria-hidden>
      {initials(name, address)}
    </span>
  );
}
