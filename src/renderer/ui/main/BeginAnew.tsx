// Erasing this device, asked once: it was taken off on another device, or another identity stands for its address.
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { Actions, Sheet } from '../parts/Sheet.tsx';

interface Props {
  readonly word: 'devices.eraseDo' | 'devices.conflictDo';
}

/** The button, and the question behind it. */
export function BeginAnew({ word }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <Button onPress={() => setIsAsking(true)}>{t(word)}</Button>
      <Sheet title={t('devices.eraseTitle')} isOpen={isAsking} onClose={() => setIsAsking(false)}>
        <p>{t('devices.eraseText')}</p>
        <Actions>
          <Button onPress={() => setIsAsking(false)} autoFocus>
            {t('app.cancel')}
          </Button>
          <Button tone="danger" onPress={() => void ask.send('device.beginAnew', {})}>
            {t('devices.eraseConfirm')}
          </Button>
        </Actions>
      </Sheet>
    </>
  );
}
