// One press to go on with the call that was held for another one, where that has ended: it does not go on by itself.
import { Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallSummary } from '../../../contract/page-view.ts';
import { personName } from '../../state/person-name.ts';
import { Button } from './Button.tsx';

interface Props {
  readonly held: Pick<CallSummary, 'name' | 'address'>;
  readonly onPress: () => void;
}

/** The button that goes on with `held`. */
export function GoOn({ held, onPress }: Props): ReactNode {
  const { t } = useTranslation();
  return (
    <Button icon={Play} onPress={onPress}>
      {t('call.goOnWith', { name: personName(held) })}
    </Button>
  );
}
