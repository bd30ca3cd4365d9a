// Erases this device: it was removed by another device, was never added, or another person was found under its address.
// Main asks before that.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage } from '../page.tsx';
import { Button } from '../parts/Button.tsx';

interface Props {
  readonly word: 'devices.eraseDo' | 'devices.secondDo' | 'devices.giveUpDo';
}

/** The button. Main explains and asks. */
export function BeginAnew({ word }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  return <Button onPress={() => void ask.sendAsked('device.beginAnew', {})}>{t(word)}</Button>;
}
