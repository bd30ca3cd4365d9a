// Emptying the list of calls. It cannot be undone, so it is asked once; a single call goes without a question and comes back by undo.
import { Eraser } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage, useTell } from '../page.tsx';
import { Button, IconButton } from '../parts/Button.tsx';
import { Actions, Sheet } from '../parts/Sheet.tsx';

/** The button above the list, and the question behind it. */
export function ClearCalls(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const tell = useTell();
  const [asking, setAsking] = useState(false);
  const clear = async (): Promise<void> => {
    setAsking(false);
    if (await ask.send('history.clear', {})) tell({ kind: 'history-cleared' });
  };
  return (
    <>
      <IconButton icon={Eraser} label={t('calls.clear')} onPress={() => setAsking(true)} />
      <Sheet title={t('calls.clearTitle')} isOpen={asking} onClose={() => setAsking(false)}>
        <p>{t('calls.clearText')}</p>
        <Actions>
          <Button onPress={() => setAsking(false)} autoFocus>
            {t('app.cancel')}
          </Button>
          <Button tone="danger" onPress={() => void clear()}>
            {t('calls.clear')}
          </Button>
        </Actions>
      </Sheet>
    </>
  );
}
