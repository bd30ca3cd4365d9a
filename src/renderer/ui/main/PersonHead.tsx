// The head of a person's pane: who they are, by name and address.
import type { ReactNode } from 'react';
import { Address, CodePoints } from '../parts/Address.tsx';
import { Avatar } from '../parts/Avatar.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './person.module.css';

const c = classNames(styles);

interface Props {
  /** Empty if the person has no name. */
  readonly name: string;
  readonly address: string;
  readonly detail: string;
}

/** Name, address and one more line about the person. */
export function PersonHead({ name, address, detail }: Props): ReactNode {
  return (
    <header className={c('head')}>
      <Avatar name={name} address={address} size="large" />
      <div className={c('names')}>
        {/* The engine reads a space where the address may break. */}
        <h2 className={c('name', name === '' && 'bare')} aria-label={name === '' ? address : undefined}>
          {name === '' ? <Address address={address} /> : name}
        </h2>
        {name !== '' && (
          <p className={c('address')}>
            <Address address={address} />
          </p>
        )}
        <CodePoints address={address} className={c('presence')} />
        <p className={c('presence')}>{detail}</p>
      </div>
    </header>
  );
}
