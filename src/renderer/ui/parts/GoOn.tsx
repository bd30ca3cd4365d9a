// A button that resumes a call that was held for another call. When the other call has ended, the held call never
// resumes by itself.
import { Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallSummary } from '../../../contract/page-view.ts';
import { callerName } from '../../state/person-name.ts';
import { Button } from './Button.tsx';

interface Props {
  readonly held: Pick<CallSummary, 'name' | 'address' | 'claimed'>;
  /**
   * Whether this is the main step of its screen. Even then the button never takes the focus: a key meant for elsewhere
   * must not open a microphone.
   */
  readonly isNext?: boolean;
  readonly onPress: () => void;
}

/** The button that resumes `held`. */
export function GoOn({ held, isNext = false, onPress }: Props): ReactNode {
  const { t } = useTranslation();
  return (
    <Button tone={isNext ? 'primary' : 'plain'} icon={Play} onPress={onPress}>
      {t('call.goOnWith', { name: callerName(held) })}
    </Button>
  );
}
