// A switch: on or off, at once.
import type { ReactNode } from 'react';
import { Switch } from 'react-aria-components';
import { classNames } from '../style/class-names.ts';
import styles from './field.module.css';

const c = classNames(styles);

interface Props {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

/** A labelled switch. */
export function Toggle({ label, on, onChange }: Props): ReactNode {
  return (
    <Switch className={c('switch')} isSelected={on} onChange={onChange}>
      <span className={c('track')} aria-hidden />
      {label}
    </Switch>
  );
}
