// In the window of one call, the other one: who it is, how it stands, and the way there. A call that rings meanwhile is said here
// too, where the person is looking, because its card leaves the keyboard alone.
import { ArrowLeftRight, Pause, Phone, PhoneIncoming, PhoneOff, SquareArrowOutUpRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isOn } from '../../../contract/running.ts';
import type { CallView } from '../../../contract/view.ts';
import { personName } from '../../state/person-name.ts';
import { sealState } from '../../state/seal-state.ts';
import { usePage, useView } from '../page.tsx';
import { AnswerBeside } from '../parts/AnswerBeside.tsx';
import { Button } from '../parts/Button.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './other.module.css';

const c = classNames(styles);

interface Props {
  readonly call: CallView;
  readonly small: boolean; // no room but for the news that somebody rings, and that is heard only
}

/** The calls beside `call` that have not ended; nothing where it is the only one. */
export function OtherCalls({ call, small }: Props): ReactNode {
  const { calls } = useView();
  return calls
    .filter((other) => other.id !== call.id && isOn(other))
    .map((other) =>
      other.phase.kind === 'ringing'
        ? !other.phase.silenced && <Ringing key={other.id} ringing={other} call={call} small={small} />
        : !small && <Beside key={other.id} other={other} />,
    );
}

function Ringing({ ringing, call, small }: Props & { readonly ringing: CallView }): ReactNode {
  const { t } = useTranslation();
  return (
    <section className={c('other', 'rings', small && 'spoken')} aria-label={t('other.label')}>
      <PhoneIncoming size={18} aria-hidden />
      <p className={c('words')} role="alert">
        {t('other.rings', { name: personName(ringing) })}
      </p>
      {!small && (
        <div className={c('buttons')}>
          <AnswerBeside ringing={ringing} other={call} />
        </div>
      )}
    </section>
  );
}

function Beside({ other }: { readonly other: CallView }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const name = personName(other);
  const on = { call: other.id };
  const { hold } = other.local;
  const words = t(`line.${sealState(other)}`, { name, reason: '' });
  const isNamed = !hold && words.includes(name); // by the words themselves: nobody is named twice
  const Icon = hold ? Pause : Phone;
  const switchTo = async (): Promise<void> => {
    if (await ask.send('call.hold', { ...on, hold: false })) await ask.send('call.showWindow', on);
  };
  return (
    <section className={c('other')} aria-label={t('other.label')}>
      <Icon size={18} aria-hidden />
      <p className={c('words')} role="status">
        {!isNamed && <strong>{name}</strong>} {hold ? t('other.held') : isNamed ? words : `· ${words}`}
      </p>
      <div className={c('buttons')}>
        {hold ? (
          <Button icon={ArrowLeftRight} onPress={() => void switchTo()}>
            {t('other.switch')}
          </Button>
        ) : (
          <Button icon={SquareArrowOutUpRight} onPress={() => void ask.send('call.showWindow', on)}>
            {t('call.show')}
          </Button>
        )}
        <Button icon={PhoneOff} onPress={() => void ask.send('call.hangUp', on)}>
          {t('other.hangUp')}
        </Button>
      </div>
    </section>
  );
}
