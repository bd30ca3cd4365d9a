// A page of the settings with a way back, and what it shows while main has not answered or has refused.
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

/** The frame of a page; focus goes to its title, so that a screen reader says where one is. */
export function SubPage({ title, lead, onBack, children }: Props): ReactNode {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const back = useRef<HTMLDivElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    back.current?.scrollIntoView({ block: 'nearest' }); // the page begins at its top, wherever the settings were left
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

/** `children` with main's answer and whether a newer one is on its way; a line while it is on its way, and the refusal with a way to try again. */
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
