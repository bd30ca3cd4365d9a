// The card of an incoming call: who claims to call, how well they are known, and what the person can do; or that
// somebody calls while the program is locked. The card itself has the focus, not one of its buttons, so that nobody
// answers with a key that was meant for another window.
import { BellOff, Lock, LockOpen, Phone, PhoneOff, Video } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardView } from '../../../contract/page-view.ts';
import { callerName, personName } from '../../state/person-name.ts';
import { Framed } from '../Framed.tsx';
import { useCard, usePage } from '../page.tsx';
import { AnswerBeside } from '../parts/AnswerBeside.tsx';
import { Avatar } from '../parts/Avatar.tsx';
import { Button, IconButton } from '../parts/Button.tsx';
import { useSound } from '../parts/use-sound.ts';
import { useKeys } from '../parts/use-keys.ts';
import { classNames } from '../style/class-names.ts';
import { Claim } from './Claim.tsx';
import styles from './card.module.css';

const c = classNames(styles);

/** The card's page. Empty while nothing rings. */
export function CardWindow(): ReactNode {
  const { call, knocks, other, sound } = useCard();
  useSound(sound);
  if (knocks) {
    return (
      <Framed>
        <KnockCard />
      </Framed>
    );
  }
  if (call?.phase.kind !== 'ringing') return <main />;
  return (
    <Framed>
      <Card key={call.id} call={call} other={other} silenced={call.phase.silenced} />
    </Framed>
  );
}

// Somebody calls a locked program: who it is can be neither read nor checked. The commands name no call, because main
// knows from the page that sends them which call is meant.
function KnockCard(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => {
    document.title = t('card.knock');
    card.current?.focus();
  }, [t]);
  return (
    <main className={c('page')}>
      <div
        ref={card}
        className={c('card')}
        role="alertdialog"
        tabIndex={-1}
        aria-labelledby="card-name"
        aria-describedby="card-claim"
      >
        <div className={c('head')}>
          <Lock size={24} aria-hidden />
          <div className={c('words')}>
            <h1 className={c('name')} id="card-name">
              {t('card.knock')}
            </h1>
            <p className={c('address')} id="card-claim">
              {t('card.knockText')}
            </p>
          </div>
        </div>
        <div className={c('actions')}>
          <Button icon={BellOff} onPress={() => void ask.send('knock.silence', {})}>
            {t('card.silence')}
          </Button>
          <Button tone="go" icon={LockOpen} onPress={() => void ask.send('knock.unlock', {})}>
            {t('card.unlock')}
          </Button>
        </div>
      </div>
    </main>
  );
}

interface CardProps {
  readonly call: NonNullable<CardView['call']>;
  /** The call that is on while this one rings, if any. */
  readonly other: CardView['other'];
  readonly silenced: boolean;
}

function Card({ call, other, silenced }: CardProps): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { common, allowVideo } = useCard();
  const withVideo = call.media === 'video' && allowVideo && other === undefined;
  // Main refuses an answer until the person has decided between the devices; the claim says so.
  const isDisabled = call.trust.kind === 'changed';
  const card = useRef<HTMLDivElement>(null);
  const name = personName(call);
  useEffect(() => {
    document.title = common.hideNames ? 'Siegel' : t('line.incoming', { name: callerName(call) });
    card.current?.focus();
  }, [t, call, common.hideNames]);
  const on = { call: call.id };
  const answer = (): void =>
    void ask.send('call.answer', { ...on, media: 'audio', ...(other !== undefined && { forOther: 'hold' }) });
  const answerVideo = (): void => void ask.send('call.answer', { ...on, media: 'video' });
  const decline = (): void => void ask.send('call.decline', on);
  useKeys({ answer, answerVideo: withVideo ? answerVideo : undefined, decline });
  return (
    <main className={c('page')}>
      <div
        ref={card}
        className={c('card')}
        role="alertdialog"
        tabIndex={-1}
        aria-labelledby="card-name"
        aria-describedby="card-kind card-beside card-claim"
      >
        <div className={c('head')}>
          <Avatar name={call.name} address={call.address} />
          <div className={c('words')}>
            <p className={c('kind')} id="card-kind">
              {t(call.media === 'video' ? 'card.video' : 'card.voice')}
              {silenced && ` · ${t('card.silenced')}`}
            </p>
            <h1 className={c('name')} id="card-name">
              {name}
            </h1>
            {call.name !== '' && <p className={c('address')}>{call.address}</p>}
            {other !== undefined && (
              <p className={c('beside')} id="card-beside">
                {t(other.hold ? 'card.besideHeld' : 'card.beside', { name: callerName(other) })}
              </p>
            )}
          </div>
          <IconButton
            icon={BellOff}
            label={t(silenced ? 'card.silenced' : 'card.silence')}
            isDisabled={silenced}
            onPress={() => void ask.send('call.silence', on)}
          />
          <Claim call={call} id="card-claim" />
        </div>
        <div className={c('actions', (withVideo || other !== undefined) && 'wide', other !== undefined && 'three')}>
          {other !== undefined && (
            <AnswerBeside call={call.id} isOtherHeld={other.hold} isDisabled={isDisabled} onCard />
          )}
          {withVideo && (
            <Button tone="go" icon={Video} isDisabled={isDisabled} onPress={answerVideo}>
              {t('card.answerVideo')}
            </Button>
          )}
          {other === undefined && (
            <>
              <Button tone="danger" icon={PhoneOff} onPress={decline}>
                {t('card.decline')}
              </Button>
              <Button tone="go" icon={Phone} isDisabled={isDisabled} onPress={answer}>
                {t('card.answer')}
              </Button>
            </>
          )}
        </div>
      </div>
    </main>
  );
}
