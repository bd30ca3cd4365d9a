// Shown below the list of calls: the button for earlier calls, and why they cannot be read if main refused. A screen
// reader also announces the number of calls.
import { History, RotateCw } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../parts/Button.tsx';
import { classNames } from '../style/class-names.ts';
import type { Calls } from './use-calls.ts';
import styles from './home.module.css';

const c = classNames(styles);

/** What follows the last shown call. Nothing is visible if there never were earlier calls. */
export function EarlierCalls({ calls }: { readonly calls: Calls }): ReactNode {
  const { t } = useTranslation();
  const { earlier, pages, shown, showEarlier } = calls;
  const end = useRef<HTMLParagraphElement>(null);
  const hadFocus = useRef(false);
  const isOffered = earlier.kind === 'some' || earlier.kind === 'refused' || (earlier.kind === 'reading' && pages > 0);
  const isEnd = earlier.kind === 'none' && pages > 0;
  useEffect(() => {
    // The button disappears with the last page: whoever pressed it continues from the text in its place.
    if (isEnd && hadFocus.current) end.current?.focus();
  }, [isEnd]);
  return (
    <div className={c('earlier')}>
      {earlier.kind === 'refused' && <p>{t('calls.earlierRefused', { why: t(`refusal.${earlier.code}`) })}</p>}
      {isOffered && (
        <Button
          tone="quiet"
          icon={earlier.kind === 'refused' ? RotateCw : History}
          onFocusChange={(isFocused) => {
            hadFocus.current = isFocused;
          }}
          onPress={showEarlier}
        >
          {t(
            earlier.kind === 'refused'
              ? 'calls.earlierRetry'
              : earlier.kind === 'reading'
                ? 'calls.reading'
                : 'calls.earlier',
          )}
        </Button>
      )}
      {isEnd && (
        <p ref={end} tabIndex={-1}>
          {t('calls.noEarlier')}
        </p>
      )}
      <p className={c('aloud')} role="status">
        {pages > 0 && earlier.kind !== 'reading' && t('calls.shownCount', { count: shown.length })}
      </p>
    </div>
  );
}
