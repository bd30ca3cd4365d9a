// The frame of a window: the classification line at the top, if the organisation wants one, and the content below.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommon } from './page.tsx';
import { classNames } from './style/class-names.ts';
import styles from './framed.module.css';

const c = classNames(styles);

/** The classification line; nothing where there is none. */
export function Classification(): ReactNode {
  const { t } = useTranslation();
  const { banner } = useCommon();
  if (banner === '') return null;
  return (
    <aside className={c('line')} aria-label={t('managed.classification')}>
      {banner}
    </aside>
  );
}

/**
 * `children` in the whole window, or below the line. They stay mounted when the line comes or goes, so that nothing
 * typed or shown is lost.
 */
export function Framed({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <div className={c('frame')}>
      <Classification />
      <div className={c('rest')}>{children}</div>
    </div>
  );
}
