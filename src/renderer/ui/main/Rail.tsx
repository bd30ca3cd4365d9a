// The left rail: this person's name and status, the three tabs, the lock, and the state of the connection.
import { Cloud, CloudOff, CloudSync, Lock, Phone, Settings, Unplug, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { Tab as AriaTab, TabList } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { isSentInClear, type ConnectionView } from '../../../contract/connection-view.ts';
import { isOn } from '../../../contract/running.ts';
import { unseenApart } from '../../../contract/missed.ts';
import { usePage, useMain } from '../page.tsx';
import { Address } from '../parts/Address.tsx';
import { Button } from '../parts/Button.tsx';
import { classNames } from '../style/class-names.ts';
import { OwnStatus } from './OwnStatus.tsx';
import styles from './home.module.css';

const c = classNames(styles);

/** The tabs of the main window. */
export type Tab = 'calls' | 'contacts' | 'settings';

const connectionIcons = {
  off: Unplug,
  unallowed: CloudOff,
  connecting: CloudSync,
  online: Cloud,
  waiting: CloudOff,
} as const;
const tabIcons = { calls: Phone, contacts: Users, settings: Settings } as const;

/** Own status, tabs, lock, connection. */
export function Rail(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { identity, link, calls, devices, history } = useMain('identity', 'link', 'calls', 'devices', 'history');
  const missed = unseenApart(history);
  const unseen = [
    ...(missed.known > 0 ? [t('calls.unseen', { count: missed.known })] : []),
    ...(missed.strangers > 0 ? [t('calls.unseenStrangers', { count: missed.strangers })] : []),
  ];
  const inCall = calls.some(isOn);
  const ConnectionIcon = connectionIcons[link.kind];
  return (
    <header className={c('rail')}>
      <div className={c('self')}>
        <div className={c('who')}>
          <span className={c('name')}>{identity?.name}</span>
          <span className={c('address')}>
            <Address address={identity?.address ?? ''} />
          </span>
        </div>
        <OwnStatus />
      </div>
      <TabList className={c('tabs')} aria-label={t('nav.label')}>
        {(['calls', 'contacts', 'settings'] as const).map((id) => {
          const Icon = tabIcons[id];
          return (
            <AriaTab key={id} id={id} className={c('tab')}>
              <Icon size={18} aria-hidden />
              {t(`nav.${id}`)}
              {id === 'calls' && unseen.length > 0 && (
                <span className={c('badge')} role="img" aria-label={unseen.join(', ')}>
                  {missed.known > 0 ? missed.known : missed.strangers}
                </span>
              )}
            </AriaTab>
          );
        })}
      </TabList>
      <div className={c('lock')}>
        <Button tone="quiet" icon={Lock} isDisabled={inCall} onPress={() => void ask.send('app.lock', {})}>
          <span className={c('lockWords')}>{t('lock.now')}</span>
        </Button>
      </div>
      <p className={c('link', connectionTone(link))} role="status">
        <ConnectionIcon size={16} aria-hidden />
        {t(connectionText(link, devices.isRemoved))}
      </p>
    </header>
  );
}

// A connection that others can read has a tone of its own.
function connectionTone(link: ConnectionView): 'off' | 'unallowed' | 'online' | 'clear' | 'waiting' | undefined {
  if (link.kind === 'connecting') return undefined;
  return link.kind === 'online' && isSentInClear(link.url) ? 'clear' : link.kind;
}

// A removed device disconnects from its server, whichever server is set.
function connectionText(link: ConnectionView, isRemoved: boolean) {
  if (link.kind === 'off' && isRemoved) return 'link.removed';
  return link.kind === 'online' && isSentInClear(link.url) ? 'link.onlineClear' : (`link.${link.kind}` as const);
}
