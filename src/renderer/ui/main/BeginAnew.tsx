// The button that erases this device. It is shown if this device was removed or never added, or if another person was
// found under this device's address.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage } from '../page.tsx';
import { Button } from '../parts/Button.tsx';

interface Props {
  readonly word: 'devices.eraseDo' | 'devices.secondDo' | 'devices.giveUpDo';
}

/** The button. Main explains what it does and asks the person. */
export function BeginAnew({ word }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  return <Button onPress={() => void ask.sendAsked('device.beginAnew', {})}>{t(word)}</Button>;
}
