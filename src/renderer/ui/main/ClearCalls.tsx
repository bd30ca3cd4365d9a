// Emptying the list of calls. It cannot be undone, so main asks in its own dialog; a single call goes at once and comes back by undo.
import { Eraser } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage, useTell } from '../page.tsx';
import { IconButton } from '../parts/Button.tsx';

/** The button above the list. */
export function ClearCalls(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const tell = useTell();
  const clear = async (): Promise<void> => {
    if (await ask.sendAsked('history.clear', {})) tell({ kind: 'history-cleared' });
  };
  return <IconButton icon={Eraser} label={t('calls.clear')} onPress={() => void clear()} />;
}
