// Erasing this device: it was taken off on another device, was never added, or another person stood for its address. Main asks before
// it does it.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage } from '../page.tsx';
import { Button } from '../parts/Button.tsx';

interface Props {
  readonly word: 'devices.eraseDo' | 'devices.secondDo' | 'devices.giveUpDo';
}

/** The button; what it does is said, and asked, by main. */
export function BeginAnew({ word }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  return <Button onPress={() => void ask.sendAsked('device.beginAnew', {})}>{t(word)}</Button>;
}
