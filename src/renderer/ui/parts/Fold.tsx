// Content for those who look for it: closed until its title is pressed.
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { classNames } from '../style/class-names.ts';
import styles from './fold.module.css';

const c = classNames(styles);

interface Props {
  readonly title: string;
  readonly level?: 2 | 3;
  readonly quiet?: boolean; // without a line above it
  readonly onOpen?: () => void;
  readonly children: ReactNode;
}

/** A disclosure with `title` as its button. */
export function Fold({ title, level = 3, quiet = false, onOpen, children }: Props): ReactNode {
  return (
    <Disclosure className={c('fold', !quiet && 'ruled')} onExpandedChange={(isOpen) => isOpen && onOpen?.()}>
      <Heading level={level} className={c('heading')}>
        <Button slot="trigger" className={c('trigger')}>
          <ChevronRight size={16} aria-hidden />
          {title}
        </Button>
      </Heading>
      <DisclosurePanel>
        <div className={c('body')}>{children}</div>
      </DisclosurePanel>
    </Disclosure>
  );
}
