// The call window: one status line, the stage, one bar, the security panel. A code that did not match stops everything.
import { PhoneOff } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallView } from '../../../contract/view.ts';
import { personName } from '../../state/person-name.ts';
import { usePage, useView } from '../page.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Messages } from '../parts/Messages.tsx';
import { classNames } from '../style/class-names.ts';
import { Bar, type Side } from './Bar.tsx';
import { Ended } from './Ended.tsx';
import { Mismatch } from './Mismatch.tsx';
import { Moving } from './MoveCall.tsx';
import { OtherCalls } from './OtherCalls.tsx';
import { SecurityPanel } from './SecurityPanel.tsx';
import { Stage } from './Stage.tsx';
import { StatusLine } from './StatusLine.tsx';
import { TextPanel } from './TextPanel.tsx';
import { VerifyBy } from './VerifyBy.tsx';
import styles from './call.module.css';

const c = classNames(styles);

/** The call window's page. */
export function CallWindow(): ReactNode {
  const { t } = useTranslation();
  const { ofCall } = usePage();
  const call = useView().calls.find(({ id }) => id === ofCall);
  if (call === undefined) {
    return (
      <main className={c('window')}>
        <Empty icon={PhoneOff} title={t('refusal.unknown-call')} heading="h1" />
      </main>
    );
  }
  return (
    <>
      <Call key={call.id} call={call} />
      <Messages />
    </>
  );
}

function Call({ call }: { readonly call: CallView }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { hideNames } = useView().managed;
  const mustVerify = call.verifyBy !== undefined && call.code.kind === 'shown';
  const [side, setSide] = useState<Side>('none');
  const panel = side === 'security';
  const setPanel = (open: boolean): void => setSide(open ? 'security' : 'none');
  const [read, setRead] = useState('');
  const [asked, setAsked] = useState(false);
  const heard = call.text.findLast(({ from }) => from === 'peer')?.id ?? '';
  if (heard !== read && heard !== '' && side !== 'security') {
    // Nothing is written to somebody who does not see it: the panel opens by itself, unless the code is being compared.
    setRead(heard);
    setAsked(false); // and leaves the focus where it is
    setSide('text');
  }
  const openSide = (next: Side): void => {
    setAsked(true);
    setSide(next);
  };
  const [opened, setOpened] = useState(false);
  if (mustVerify && !opened) {
    // Policy ends this call unless the code is compared: the panel opens by itself, once.
    setOpened(true);
    setPanel(true);
  }
  const [shrunk, setShrunk] = useState(false);
  // What has to be read does not fit the small window.
  const small = shrunk && side === 'none' && call.code.kind !== 'mismatch';
  const shown = useRef(false);
  useEffect(() => {
    if (shown.current === small) return;
    shown.current = small;
    void ask.send('call.onTop', { call: call.id, on: small });
  }, [ask, small, call.id]);
  const name = personName(call);
  useEffect(() => {
    document.title = hideNames ? 'Siegel' : t('call.title', { name });
  }, [t, name, hideNames]);
  if (call.phase.kind === 'ended') {
    return (
      <main className={c('window')}>
        <StatusLine call={call} />
        <Ended call={call} phase={call.phase} />
      </main>
    );
  }
  if (call.code.kind === 'mismatch') {
    return (
      <main className={c('window')}>
        <StatusLine call={call} />
        <Mismatch call={call} />
      </main>
    );
  }
  return (
    <main className={c('window')}>
      <div>
        <StatusLine
          call={call}
          onCompare={panel ? undefined : () => setPanel(true)}
          small={small}
          onSmall={(on) => {
            if (on) setSide('none');
            setShrunk(on);
          }}
        />
        {call.verifyBy !== undefined && <VerifyBy untilMs={call.verifyBy} />}
        {!small && <Moving call={call} />}
        <OtherCalls call={call} small={small} />
      </div>
      <div className={c('middle')}>
        <Stage call={call} />
        {panel && <SecurityPanel call={call} onClose={() => setSide('none')} />}
        {side === 'text' && <TextPanel call={call} focus={asked} onClose={() => setSide('none')} />}
      </div>
      <Bar call={call} side={side} onSide={openSide} />
    </main>
  );
}
