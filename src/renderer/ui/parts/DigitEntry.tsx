// The field for eight digits that a person hears or reads elsewhere: shown in two groups, stored without the gap.
import type { ReactNode } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { formatGroups } from '../../i18n/format.ts';
import { classNames } from '../style/class-names.ts';
import styles from './digit-entry.module.css';

const c = classNames(styles);
const DIGITS = 8;

interface Props {
  readonly label: string;
  /** The digits, at most eight. */
  readonly value: string;
  readonly onChange: (digits: string) => void;
  /** Full width, and large. */
  readonly isWide?: boolean;
}

/** Whether all eight digits are there. */
export function isFull(digits: string): boolean {
  return digits.length === DIGITS;
}

/** The field, with the focus. Characters other than digits are ignored. */
export function DigitEntry({ label, value, onChange, isWide = false }: Props): ReactNode {
  return (
    <TextField
      className={c('field')}
      value={formatGroups(value, 4).join(' ')}
      onChange={(text) => onChange(text.replaceAll(/\D/gu, '').slice(0, DIGITS))}
      autoFocus
      autoComplete="off"
      inputMode="numeric"
    >
      <Label className={c('label')}>{label}</Label>
      <Input className={c('entry', isWide && 'wide')} placeholder="0000 0000" />
    </TextField>
  );
}
