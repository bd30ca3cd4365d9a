// A page of the settings with a back button. While main has not answered, or after main has refused, the page says so.
import { ArrowLeft, RotateCw } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../parts/use-answer.ts';
import { Banner } from '../parts/Banner.tsx';
import { Button } from '../parts/Button.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './pages.module.css';

const c = classNames(styles);

interface Props {
  readonly title: string;
  readonly lead: string;
  readonly onBack: () => void;
  readonly children: ReactNode;
}

/**
 * The layout of a page of the settings. The focus goes to its title, so that a screen reader says which page this is.
 */
export function SubPage({ title, lead, onBack, children }: Props): ReactNode {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const back = useRef<HTMLDivElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    // The page starts at its top, wherever the settings were scrolled to.
    back.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div className={c('page')}>
      <div className={c('back')} ref={back}>
        <Button tone="quiet" icon={ArrowLeft} onPress={onBack}>
          {t('settings.title')}
        </Button>
      </div>
      <div className={c('intro')}>
        <h1 className={c('title')} ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p className={c('note')}>{lead}</p>
      </div>
      {children}
    </div>
  );
}

interface AnsweredProps<T> {
  readonly answer: Answer<T>;
  readonly asking: string;
  readonly onAgain: () => void;
  readonly children: (value: T, isRenewing: boolean) => ReactNode;
}

/**
 * Shows `children` with main's answer and whether a newer one is being fetched. Before the first answer it shows
 * `asking`, after a refusal the reason and a button to try again.
 */
export function Answered<T>({ answer, asking, onAgain, children }: AnsweredProps<T>): ReactNode {
  const { t } = useTranslation();
  if (answer.kind === 'ready') return children(answer.value, answer.isRenewing);
  if (answer.kind === 'asking') {
    return (
      <p className={c('asking')} role="status">
        {asking}
      </p>
    );
  }
  return (
    <Banner
      tone="bad"
      title={t('support.failed')}
      actions={
        <Button icon={RotateCw} onPress={onAgain}>
          {t('support.retry')}
        </Button>
      }
    >
      <p>{t(`refusal.${answer.code}`)}</p>
    </Banner>
  );
}
