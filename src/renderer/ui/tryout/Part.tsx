// One device under test: its title and controls, and the reason if it does not run.
import { RotateCw } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../parts/Banner.tsx';
import { Button } from '../parts/Button.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './tryout.module.css';
import type { Opened } from './use-opened.ts';

const c = classNames(styles);

/** A part of the page under its title. */
export function Part({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  const id = useId();
  return (
    <section className={c('part')} aria-labelledby={id}>
      <h2 className={c('heading')} id={id}>
        {title}
      </h2>
      {children}
    </section>
  );
}

interface Props {
  readonly kind: 'microphone' | 'camera';
  readonly cause: Extract<Opened, { kind: 'failed' }>['cause'];
  readonly onAgain: () => void;
}

/** Why the device does not run, and the one next step. */
export function NotRunning({ kind, cause, onAgain }: Props): ReactNode {
  const { t } = useTranslation();
  return (
    <Banner
      tone="warn"
      title={t(`tryout.${kind}.${cause}Title`)}
      actions={
        cause !== 'none' && (
          <Button icon={RotateCw} onPress={onAgain}>
            {t('tryout.again')}
          </Button>
        )
      }
    >
      <p>{t(`tryout.${kind}.${cause}`)}</p>
    </Banner>
  );
}
