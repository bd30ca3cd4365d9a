// The frame of a window: the classification line at the top, if the organisation wants one, then the content, and at the
// bottom the current message, which covers nothing.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommon } from './page.tsx';
import { Messages } from './parts/Messages.tsx';
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
 * `children` in the space that the line and the message leave. They stay mounted when these come or go, so that nothing
 * typed or shown is lost.
 */
export function Framed({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <div className={c('frame')}>
      <Classification />
      <div className={c('rest')}>{children}</div>
      <Messages />
    </div>
  );
}
