// A list of facts: names and values below each other. Values can be selected. The element around the list sets
// `--facts-name`, the width of a name.
import type { ReactNode } from 'react';
import { classNames } from '../style/class-names.ts';
import styles from './facts.module.css';

const c = classNames(styles);

/** One line of the list. */
export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
}

/** The list. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }): ReactNode {
  return (
    <dl className={c('facts')}>
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
