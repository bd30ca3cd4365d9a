// The way to the page on which a person tries microphone, speaker and camera: it opens in a window of its own.
import { Headphones } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage } from '../page.tsx';
import { Button } from './Button.tsx';

/** The button; what stands against it is said as a message. */
export function TryDevices(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  return (
    <Button icon={Headphones} onPress={() => void ask.send('tryout.open', {})}>
      {t('tryout.open')}
    </Button>
  );
}
