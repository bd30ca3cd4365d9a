// One section of the settings, and the list of facts some of them show.
import { type ReactNode, useId } from 'react';
import { classNames } from '../style/class-names.ts';
import styles from './settings.module.css';

const c = classNames(styles);

interface Props {
  readonly title: string;
  readonly children: ReactNode;
}

/** A titled section. */
export function Section({ title, children }: Props): ReactNode {
  const id = useId();
  return (
    <section className={c('section')} aria-labelledby={id}>
      <h2 className={c('heading')} id={id}>
        {title}
      </h2>
      {children}
    </section>
  );
}

export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
}

/** Names and values below each other; values can be selected. */
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
