// A text to be read and copied as it is: it scrolls and can be selected, by keyboard too.
import type { ReactNode } from 'react';
import { classNames } from '../style/class-names.ts';
import styles from './sheet.module.css';

const c = classNames(styles);

/** `text` in lines as they are; `label` is its name for a screen reader. */
export function PlainText({ label, text }: { readonly label: string; readonly text: string }): ReactNode {
  return <textarea className={c('plain')} aria-label={label} value={text} readOnly spellCheck="false" />;
}
