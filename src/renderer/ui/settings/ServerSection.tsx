// The organisation's broker: address, user name and password, saved together. A stored password is never shown again.
import { CircleCheck } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusalCode } from '../../../contract/failure.ts';
import { isFixed, lockOf } from '../../state/locks.ts';
import { usePage, useMain } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { Entry } from '../parts/Entry.tsx';
import { Form } from '../parts/Form.tsx';
import { Locked } from '../parts/Locked.tsx';
import { Stack } from '../parts/Sheet.tsx';
import { classNames } from '../style/class-names.ts';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

const c = classNames(styles);

/** Server address, user name and password. */
export function ServerSection(): ReactNode {
  const { t } = useTranslation();
  const { settings } = useMain('settings');
  return (
    <Section title={t('settings.server')}>
      <p className={c('note')}>{t('settings.serverNote')}</p>
      <ServerForm
        key={settings.brokerUrl}
        url={settings.brokerUrl}
        username={settings.brokerUsername}
        hasPassword={settings.hasBrokerPassword}
      />
    </Section>
  );
}

interface FormProps {
  readonly url: string;
  readonly username: string;
  readonly hasPassword: boolean;
}

function ServerForm({ url, username, hasPassword }: FormProps): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const lock = lockOf(useMain('managed').managed, 'brokerUrl');
  const [brokerUrl, setBrokerUrl] = useState(url);
  const [brokerUsername, setBrokerUsername] = useState(username);
  const [password, setPassword] = useState('');
  const [saved, setSaved] = useState(false);
  const [refusal, setRefusal] = useState<RefusalCode | undefined>(undefined);
  const unchanged = brokerUrl.trim() === url && brokerUsername.trim() === username && password === '';
  const save = async (): Promise<void> => {
    if (unchanged) return;
    const code = await ask.attempt('settings.set', {
      settings: {
        ...(!isFixed(lock) && { brokerUrl: brokerUrl.trim() }),
        brokerUsername: brokerUsername.trim(),
        ...(password !== '' && { brokerPassword: password }),
      },
    });
    setRefusal(code);
    setSaved(code === undefined);
    if (code === undefined) setPassword('');
  };
  return (
    <Form onSubmit={save}>
      <Stack>
        <Locked lock={lock}>
          {(held) => (
            <Entry
              {...held}
              type="text"
              label={t('settings.serverUrl')}
              {...(!isFixed(lock) && { hint: t('settings.serverUrlHint') })}
              value={brokerUrl}
              onChange={setBrokerUrl}
              error={refusal === undefined ? undefined : t(`refusal.${refusal}`)}
            />
          )}
        </Locked>
        <div className={c('half')}>
          <Entry label={t('settings.serverUser')} value={brokerUsername} onChange={setBrokerUsername} />
        </div>
        <div className={c('half')}>
          <Entry
            type="password"
            label={t('settings.serverPassword')}
            hint={t(
              !hasPassword
                ? 'settings.serverPasswordHint'
                : hostOf(brokerUrl) === hostOf(url)
                  ? 'settings.serverPasswordKept'
                  : 'settings.serverPasswordAgain',
            )}
            value={password}
            onChange={setPassword}
            maxLength={2048}
          />
        </div>
        <div className={c('row')}>
          <Button tone="primary" type="submit" aria-label={t('settings.saveServer')} isDisabled={unchanged}>
            {t('settings.save')}
          </Button>
          {hasPassword && (
            <Button onPress={() => void ask.send('settings.set', { settings: { brokerPassword: '' } })}>
              {t('settings.serverPasswordForget')}
            </Button>
          )}
          <p className={c('state', 'running')} role="status">
            {saved && unchanged && (
              <>
                <CircleCheck size={18} aria-hidden />
                {t('settings.saved')}
              </>
            )}
          </p>
        </div>
      </Stack>
    </Form>
  );
}

// For the hint only. Main decides to which host a password belongs.
function hostOf(address: string): string {
  return /^[a-z]+:\/\/[^/?#]*/iu.exec(address.trim())?.[0].toLowerCase() ?? '';
}
