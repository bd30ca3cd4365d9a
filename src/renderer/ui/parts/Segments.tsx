// One out of two or three, all in sight: what a list shows. Arrow keys go from one to the next.
import type { ReactNode } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { classNames } from '../style/class-names.ts';
import type { Option } from './Choice.tsx';
import styles from './segments.module.css';

const c = classNames(styles);

interface Props<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly Option<T>[];
  readonly onChange: (value: T) => void;
}

/** A row of choices; `label` is read by screen readers, `onChange` gets the id of one of `options`. */
export function Segments<T extends string>({ label, value, options, onChange }: Props<T>): ReactNode {
  return (
    <ToggleButtonGroup
      className={c('segments')}
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = options.find(({ id }) => keys.has(id));
        if (chosen !== undefined) onChange(chosen.id);
      }}
    >
      {options.map(({ id, text }) => (
        <ToggleButton key={id} id={id} className={c('segment')}>
          {text}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
