// A text field with its label, a hint and, if it was refused, the reason beside it.
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { FieldError, Input, Label, Text, TextField } from 'react-aria-components';
import { classNames } from '../style/class-names.ts';
import type { Held } from './Locked.tsx';
import styles from './field.module.css';

const c = classNames(styles);

interface Props extends Held {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly type?: 'text' | 'password' | 'email' | 'url';
  readonly autoFocus?: boolean;
  readonly maxLength?: number;
}

/**
 * A labelled text field. `error` marks the field as invalid, and a screen reader reads it with the field. A locked
 * field can be read and copied, but not changed.
 */
export function Entry({
  label,
  hint,
  error,
  type = 'text',
  isDisabled = false,
  describedBy,
  ...rest
}: Props): ReactNode {
  return (
    <TextField
      {...rest}
      {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
      isReadOnly={isDisabled}
      type={type}
      isInvalid={error !== undefined}
      className={c('field')}
      autoComplete="off"
    >
      <Label className={c('label')}>{label}</Label>
      <Input className={c('input')} spellCheck="false" />
      {hint !== undefined && (
        <Text slot="description" className={c('hint')}>
          {hint}
        </Text>
      )}
      {error !== undefined && (
        <FieldError className={c('error')}>
          <CircleAlert size={14} aria-hidden />
          {error}
        </FieldError>
      )}
    </TextField>
  );
}
