// The end of a call: what happened, why, and one next step, for every reason.
import { List, Phone, PhoneOff, UserPlus, Video, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecurityCall } from '../../../contract/page-view.ts';
import type { CallPhase } from '../../../contract/view.ts';
import { formatDuration } from '../../i18n/format.ts';
import { asksIt } from '../../state/asks-it.ts';
import { mayCallAgain } from '../../state/may-call-again.ts';
import { shownReason } from '../../state/history-outcome.ts';
import { knownBy } from '../../../contract/known-by.ts';
import { usePage, useSecurity } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { useOwnDeviceName } from '../parts/device-name.ts';
import { GoOn } from '../parts/GoOn.tsx';
import { SupportContact } from '../parts/SupportContact.tsx';
import { classNames } from '../style/class-names.ts';
import { Report } from './Report.tsx';
import styles from './end.module.css';

const c = classNames(styles);

const known = {
  person: 'call.endedVerified',
  organisation: 'call.endedConfirmed',
  nobody: 'call.endedNotVerified',
} as const;

interface Props {
  readonly call: SecurityCall;
  readonly phase: Extract<CallPhase, { kind: 'ended' }>;
}

/** The last screen of `call`. */
export function Ended({ call, phase }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { others, ownDevices, durationMs, isContact, mayShow } = useSecurity();
  const left = others.find(({ leftHeld }) => leftHeld === true);
  const dismiss = (): void => void ask.send('own.dismiss', {});
  const goOn = async (): Promise<void> => {
    if (await ask.send('other.resume', {})) dismiss();
  };
  const media = mayShow ? call.media : 'audio';
  const isOpen = call.moving?.state !== 'moved' && call.replaces === undefined;
  const nameOf = useOwnDeviceName(ownDevices);
  const reason = shownReason(phase.reason, phase.connected);
  const why =
    call.moving?.state === 'moved' ? t('move.moved', { name: nameOf(call.moving.device) }) : t(`reason.${reason}.why`);
  const verified = call.replaces === undefined ? t(known[knownBy(call)]) : t('call.endedReplacing');
  return (
    <div className={c('screen')}>
      <section className={c('sheet')} aria-labelledby="ended-title">
        <PhoneOff className={c('shape')} size={32} strokeWidth={1.5} aria-hidden />
        <div>
          <h2 className={c('title')} id="ended-title">
            {t(`reason.${reason}.title`)}
          </h2>
          <p>{why}</p>
        </div>
        {phase.connected && (
          <p className={c('soft')}>
            {durationMs !== undefined && `${t('call.endedDuration', { duration: formatDuration(durationMs) })} · `}
            {verified}
          </p>
        )}
        <div className={c('next')}>
          <h3 className={c('nextTitle')}>{t('call.next')}</h3>
          <p>{t(`reason.${reason}.next`)}</p>
          {asksIt(reason) && <SupportContact />}
        </div>
        {reason === 'code-mismatch' && <Report call={call} />}
        <div className={c('actions')}>
          {left !== undefined && <GoOn held={left} isNext onPress={() => void goOn()} />}
          <Button tone={left === undefined ? 'primary' : 'plain'} icon={X} autoFocus onPress={dismiss}>
            {t('app.close')}
          </Button>
          {isOpen && mayCallAgain(phase.reason) && (
            <Button
              icon={media === 'video' ? Video : Phone}
              onPress={() => void ask.send('ended.callAgain', { media })}
            >
              {t(call.direction === 'in' ? 'calls.callBack' : 'calls.callAgain')}
            </Button>
          )}
          {!isContact && (
            <Button icon={UserPlus} onPress={() => void ask.send('ended.addContact', {})}>
              {t('contacts.add')}
            </Button>
          )}
          {durationMs !== undefined && (
            <Button icon={List} onPress={() => void ask.send('ended.showLine', {})}>
              {t('calls.showLine')}
            </Button>
          )}
        </div>
      </section>
    </div>
  );
}
