// The calls in the main window: the state of each, and the actions that fit it. The call itself has its own window.
import { Phone, PhoneIncoming, PhoneOff, SquareArrowOutUpRight, Video, X } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { isOn, ringingCall } from '../../../contract/running.ts';
import type { CallSummary } from '../../../contract/page-view.ts';
import { mayCallAgain } from '../../state/may-call-again.ts';
import { shownReason } from '../../state/history-outcome.ts';
import { sealState } from '../../state/seal-state.ts';
import { callerName } from '../../state/person-name.ts';
import { Claim } from '../card/Claim.tsx';
import { usePage, useMain } from '../page.tsx';
import { AnswerBeside } from '../parts/AnswerBeside.tsx';
import { Button, IconButton } from '../parts/Button.tsx';
import { GoOn } from '../parts/GoOn.tsx';
import { useKeys } from '../parts/use-keys.ts';
import { usePlacing } from '../parts/use-placing.ts';
import { classNames } from '../style/class-names.ts';
import styles from './call-strip.module.css';

const c = classNames(styles);

/** A strip for each call that is on, and for each ended one until its end was seen. */
export function CallStrips(): ReactNode {
  const { calls } = useMain('calls');
  useCallKeys(calls);
  return calls.map((call) =>
    call.phase.kind === 'ended' ? (
      <EndedStrip key={call.id} call={call} />
    ) : (
      <RunningStrip key={call.id} call={call} other={calls.find((each) => each.id !== call.id && isOn(each))} />
    ),
  );
}

// The keys for calls while the focus is in the main window. They answer or decline a ringing call, and mute, hold or
// end the call that we do not hold, or the first call if we hold all. Camera, sharing, text and code have their keys in
// the call's own window.
function useCallKeys(calls: readonly CallSummary[]): void {
  const { ask } = usePage();
  const { managed } = useMain('managed');
  const rings = ringingCall(calls);
  const others = calls.filter((call) => isOn(call) && call !== rings);
  const heard = others.find(({ local }) => !local.hold) ?? others[0];
  const isTalk = heard?.phase.kind === 'live' || heard?.phase.kind === 'reconnecting';
  const answer = (media: 'audio' | 'video') => (): void => {
    if (rings === undefined) return;
    const { id: call } = rings;
    void ask.send('call.answer', { call, media, ...(others.length > 0 && { forOther: 'hold' }) });
  };
  const mayVideo = rings?.media === 'video' && managed.allowVideo && others.length === 0;
  useKeys({
    ...(rings !== undefined && {
      answer: answer('audio'),
      answerVideo: mayVideo ? answer('video') : undefined,
      decline: () => void ask.send('call.decline', { call: rings.id }),
    }),
    ...(heard !== undefined && {
      mute: () => void ask.send('call.mute', { call: heard.id, mute: !heard.local.mute }),
      hold: isTalk ? () => void ask.send('call.hold', { call: heard.id, hold: !heard.local.hold }) : undefined,
      hangUp: () => void ask.send('call.hangUp', { call: heard.id }),
    }),
  });
}

interface RunningProps {
  readonly call: CallSummary;
  readonly other: CallSummary | undefined;
}

function RunningStrip({ call, other }: RunningProps): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { managed } = useMain('managed');
  const name = callerName(call);
  const claim = useId();
  const rings = call.phase.kind === 'ringing';
  const isDisabled = call.trust.kind === 'changed'; // main refuses an answer then, and the claim says why
  const on = { call: call.id };
  const answer = (media: 'audio' | 'video') => (): void => void ask.send('call.answer', { ...on, media });
  const goOn = async (): Promise<void> => {
    if (await ask.send('call.hold', { ...on, hold: false })) await ask.send('call.showWindow', on);
  };
  const Icon = rings ? PhoneIncoming : Phone;
  return (
    <section className={c('strip')} aria-label={t('line.labelOf', { name })}>
      <Icon size={18} aria-hidden />
      <div className={c('words')} role="status">
        <span className={c('title')}>{t(rings ? 'line.incoming' : 'call.running', { name })}</span>
        <span className={c('state')}>
          {rings
            ? t(call.media === 'video' ? 'card.video' : 'card.voice')
            : t(`line.${sealState(call)}`, { name, reason: '' })}
        </span>
        {rings && <Claim call={call} id={claim} />}
      </div>
      {rings && other !== undefined ? (
        <div className={c('buttons')}>
          <AnswerBeside call={call.id} isOtherHeld={other.local.hold} isDisabled={isDisabled} />
        </div>
      ) : rings ? (
        <div className={c('buttons')}>
          <Button tone="go" icon={Phone} isDisabled={isDisabled} onPress={answer('audio')}>
            {t('card.answer')}
          </Button>
          {call.media === 'video' && managed.allowVideo && (
            <Button tone="go" icon={Video} isDisabled={isDisabled} onPress={answer('video')}>
              {t('card.answerVideo')}
            </Button>
          )}
          <Button tone="danger" icon={PhoneOff} onPress={() => void ask.send('call.decline', on)}>
            {t('card.decline')}
          </Button>
        </div>
      ) : (
        <div className={c('buttons')}>
          {call.leftHeld === true && <GoOn held={call} onPress={() => void goOn()} />}
          <Button icon={SquareArrowOutUpRight} onPress={() => void ask.send('call.showWindow', on)}>
            {t('call.show')}
          </Button>
          <Button tone="danger" icon={PhoneOff} onPress={() => void ask.send('call.hangUp', on)}>
            {t('call.hangUp')}
          </Button>
        </div>
      )}
    </section>
  );
}

function EndedStrip({ call }: { readonly call: CallSummary }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { managed } = useMain('managed');
  const { isPossible } = usePlacing(call.address);
  const media = managed.allowVideo ? call.media : 'audio';
  const again = async (): Promise<void> => {
    if (await ask.send('call.place', { address: call.address, media })) {
      await ask.send('call.dismiss', { call: call.id });
    }
  };
  if (call.phase.kind !== 'ended') return undefined;
  const reason = shownReason(call.phase.reason, call.phase.connected);
  return (
    <section className={c('strip', 'ended')} aria-label={t('line.labelOf', { name: callerName(call) })}>
      <PhoneOff size={18} aria-hidden />
      <div className={c('words')} role="status">
        <span className={c('title')}>
          {callerName(call)} · {t(`reason.${reason}.title`)}
        </span>
        <span className={c('state')}>
          {t(`reason.${reason}.why`)} {t(`reason.${reason}.next`)}
        </span>
      </div>
      <div className={c('buttons')}>
        {mayCallAgain(call.phase.reason) && isPossible && (
          <Button icon={media === 'video' ? Video : Phone} onPress={() => void again()}>
            {t(call.direction === 'in' ? 'calls.callBack' : 'calls.callAgain')}
          </Button>
        )}
        <IconButton
          icon={X}
          label={t('app.dismiss')}
          onPress={() => void ask.send('call.dismiss', { call: call.id })}
        />
      </div>
    </section>
  );
}
