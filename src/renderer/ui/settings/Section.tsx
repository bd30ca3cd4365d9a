// One section of the settings.
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
