// A person's initials in a circle. No picture is ever fetched.
import type { ReactNode } from 'react';
import { classNames } from '../style/class-names.ts';
import styles from './avatar.module.css';

const c = classNames(styles);

/** At most two initials of a name, or the first letter of an address. */
export function initials(name: string, address: string): string {
  const words = name.split(/\s+/u).filter((word) => /^\p{L}/u.test(word));
  const first = words[0] ?? address;
  const last = words.length > 1 ? words[words.length - 1] : undefined;
  return `${Array.from(first)[0] ?? ''}${last === undefined ? '' : (Array.from(last)[0] ?? '')}`.toLocaleUpperCase();
}

interface Props {
  readonly name: string;
  readonly address: string;
  readonly size?: 'large' | 'huge';
}

/** Initials; decoration only, the name stands beside it. */
export function Avatar({ name, address, size }: Props): ReactNode {
  return (
    <span className={c('avatar', size)} aria-hidden>
      {initials(name, address)}
    </span>
  );
}
