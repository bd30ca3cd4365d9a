// One section of the settings.
import { type ReactNode, createContext, useContext, useId } from 'react';
import { classNames } from '../style/class-names.ts';
import styles from './settings.module.css';

const c = classNames(styles);

interface Props {
  readonly title: string;
  readonly children: ReactNode;
}

/** The id for the heading of the section inside this context. The list of contents scrolls to that heading. */
export const HeadingId = createContext<string | undefined>(undefined);

/** A titled section. */
export function Section({ title, children }: Props): ReactNode {
  const own = useId();
  const id = useContext(HeadingId) ?? own;
  return (
    <section className={c('section')} aria-labelledby={id}>
      <h2 className={c('heading')} id={id} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </section>
  );
}
