// One press to go on with the call that was held for another one, where that has ended: it does not go on by itself.
import { Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../../../contract/view.ts';
import { personName } from '../../state/person-name.ts';
import { usePage } from '../page.tsx';
import { Button } from './Button.tsx';

interface Props {
  readonly held: CallView;
  readonly onDone?: () => void;
}

/** Goes on with `held` and shows its window; `onDone` once it goes on. */
export function GoOn({ held, onDone }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const on = { call: held.id };
  const goOn = async (): Promise<void> => {
    if (!(await ask.send('call.hold', { ...on, hold: false }))) return;
    await ask.send('call.showWindow', on);
    onDone?.();
  };
  return (
    <Button icon={Play} onPress={() => void goOn()}>
      {t('call.goOnWith', { name: personName(held) })}
    </Button>
  );
}
