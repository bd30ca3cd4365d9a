// The security page: who the person is, how well they are known, the code, the screen that stops a call after a wrong
// code, and the end. It fills the window behind the stage and is visible around the stage. Of the text that the peer
// chooses, it shows only name and address.
import { OctagonX, PhoneOff, Timer, UserRoundX } from 'lucide-react';
import { type ReactNode, type RefObject, useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecurityCall, Side } from '../../../contract/page-view.ts';
import { isSharing } from '../../../contract/sharing.ts';
import { formatDate, formatDuration } from '../../i18n/format.ts';
import { callerName } from '../../state/person-name.ts';
import { spokenSeconds } from '../../state/spoken-seconds.ts';
import { Leave } from '../call/Leave.tsx';
import { Classification } from '../Framed.tsx';
import { useLanguage, usePage, useSecurity } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { Messages } from '../parts/Messages.tsx';
import { useKeys, useTalkKey } from '../parts/use-keys.ts';
import { useNow } from '../parts/use-now.ts';
import { useSound } from '../parts/use-sound.ts';
import { classNames } from '../style/class-names.ts';
import { Ended } from './Ended.tsx';
import { Moving } from './Moving.tsx';
import { OtherCalls } from './OtherCalls.tsx';
import { Report } from './Report.tsx';
import { SecurityPanel } from './SecurityPanel.tsx';
import { Sharing } from './Sharing.tsx';
import { StatusLine } from './StatusLine.tsx';
import styles from './head.module.css';
import endStyles from './end.module.css';

const c = classNames(styles);
const e = classNames(endStyles);

/** The page of a call's security. */
export function SecurityPage(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { call, side, small, common, sound } = useSecurity();
  useSound(sound);
  useTalkKey();
  const { phase } = call;
  const isStopped = phase.kind === 'ended' || call.code.kind === 'mismatch';
  const isOpen = side === 'security' && !isStopped;
  const head = useLayout(isStopped);
  const open = useCallback((): void => void ask.send('window.side', { side: 'security' }), [ask]);
  const close = useCallback((): void => {
    void ask.send('window.side', { side: 'none' });
    void ask.send('window.leave', { backwards: false }); // otherwise the focus would disappear with the panel
  }, [ask]);
  const isForCode = call.verifyBy !== undefined || call.replaces !== undefined;
  const mustVerify = isForCode && call.code.kind === 'shown';
  const opened = useRef(false);
  useEffect(() => {
    if (!mustVerify || opened.current) return;
    // If the code is not compared, policy ends this call, or the peer does not replace the verified person. So the
    // panel opens by itself, once.
    opened.current = true;
    open();
  }, [mustVerify, open]);
  const mayHold = (phase.kind === 'live' || phase.kind === 'reconnecting') && !isStopped;
  // The small window stays above all others. It cannot become full screen before the person has made it large.
  const full = isStopped || small ? undefined : (): void => void ask.send('window.full', { to: 'other' });
  useOwnKeys(mayHold, isStopped, full);
  const name = callerName(call);
  useEffect(() => {
    document.title = common.hideNames ? 'Siegel' : t('call.title', { name });
  }, [t, name, common.hideNames]);
  useEffect(() => {
    const leave = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') void ask.attempt('window.full', { to: 'normal' });
    };
    window.addEventListener('keydown', leave);
    return () => window.removeEventListener('keydown', leave);
  }, [ask]);
  const shrink = (on: boolean): void => {
    if (on && side !== 'none') void ask.send('window.side', { side: 'none' });
    void ask.send('window.small', { on });
  };
  return (
    <Leave>
      <main className={c('window')}>
        <div ref={head}>
          <Classification />
          {isStopped ? (
            <StatusLine call={call} />
          ) : (
            <>
              <StatusLine
                call={call}
                onCompare={isOpen ? undefined : open}
                small={small}
                onSmall={shrink}
                onFull={full}
              />
              <Sharing />
              {call.replaces !== undefined && <Replaces address={call.address} verifiedAt={call.replaces.verifiedAt} />}
              {call.verifyBy !== undefined && <VerifyBy untilMs={call.verifyBy} />}
              <div className={c('moving')}>{!small && <Moving />}</div>
              <OtherCalls />
            </>
          )}
          <Messages />
        </div>
        {phase.kind === 'ended' ? (
          <Ended call={call} phase={phase} />
        ) : call.code.kind === 'mismatch' ? (
          <Mismatch call={call} />
        ) : (
          isOpen && <SecurityPanel call={call} onClose={close} />
        )}
      </main>
    </Leave>
  );
}

interface ReplacesProps {
  readonly address: string;
  /** When the replaced person was verified, in ms since 1970. */
  readonly verifiedAt: number;
}

// Shown while the peer is not the verified person of this address. The peer replaces that person only once the code was
// compared.
function Replaces({ address, verifiedAt }: ReplacesProps): ReactNode {
  const { t } = useTranslation();
  const title = t('call.replaces', { date: formatDate(useLanguage(), verifiedAt) });
  return (
    <section className={c('verifyBy')} aria-label={title}>
      <UserRoundX size={18} aria-hidden />
      <div className={c('verifyWords')} role="status">
        <p className={c('verifyTitle')}>{title}</p>
        <p>{t('call.replacesText', { address })}</p>
      </div>
    </section>
  );
}

// Says that policy allows only voice, and that main ends the call at `untilMs`, unless the code is compared. A screen
// reader announces the text, and the remaining time three times near the end. It does not announce the running clock.
function VerifyBy({ untilMs }: { readonly untilMs: number }): ReactNode {
  const { t } = useTranslation();
  const leftMs = untilMs - useNow(1000);
  const count = spokenSeconds(leftMs);
  return (
    <section className={c('verifyBy')} aria-label={t('call.verifyBy')}>
      <Timer size={18} aria-hidden />
      <div className={c('verifyWords')} role="status">
        <p className={c('verifyTitle')}>{t('call.verifyBy')}</p>
        <p>{t('call.verifyByText')}</p>
      </div>
      <span className={c('time')} role="timer">
        {t('call.verifyByLeft', { duration: formatDuration(leftMs) })}
      </span>
      <p className={c('spoken')} role="status">
        {count !== undefined && t('call.verifyBySpoken', { count })}
      </p>
    </section>
  );
}

// The screen after a wrong code. A person can only hang up, and read what to report.
function Mismatch({ call }: { readonly call: SecurityCall }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  return (
    <div className={e('screen', 'stop')}>
      <section className={e('sheet')} role="alert">
        <OctagonX className={e('shape')} size={40} strokeWidth={1.75} aria-hidden />
        <h2 className={e('title')}>{t('mismatch.title')}</h2>
        <p>{t('mismatch.text', { name: callerName(call) })}</p>
        {call.replaces !== undefined && <p>{t('mismatch.unchanged')}</p>}
        <p>{t('mismatch.next')}</p>
        <div className={e('actions')}>
          <Button tone="danger" icon={PhoneOff} autoFocus onPress={() => void ask.send('own.hangUp', {})}>
            {t('call.hangUp')}
          </Button>
        </div>
        <Report call={call} />
      </section>
    </div>
  );
}

// The keyboard keys for calls while the security page has the focus: those of the stage's bar, and one for a ringing
// call. A key that opens a panel of the stage also moves the focus to the stage.
function useOwnKeys(mayHold: boolean, isStopped: boolean, full: (() => void) | undefined): void {
  const { ask } = usePage();
  const { call, side, others, mayShow } = useSecurity();
  const { mute, camera, hold } = call.local;
  const open = (panel: Side) => (): void => {
    void ask.send('window.side', { side: side === panel ? 'none' : panel });
    if (panel !== 'security' && side !== panel) void ask.send('window.leave', { backwards: false });
  };
  const isShared = isSharing(call);
  const share =
    isShared || call.mayShare !== 'none'
      ? (): void => void ask.send(isShared ? 'own.stopShare' : 'own.share', {})
      : undefined;
  const rings = others.some(({ phase }) => phase.kind === 'ringing');
  useKeys(
    isStopped
      ? {}
      : {
          mute: () => void ask.send('own.mute', { mute: !mute }),
          camera: mayShow ? () => void ask.send('own.camera', { on: !camera }) : undefined,
          share: mayHold ? share : undefined,
          hold: mayHold ? () => void ask.send('own.hold', { hold: !hold }) : undefined,
          text: mayHold ? open('text') : undefined,
          security: open('security'),
          hangUp: () => void ask.send('own.hangUp', {}),
          answer: rings ? () => void ask.send('other.showCard', {}) : undefined,
          full,
          list: open('keys'),
        },
  );
}

// Tells main how much of the window the security page needs: its head, or the whole window. Main lays the stage over
// the rest.
function useLayout(full: boolean): RefObject<HTMLDivElement | null> {
  const { ask } = usePage();
  const head = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = head.current;
    if (element === null) return undefined;
    let told = -1;
    const tell = (): void => {
      const { height } = element.getBoundingClientRect();
      if (height === told) return;
      told = height;
      void ask.attempt('window.layout', { head: height, full });
    };
    tell();
    const observer = new ResizeObserver(tell);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ask, full]);
  return head;
}
