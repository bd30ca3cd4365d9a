// Said only when it takes longer than a moment, so that a quick start does not flicker.
import type { ReactNode } from 'react';
import { classNames } from '../style/class-names.ts';
import styles from './loading.module.css';

const c = classNames(styles);

/** `text`, shown after about a second. */
export function Loading({ text }: { readonly text: string }): ReactNode {
  return (
    <main className={c('loading')}>
      <h1 className={c('name')}>Siegel</h1>
      <p role="status">{text}</p>
    </main>
  );
}
