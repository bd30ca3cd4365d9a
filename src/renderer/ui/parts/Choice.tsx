// A list that opens when pressed and takes one choice: status, language, devices.
import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue, Text } from 'react-aria-components';
import { classNames } from '../style/class-names.ts';
import type { Held } from './Locked.tsx';
import styles from './field.module.css';

const c = classNames(styles);

/** One entry of the list. */
export interface Option<T extends string> {
  readonly id: T;
  readonly text: string;
  readonly icon?: ReactNode;
}

interface Props<T extends string> extends Held {
  readonly label: string;
  readonly labelHidden?: boolean;
  readonly value: T;
  readonly options: readonly Option<T>[];
  readonly onChange: (value: T) => void;
  readonly hint?: string;
}

/** A labelled select; `onChange` gets the id of one of `options`. */
export function Choice<T extends string>({
  label,
  labelHidden = false,
  value,
  options,
  onChange,
  hint,
  isDisabled = false,
  describedBy,
}: Props<T>): ReactNode {
  return (
    <Select
      className={c('field')}
      value={value}
      isDisabled={isDisabled}
      onChange={(key) => {
        const chosen = options.find((option) => option.id === key);
        if (chosen !== undefined) onChange(chosen.id);
      }}
      {...(labelHidden ? { 'aria-label': label } : {})}
      {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
    >
      {!labelHidden && <Label className={c('label')}>{label}</Label>}
      <Button className={c('trigger')}>
        <SelectValue className={c('value')} />
        <ChevronDown size={16} aria-hidden />
      </Button>
      {hint !== undefined && (
        <Text slot="description" className={c('hint')}>
          {hint}
        </Text>
      )}
      <Popover className={c('popover')} offset={4}>
        <ListBox className={c('options')} items={options}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.text} className={c('option')}>
              {({ isSelected, selectionMode }) => (
                <>
                  {selectionMode !== 'none' && (
                    <span className={c('check')}>{isSelected && <Check size={16} aria-hidden />}</span>
                  )}
                  {option.icon}
                  {option.text}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
