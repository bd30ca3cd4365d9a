// First start as the new device of a person who already has one. Shows the link code to type on the existing device,
// asks for the number that the existing device shows, and says why a linking failed. Main decides each step. The page
// keeps no state of the linking.
import { Cloud, CloudSync } from 'lucide-react';
import { encodeQR } from 'qr';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { unreachable } from '../../../core/assert.ts';
import type { NewDeviceView } from '../../../contract/devices.ts';
import type { RefusalCode } from '../../../contract/failure.ts';
import { usePage } from '../page.tsx';
import { Banner } from '../parts/Banner.tsx';
import { Button } from '../parts/Button.tsx';
import { DigitEntry, isFull } from '../parts/DigitEntry.tsx';
import { Form } from '../parts/Form.tsx';
import { Actions, Stack } from '../parts/Sheet.tsx';
import { classNames } from '../style/class-names.ts';
import { ProxySection } from '../settings/ProxySection.tsx';
import { SetupScreen } from './SetupScreen.tsx';
import styles from './link.module.css';

const c = classNames(styles);

const titles = {
  checking: 'devices.takeCheckingTitle',
  waiting: 'devices.takeWaitingTitle',
  receiving: 'devices.takeReceivingTitle',
} as const;
const leads = {
  checking: 'devices.takeCheckingLead',
  waiting: 'devices.takeWaitingLead',
  receiving: 'devices.takeReceivingLead',
} as const;

/** The screen on the new device while a linking is under way. */
export function LinkDevice({ taking }: { readonly taking: Exclude<NewDeviceView, { kind: 'off' }> }): ReactNode {
  const { t } = useTranslation();
  switch (taking.kind) {
    case 'code': {
      const Reach = taking.isOnline ? Cloud : CloudSync;
      return (
        <SetupScreen title={t('devices.takeCodeTitle')} lead={t('devices.takeCodeLead')}>
          <div className={c('fields')}>
            <LinkCode code={taking.code} />
            <div className={c('scanned')}>
              <QrCode code={taking.code} />
              <p className={c('soft')}>{t('devices.qrText')}</p>
            </div>
            <p className={c('waiting', !taking.isOnline && 'offline')} role="status">
              <Reach size={18} aria-hidden />
              {t(taking.isOnline ? 'devices.waitingFor' : 'devices.connecting')}
            </p>
            {!taking.isOnline && <ProxySection />}
            <Stop />
          </div>
        </SetupScreen>
      );
    }
    case 'number':
      return (
        <SetupScreen
          title={t('devices.takeNumberTitle')}
          lead={t('devices.takeNumberLead', { name: taking.name, address: taking.address })}
        >
          <NumberForm />
        </SetupScreen>
      );
    case 'checking':
    case 'waiting':
    case 'receiving':
      return (
        <SetupScreen title={t(titles[taking.kind])} lead={`${taking.name} (${taking.address})`}>
          <div className={c('fields')}>
            <p role="status">{t(leads[taking.kind])}</p>
            {taking.kind === 'waiting' && (
              <p className={c('soft')}>
                {t('devices.fingerprint')} <span className={c('digits')}>{taking.fingerprint}</span>
              </p>
            )}
            <Stop />
          </div>
        </SetupScreen>
      );
    case 'failed':
      return (
        <SetupScreen title={t('devices.failedTitle')} lead={t('devices.nothing')}>
          <div className={c('fields')}>
            <Banner tone="bad">
              <p>{t(`devices.failure.${taking.reason}`)}</p>
            </Banner>
            <Stop word="devices.again" />
          </div>
        </SetupScreen>
      );
    default:
      return unreachable(taking);
  }
}

// The link code, large enough to copy by hand. A screen reader reads it character by character.
function LinkCode({ code }: { readonly code: string }): ReactNode {
  const { t } = useTranslation();
  const groups = code.split(' ');
  return (
    <p
      className={c('code')}
      role="img"
      aria-label={`${t('devices.codeLabel')}: ${groups.map((group) => Array.from(group).join(' ')).join(', ')}`}
      data-code={code}
    >
      {groups.map((group, at) => (
        <span key={at}>{group}</span>
      ))}
    </p>
  );
}

const QR_MARGIN = 4; // in modules (ISO/IEC 18004)

// The link code as a QR code, drawn as one shape: dark on light in every theme.
function QrCode({ code }: { readonly code: string }): ReactNode {
  const { t } = useTranslation();
  const rows = encodeQR(code, 'raw', { ecc: 'medium', border: QR_MARGIN });
  const dark = rows.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${String(x)} ${String(y)}h1v1h-1z`] : [])),
  );
  const size = String(rows.length);
  return (
    <svg
      className={c('qr')}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={t('devices.qrLabel')}
      shapeRendering="crispEdges"
    >
      <path d={dark.join('')} />
    </svg>
  );
}

function NumberForm(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const [typed, setTyped] = useState('');
  const [refusal, setRefusal] = useState<RefusalCode | undefined>(undefined);
  const type = async (): Promise<void> => {
    if (isFull(typed)) setRefusal(await ask.attempt('device.typeNumber', { number: typed }));
  };
  return (
    <Form onSubmit={type}>
      <Stack>
        <Banner tone="warn">
          <p>{t('devices.takeNumberWarning')}</p>
        </Banner>
        <DigitEntry label={t('devices.number')} value={typed} onChange={setTyped} />
        {refusal !== undefined && <p role="alert">{t(`refusal.${refusal}`)}</p>}
        <Actions>
          <Stop />
          <Button tone="primary" type="submit" isDisabled={!isFull(typed)}>
            {t('devices.takeNumberDo')}
          </Button>
        </Actions>
      </Stack>
    </Form>
  );
}

function Stop({ word = 'app.cancel' }: { readonly word?: 'app.cancel' | 'devices.again' }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  return (
    <div>
      <Button onPress={() => void ask.send('device.stop', {})}>{t(word)}</Button>
    </div>
  );
}
