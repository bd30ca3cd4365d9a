// The security page: who the person is, how far that is known, the code, the full stop after a wrong one and the end. It fills the
// window behind the stage and shows around it; it draws nothing that the other person sends but name, address and code.
import { type ReactNode, useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { personName } from '../../state/person-name.ts';
import { Leave } from '../call/Leave.tsx';
import { useHoldKey } from '../call/use-hold-key.ts';
import { Classification } from '../Framed.tsx';
import { usePage, useSecurity } from '../page.tsx';
import { Messages } from '../parts/Messages.tsx';
import { classNames } from '../style/class-names.ts';
import { Ended } from './Ended.tsx';
import { Mismatch } from './Mismatch.tsx';
import { Moving } from './Moving.tsx';
import { OtherCalls } from './OtherCalls.tsx';
import { Replaces } from './Replaces.tsx';
import { SecurityPanel } from './SecurityPanel.tsx';
import { StatusLine } from './StatusLine.tsx';
import { useLayout } from './use-layout.ts';
import { VerifyBy } from './VerifyBy.tsx';
import styles from './head.module.css';

const c = classNames(styles);

/** The page of a call's security. */
export function SecurityPage(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { call, side, small, common } = useSecurity();
  const { phase } = call;
  const isStopped = phase.kind === 'ended' || call.code.kind === 'mismatch';
  const isOpen = side === 'security' && !isStopped;
  const head = useLayout(isStopped);
  const open = useCallback((): void => void ask.send('window.side', { side: 'security' }), [ask]);
  const close = useCallback((): void => {
    void ask.send('window.side', { side: 'none' });
    void ask.send('window.leave', { backwards: false }); // the focus would be lost with the panel
  }, [ask]);
  const isForCode = call.verifyBy !== undefined || call.replaces !== undefined;
  const mustVerify = isForCode && call.code.kind === 'shown';
  const opened = useRef(false);
  useEffect(() => {
    if (!mustVerify || opened.current) return;
    // Policy ends this call unless the code is compared, or it was placed for nothing else: the panel opens by itself, once.
    opened.current = true;
    open();
  }, [mustVerify, open]);
  const mayHold = (phase.kind === 'live' || phase.kind === 'mending') && !isStopped;
  const { hold } = call.local;
  useHoldKey(
    mayHold,
    useCallback(() => void ask.send('own.hold', { hold: !hold }), [ask, hold]),
  );
  const name = personName(call);
  useEffect(() => {
    document.title = common.hideNames ? 'Siegel' : t('call.title', { name });
  }, [t, name, common.hideNames]);
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
              <StatusLine call={call} onCompare={isOpen ? undefined : open} small={small} onSmall={shrink} />
              {call.replaces !== undefined && <Replaces address={call.address} verifiedAt={call.replaces.verifiedAt} />}
              {call.verifyBy !== undefined && <VerifyBy untilMs={call.verifyBy} />}
              {!small && <Moving />}
              <OtherCalls />
            </>
          )}
          <Messages inFlow />
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
