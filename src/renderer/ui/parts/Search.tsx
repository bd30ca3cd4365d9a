// The search field above a list.
import { Search as SearchIcon, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Input, SearchField } from 'react-aria-components';
import { classNames } from '../style/class-names.ts';
import styles from './field.module.css';

const c = classNames(styles);

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A search field; `label` is also its placeholder, and Escape clears it. */
export function Search({ label, value, onChange }: Props): ReactNode {
  return (
    <SearchField aria-label={label} value={value} onChange={onChange} className={c('search')}>
      <SearchIcon size={16} aria-hidden />
      <Input className={c('searchInput')} placeholder={label} spellCheck="false" />
      <Button className={c('clear')}>
        <X size={16} aria-hidden />
      </Button>
    </SearchField>
  );
}
