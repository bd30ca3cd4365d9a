// The embedded broker, for a demonstration or a small network. It listens on loopback by default.
import { CircleCheck, CirclePause, Play, Square } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lockOf } from '../../state/locks.ts';
import { usePage, useMain } from '../page.tsx';
import { Banner } from '../parts/Banner.tsx';
import { Button } from '../parts/Button.tsx';
import { Choice } from '../parts/Choice.tsx';
import { Entry } from '../parts/Entry.tsx';
import { Facts } from '../parts/Facts.tsx';
import { Locked, LockNote } from '../parts/Locked.tsx';
import { Toggle } from '../parts/Toggle.tsx';
import { classNames } from '../style/class-names.ts';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

const c = classNames(styles);
const DEFAULT_PORT = '1883';

type Host = '127.0.0.1' | '0.0.0.0';

/** Start, stop, automatic start, and the broker's address. If policy forbids this broker, only a note that says so. */
export function LocalBrokerSection(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { broker, managed, settings } = useMain('broker', 'managed', 'settings');
  const [host, setHost] = useState<Host>('127.0.0.1');
  const [port, setPort] = useState(DEFAULT_PORT);
  const running = broker.kind === 'running';
  if (!managed.allowLocalBroker) {
    return (
      <Section title={t('settings.local')}>
        <LockNote text={t('managed.noLocalBroker')} />
      </Section>
    );
  }
  const here = running && broker.url.replace('//0.0.0.0:', `//${t('settings.localComputer')}:`);
  return (
    <Section title={t('settings.local')}>
      <p className={c('note')}>{t('settings.localText')}</p>
      {broker.kind === 'failed' && <Banner tone="bad">{t(`settings.localFailed.${broker.cause}`)}</Banner>}
      {running ? (
        <>
          <p className={c('state', 'running')} role="status">
            <CircleCheck size={18} aria-hidden />
            {t('settings.localRunning')} · {t('settings.localClients', { count: broker.clients })}
          </p>
          <Facts facts={[{ name: t('settings.localAddress'), value: <span className={c('mono')}>{here}</span> }]} />
          <p className={c('note')}>{t('settings.localOwn')}</p>
          <div>
            <Button icon={Square} onPress={() => void ask.send('broker.stop', {})}>
              {t('settings.localStop')}
            </Button>
          </div>
        </>
      ) : (
        <StartForm host={host} port={port} onHost={setHost} onPort={setPort} />
      )}
      <Locked lock={lockOf(managed, 'localBroker')}>
        {(held) => (
          <Toggle
            {...held}
            label={t('settings.localAuto')}
            on={settings.localBroker}
            onChange={(localBroker) => void ask.send('settings.set', { settings: { localBroker } })}
          />
        )}
      </Locked>
    </Section>
  );
}

interface StartProps {
  readonly host: Host;
  readonly port: string;
  readonly onHost: (host: Host) => void;
  readonly onPort: (port: string) => void;
}

function StartForm({ host, port, onHost, onPort }: StartProps): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const number = /^\d{1,5}$/u.test(port) ? Number(port) : undefined;
  const valid = number !== undefined && number <= 65_535;
  return (
    <>
      <p className={c('state')} role="status">
        <CirclePause size={18} aria-hidden />
        {t('settings.localStopped')}
      </p>
      <div className={c('row')}>
        <div className={c('grow')}>
          <Choice
            label={t('settings.localHost')}
            value={host}
            onChange={onHost}
            options={[
              { id: '127.0.0.1', text: t('settings.localLoopback') },
              { id: '0.0.0.0', text: t('settings.localAll') },
            ]}
          />
        </div>
        <div className={c('port')}>
          <Entry label={t('settings.localPort')} value={port} onChange={onPort} maxLength={5} />
        </div>
        <Button
          icon={Play}
          isDisabled={!valid}
          onPress={() => {
            if (valid) void ask.sendAsked('broker.start', { host, port: number });
          }}
        >
          {t('settings.localStart')}
        </Button>
      </div>
      <p className={c('note')}>{t('settings.localPortHint')}</p>
    </>
  );
}
