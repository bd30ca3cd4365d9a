// A switch with its label and hint.
import { type ReactNode, useId } from 'react';
import { Switch } from 'react-aria-components';
import { classNames } from '../style/class-names.ts';
import type { Held } from './Locked.tsx';
import styles from './field.module.css';

const c = classNames(styles);

interface Props extends Held {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly hint?: string;
}

/** A switch with a label; screen readers read the hint below it as its description. */
export function Toggle({ label, on, onChange, hint, isDisabled = false, describedBy }: Props): ReactNode {
  const id = useId();
  const read = [...(hint === undefined ? [] : [id]), ...(describedBy === undefined ? [] : [describedBy])].join(' ');
  return (
    <div className={c('field')}>
      <Switch
        className={c('switch')}
        isSelected={on}
        onChange={onChange}
        isDisabled={isDisabled}
        {...(read !== '' && { 'aria-describedby': read })}
      >
        <span className={c('track')} aria-hidden />
        {label}
      </Switch>
      {hint !== undefined && (
        <p className={c('hint')} id={id}>
          {hint}
        </p>
      )}
    </div>
  );
}
