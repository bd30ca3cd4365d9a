// The button that opens the window for trying microphone, speaker and camera.
import { Headphones } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage } from '../page.tsx';
import { Button } from './Button.tsx';

/** The button. If main refuses, a message says why. */
export function TryDevices(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  return (
    <Button icon={Headphones} onPress={() => void ask.send('tryout.open', {})}>
      {t('tryout.open')}
    </Button>
  );
}
