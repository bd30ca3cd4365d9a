// What stands above every window of a managed device: the classification line, where the organisation wants one.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useView } from './page.tsx';
import { classNames } from './style/class-names.ts';
import styles from './framed.module.css';

const c = classNames(styles);

/** `children` in the whole window, or below the line. */
export function Framed({ children }: { readonly children: ReactNode }): ReactNode {
  const { t } = useTranslation();
  const { banner } = useView().managed;
  if (banner === '') return children;
  return (
    <div className={c('frame')}>
      <aside className={c('line')} aria-label={t('managed.classification')}>
        {banner}
      </aside>
      <div className={c('rest')}>{children}</div>
    </div>
  );
}
