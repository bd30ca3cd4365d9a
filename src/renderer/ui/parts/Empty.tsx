// What an empty place shows: a text, with the next step.
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../style/class-names.ts';
import styles from './banner.module.css';

const c = classNames(styles);

interface Props {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly heading?: 'h1' | 'h2';
  readonly children?: ReactNode;
}

/** An empty place: icon, title, and what to do. */
export function Empty({ icon: Icon, title, heading: Heading = 'h2', children }: Props): ReactNode {
  return (
    <div className={c('empty')}>
      <Icon size={32} strokeWidth={1.5} aria-hidden />
      <Heading className={c('emptyTitle')}>{title}</Heading>
      {children}
    </div>
  );
}
