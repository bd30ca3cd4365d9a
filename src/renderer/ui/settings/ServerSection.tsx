// The broker of the organisation: address and user name, saved together.
import { type ReactNode, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { RefusalCode } from '../../../contract/failure.ts';
import { usePage, useTell, useView } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { Entry } from '../parts/Entry.tsx';
import { Stack } from '../parts/Sheet.tsx';
import { classNames } from '../style/class-names.ts';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

const c = classNames(styles);

/** Server address and user name. */
export function ServerSection(): ReactNode {
  const { t } = useTranslation();
  const { settings } = useView();
  return (
    <Section title={t('settings.server')}>
      <p className={c('note')}>{t('settings.serverNote')}</p>
      <ServerForm
        key={`${settings.brokerUrl} ${settings.brokerUsername}`}
        url={settings.brokerUrl}
        username={settings.brokerUsername}
      />
    </Section>
  );
}

function ServerForm({ url, username }: { readonly url: string; readonly username: string }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const tell = useTell();
  const [brokerUrl, setBrokerUrl] = useState(url);
  const [brokerUsername, setBrokerUsername] = useState(username);
  const [refusal, setRefusal] = useState<RefusalCode | undefined>(undefined);
  const unchanged = brokerUrl.trim() === url && brokerUsername.trim() === username;
  const save = async (): Promise<void> => {
    const code = await ask.attempt('settings.set', {
      settings: { brokerUrl: brokerUrl.trim(), brokerUsername: brokerUsername.trim() },
    });
    setRefusal(code);
    if (code === undefined) tell({ kind: 'saved' });
  };
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        if (!unchanged) void save();
      }}
    >
      <Stack>
        <Entry
          type="text"
          label={t('settings.serverUrl')}
          hint={t('settings.serverUrlHint')}
          value={brokerUrl}
          onChange={setBrokerUrl}
          error={refusal === undefined ? undefined : t(`refusal.${refusal}`)}
        />
        <div className={c('half')}>
          <Entry label={t('settings.serverUser')} value={brokerUsername} onChange={setBrokerUsername} />
        </div>
        <div>
          <Button tone="primary" type="submit" isDisabled={unchanged}>
            {t('settings.save')}
          </Button>
        </div>
      </Stack>
    </Form>
  );
}
