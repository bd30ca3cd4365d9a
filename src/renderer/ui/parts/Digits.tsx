// Long numbers and fingerprints in groups, so that two people can read them to each other.
import type { ReactNode } from 'react';
import { formatGroups } from '../../i18n/format.ts';
import { classNames } from '../style/class-names.ts';
import styles from './digits.module.css';

const c = classNames(styles);

interface Props {
  readonly text: string;
  readonly size: number;
}

/** `text` without its spaces, in groups of `size`. */
export function Digits({ text, size }: Props): ReactNode {
  return (
    <p className={c('groups', 'wide')}>
      {formatGroups(text.replaceAll(' ', ''), size).map((group, at) => (
        <span key={at}>{group} </span>
      ))}
    </p>
  );
}
