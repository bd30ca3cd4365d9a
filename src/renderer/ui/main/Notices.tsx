// Current notices: offers of a call, own devices, recovery code, policies, certificate, server and connection, and the
// notices that main stores. Each says what to do.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isSentInClear } from '../../../contract/connection-view.ts';
import { isOn } from '../../../contract/running.ts';
import type { Notice } from '../../../contract/notice.ts';
import { unreachable } from '../../../core/assert.ts';
import { formatDate } from '../../i18n/format.ts';
import { useLanguage, useMain, usePage } from '../page.tsx';
import { Banner } from '../parts/Banner.tsx';
import { Button } from '../parts/Button.tsx';
import { useEnrolmentText } from '../parts/enrolment-text.ts';
import { SupportContact } from '../parts/SupportContact.tsx';
import type { SettingsPage } from '../settings/settings-page.ts';
import { BeginAnew } from './BeginAnew.tsx';
import { MoveOffer } from './MoveOffer.tsx';
import { RemovedDevice } from './RemovedDevice.tsx';

interface Props {
  readonly shown: SettingsPage | undefined; // the page of the settings that is open
  readonly onOpen: (page: SettingsPage) => void;
}

/** Banners above the panel; none while nothing needs the person. */
export function Notices({ shown, onOpen }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { link, notices, calls, managed, enrolment, devices } = useMain(
    'link',
    'notices',
    'calls',
    'managed',
    'enrolment',
    'devices',
  );
  const { title, detail } = useEnrolmentText(enrolment);
  const settings = shown !== 'all' && <Button onPress={() => onOpen('all')}>{t('link.openSettings')}</Button>;
  const running = calls.some(isOn);
  return (
    <>
      <MoveOffer />
      {devices.isRemoved && <RemovedDevice removal={devices.removal} />}
      {devices.isDisputed && shown !== 'all' && (
        <Banner
          tone="bad"
          title={t('dispute.ownTitle')}
          actions={<Button onPress={() => onOpen('all')}>{t('link.openSettings')}</Button>}
        >
          <p>{t('dispute.ownNotice')}</p>
        </Banner>
      )}
      {devices.isUnfinished && (
        <Banner tone="warn" title={t('devices.unfinishedTitle')} actions={<BeginAnew word="devices.giveUpDo" />}>
          <p>{t('devices.unfinishedText')}</p>
        </Banner>
      )}
      {!devices.isRemoved && shown !== 'all' && devices.list.some(({ isNew }) => isNew) && (
        <Banner
          tone="warn"
          title={t('devices.newTitle')}
          actions={<Button onPress={() => onOpen('all')}>{t('link.openSettings')}</Button>}
        >
          <p>{t('devices.newNotice')}</p>
        </Banner>
      )}
      {notices.map((notice, index) => (
        <Banner
          key={`${notice.kind} ${index}`}
          tone="bad"
          actions={
            notice.kind === 'own-address-claimed' &&
            devices.isSecond &&
            devices.mayLink && <BeginAnew word="devices.secondDo" />
          }
          onDismiss={() => void ask.send('notice.dismiss', { index })}
        >
          <NoticeText notice={notice} />
          {notice.kind !== 'disk' && notice.kind !== 'recovery-not-saved' && <SupportContact />}
        </Banner>
      ))}
      <RecoveryNotice />
      {managed.problems > 0 && shown !== 'policies' && (
        <Banner
          tone="warn"
          title={t('managed.problems', { count: managed.problems })}
          actions={<Button onPress={() => onOpen('policies')}>{t('managed.problemsShow')}</Button>}
        >
          <p>{t('managed.problemsText')}</p>
          <SupportContact />
        </Banner>
      )}
      {(enrolment.kind === 'waiting' || enrolment.kind === 'failed') && shown !== 'all' && (
        <Banner tone={enrolment.kind === 'waiting' ? 'info' : 'warn'} title={title} actions={settings}>
          <p>{detail}</p>
          <SupportContact />
        </Banner>
      )}
      {link.kind === 'off' && !devices.isRemoved && (
        <Banner tone="info" title={t('link.offTitle')} actions={settings}>
          <p>{t('link.offText')}</p>
        </Banner>
      )}
      {link.kind === 'unallowed' && (
        <Banner
          tone="warn"
          title={t('link.unallowedTitle')}
          actions={<Button onPress={() => void ask.send('broker.allow', {})}>{t('link.unallowedAsk')}</Button>}
        >
          <p>{t('link.unallowedText')}</p>
        </Banner>
      )}
      {link.kind !== 'off' && link.kind !== 'unallowed' && isSentInClear(link.url) && (
        <Banner tone="warn" title={t('link.clearTitle')} actions={settings}>
          <p>{t('link.clearText')}</p>
        </Banner>
      )}
      {link.kind === 'waiting' && (
        <Banner tone="warn" title={t('link.waitingTitle')} actions={settings}>
          <p>
            {t(`link.cause.${link.cause}`)} {t('link.waitingNext')} {running && t('link.waitingCall')}
          </p>
        </Banner>
      )}
    </>
  );
}

function NoticeText({ notice }: { readonly notice: Notice }): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  switch (notice.kind) {
    case 'false-identity':
      return <p>{t('notice.false-identity', { date: formatDate(language, notice.at) })}</p>;
    case 'own-chain-old':
      return <p>{t('notice.own-chain-old', { peer: notice.peer })}</p>;
    case 'failed-secure-calls':
      return <p>{t('notice.failed-secure-calls', { count: notice.count, address: notice.address })}</p>;
    case 'own-address-claimed':
    case 'recovery-not-saved':
    case 'disk':
      return <p>{t(`notice.${notice.kind}`)}</p>;
    default:
      return unreachable(notice);
  }
}

// Offers a recovery code until the person has decided, or says that the organisation requires one.
function RecoveryNotice(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const notice = useMain('recovery').recovery?.notice ?? 'none';
  if (notice === 'none') return null;
  return (
    <Banner
      tone={notice === 'require' ? 'warn' : 'info'}
      actions={
        <>
          <Button onPress={() => void ask.send('recovery.make', {})}>{t('recoveryCode.offerDo')}</Button>
          {notice === 'offer' && (
            <Button tone="quiet" onPress={() => void ask.send('recovery.notNow', {})}>
              {t('recoveryCode.notNow')}
            </Button>
          )}
        </>
      }
    >
      <p>{t(`recoveryCode.${notice}`)}</p>
    </Banner>
  );
}
