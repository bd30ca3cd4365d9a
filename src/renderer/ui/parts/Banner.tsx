// A notice that is shown until its cause is gone or the person dismisses it: what happened, why, and what to do.
import { CircleAlert, Info, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../style/class-names.ts';
import { IconButton } from './Button.tsx';
import styles from './banner.module.css';

const c = classNames(styles);
const icons = { info: Info, warn: TriangleAlert, bad: CircleAlert } as const;

interface Props {
  readonly tone: keyof typeof icons;
  readonly title?: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly onDismiss?: () => void;
}

/** A notice in the flow of a screen; each tone has its own shape, not only its own colour. */
export function Banner({ tone, title, children, actions, onDismiss }: Props): ReactNode {
  const { t } = useTranslation();
  const Icon = icons[tone];
  return (
    <div className={c('banner', tone)} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon size={18} aria-hidden />
      <div className={c('body')}>
        {title !== undefined && <p className={c('title')}>{title}</p>}
        {children}
        {actions !== undefined && actions !== false && <div className={c('actions')}>{actions}</div>}
      </div>
      {onDismiss !== undefined && <IconButton icon={X} label={t('app.dismiss')} onPress={onDismiss} />}
    </div>
  );
}
