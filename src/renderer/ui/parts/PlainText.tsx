// A read-only text that a person can scroll, select and copy, by keyboard too.
import type { ReactNode } from 'react';
import { classNames } from '../style/class-names.ts';
import styles from './sheet.module.css';

const c = classNames(styles);

/** Shows `text` with its line breaks; `label` is its name for a screen reader. */
export function PlainText({ label, text }: { readonly label: string; readonly text: string }): ReactNode {
  return <textarea className={c('plain')} aria-label={label} value={text} readOnly spellCheck="false" />;
}
