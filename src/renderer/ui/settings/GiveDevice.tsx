// Linking another device, on the existing device: the link code that is typed, the number that is shown, and main's
// question. Main decides each step. The page shows the current step and announces it to a screen reader.
import { CircleCheck, Link2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { unreachable } from '../../../core/assert.ts';
import type { ExistingDeviceView } from '../../../contract/devices.ts';
import type { RefusalCode } from '../../../contract/failure.ts';
import { formatGroups } from '../../i18n/format.ts';
import { usePage, useMain } from '../page.tsx';
import { Banner } from '../parts/Banner.tsx';
import { Button } from '../parts/Button.tsx';
import { Entry } from '../parts/Entry.tsx';
import { Form } from '../parts/Form.tsx';
import { Locked } from '../parts/Locked.tsx';
import { Actions, Stack } from '../parts/Sheet.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './devices.module.css';

const c = classNames(styles);

// In a low window the list of devices leaves no room for `step`.
function intoSight(step: HTMLElement | null): void {
  step?.scrollIntoView({ block: 'nearest' });
}

/** The button, and the steps it starts. */
export function GiveDevice(): ReactNode {
  const { t } = useTranslation();
  const { giving, mayLink, isRemoved } = useMain('devices').devices;
  const [isTyping, setIsTyping] = useState(false);
  const isOff = giving.kind === 'off';
  return (
    <>
      {isOff && !isTyping && (
        <Locked lock={mayLink ? undefined : { by: 'machine' }}>
          {({ isDisabled = false, describedBy }) => (
            <div>
              <Button
                icon={Link2}
                isDisabled={isDisabled || isRemoved}
                {...(describedBy !== undefined && { 'aria-describedby': describedBy })}
                onPress={() => setIsTyping(true)}
              >
                {t('devices.link')}
              </Button>
            </div>
          )}
        </Locked>
      )}
      {isOff && isTyping && <CodeForm onClose={() => setIsTyping(false)} />}
      <div role="status" className={c('live')}>
        {!isOff && (
          <div key={giving.kind} ref={intoSight} className={c('step')}>
            <Step giving={giving} onOver={() => setIsTyping(false)} />
          </div>
        )}
      </div>
    </>
  );
}

function CodeForm({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const [code, setCode] = useState('');
  const [isMissing, setIsMissing] = useState(false);
  const [refusal, setRefusal] = useState<RefusalCode | undefined>(undefined);
  const give = async (): Promise<void> => {
    setIsMissing(code.trim() === '');
    if (code.trim() !== '') setRefusal(await ask.attempt('device.give', { code }));
  };
  const refused = refusal === undefined ? undefined : t(`refusal.${refusal}`);
  return (
    <div className={c('card')}>
      <h3 className={c('cardTitle')}>{t('devices.link')}</h3>
      <p>{t('devices.giveLead')}</p>
      <Banner tone="warn">
        <p>{t('devices.giveWarning')}</p>
      </Banner>
      <Form onSubmit={give}>
        <Stack>
          <Entry
            label={t('devices.code')}
            hint={t('devices.codeHint')}
            value={code}
            onChange={(text) => {
              setCode(text.toUpperCase());
              setRefusal(undefined);
            }}
            maxLength={60}
            autoFocus
            error={isMissing && code.trim() === '' ? t('devices.codeMissing') : refused}
          />
          <Actions>
            <Button onPress={onClose}>{t('app.cancel')}</Button>
            <Button tone="primary" type="submit">
              {t('devices.giveStart')}
            </Button>
          </Actions>
        </Stack>
      </Form>
    </div>
  );
}

interface StepProps {
  readonly giving: Exclude<ExistingDeviceView, { kind: 'off' }>;
  readonly onOver: () => void;
}

function Step({ giving, onOver }: StepProps): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const name = 'name' in giving && giving.name !== '' ? giving.name : t('devices.noName');
  const stop = (): void => {
    onOver();
    void ask.send('device.stop', {});
  };
  const cancel = <Button onPress={stop}>{t('app.cancel')}</Button>;
  switch (giving.kind) {
    case 'calling':
      return <Card title={t('devices.calling')} actions={cancel} />;
    case 'number':
      return (
        <Card title={t('devices.numberTitle')} actions={cancel}>
          <p
            className={c('number')}
            role="img"
            aria-label={`${t('devices.number')}: ${Array.from(giving.number).join(' ')}`}
          >
            {formatGroups(giving.number, 4).map((group, at) => (
              <span key={at}>{group}</span>
            ))}
          </p>
          <p>{t('devices.numberText')}</p>
        </Card>
      );
    case 'confirmed':
      return (
        <Card title={t('devices.confirmed')} actions={cancel}>
          <Fingerprint digits={giving.fingerprint} />
        </Card>
      );
    case 'asking':
      return (
        <Card title={t('devices.askTitle', { name })} actions={cancel}>
          <p>{t('devices.askText')}</p>
          <Fingerprint digits={giving.fingerprint} />
        </Card>
      );
    case 'sending':
      return <Card title={t('devices.sending', { name })} actions={cancel} />;
    case 'adding':
      return <Card title={t('devices.adding', { name })} actions={undefined} />;
    case 'done':
      return (
        <Card
          title={t('devices.doneTitle', { name })}
          isGood
          actions={<Button onPress={stop}>{t('devices.close')}</Button>}
        >
          <p>{t(giving.isSeen ? 'devices.doneText' : 'devices.doneUnseen')}</p>
        </Card>
      );
    case 'failed': {
      const isUnknown = giving.reason === 'not-told' || giving.reason === 'has-left';
      const hasLeft = isUnknown || giving.reason === 'not-added';
      return (
        <Banner
          tone="bad"
          title={t(isUnknown ? 'devices.unknownTitle' : 'devices.failedTitle')}
          actions={<Button onPress={stop}>{t('devices.close')}</Button>}
        >
          <p>
            {t(`devices.failure.${giving.reason}`)} {!hasLeft && t('devices.nothing')}
          </p>
        </Banner>
      );
    }
    default:
      return unreachable(giving);
  }
}

// Both devices show the fingerprint, so the person sees that the new device becomes theirs.
function Fingerprint({ digits }: { readonly digits: string }): ReactNode {
  const { t } = useTranslation();
  return (
    <p className={c('note')}>
      {t('devices.fingerprint')} <span className={c('digits')}>{digits}</span>
    </p>
  );
}

interface CardProps {
  readonly title: string;
  readonly isGood?: boolean;
  readonly actions: ReactNode;
  readonly children?: ReactNode;
}

function Card({ title, isGood = false, actions, children }: CardProps): ReactNode {
  return (
    <div className={c('card')}>
      <h3 className={c('cardTitle')}>
        {isGood && <CircleCheck size={18} aria-hidden />}
        {title}
      </h3>
      {children}
      {actions !== undefined && <Actions>{actions}</Actions>}
    </div>
  );
}
