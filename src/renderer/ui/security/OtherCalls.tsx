// Shown in the window of one call: who the other call is with, its state, and how to get to it. A call that rings
// meanwhile is shown here too, where the person is looking, because its card opens without taking the focus. A ringing
// call cannot be answered here.
import { ArrowLeftRight, Pause, Phone, PhoneIncoming, PhoneOff, SquareArrowOutUpRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallSummary } from '../../../contract/page-view.ts';
import { callerName } from '../../state/person-name.ts';
import { sealState } from '../../state/seal-state.ts';
import { usePage, useSecurity } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './other.module.css';

const c = classNames(styles);

/**
 * The other calls that have not ended. The small window has no room to show them. Only a call that rings is announced
 * there, to screen readers.
 */
export function OtherCalls(): ReactNode {
  const { others, small } = useSecurity();
  return others.map((other) =>
    other.phase.kind === 'ringing'
      ? !other.phase.silenced && <Ringing key={other.id} ringing={other} small={small} />
      : !small && <Beside key={other.id} other={other} />,
  );
}

function Ringing({ ringing, small }: { readonly ringing: CallSummary; readonly small: boolean }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  return (
    <section className={c('other', 'rings', small && 'spoken')} aria-label={t('other.label')}>
      <PhoneIncoming size={18} aria-hidden />
      <p className={c('words')} role="alert">
        {t('other.rings', { name: callerName(ringing) })}
      </p>
      {!small && (
        <div className={c('buttons')}>
          <Button icon={SquareArrowOutUpRight} onPress={() => void ask.send('other.showCard', {})}>
            {t('other.showCard')}
          </Button>
        </div>
      )}
    </section>
  );
}

function Beside({ other }: { readonly other: CallSummary }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const name = callerName(other);
  const { hold } = other.local;
  const words = t(`line.${sealState(other)}`, { name, reason: '' });
  const isNamed = !hold && words.includes(name); // whether the text itself has the name, so that nobody is named twice
  const Icon = hold ? Pause : Phone;
  return (
    <section className={c('other')} aria-label={t('other.label')}>
      <Icon size={18} aria-hidden />
      <p className={c('words')} role="status">
        {!isNamed && <strong>{name}</strong>} {hold ? t('other.held') : isNamed ? words : `· ${words}`}
      </p>
      <div className={c('buttons')}>
        {hold ? (
          <Button icon={ArrowLeftRight} onPress={() => void ask.send('other.resume', {})}>
            {t('other.switch')}
          </Button>
        ) : (
          <Button icon={SquareArrowOutUpRight} onPress={() => void ask.send('other.show', {})}>
            {t('call.show')}
          </Button>
        )}
        <Button icon={PhoneOff} onPress={() => void ask.send('other.hangUp', {})}>
          {t('other.hangUp')}
        </Button>
      </div>
    </section>
  );
}
