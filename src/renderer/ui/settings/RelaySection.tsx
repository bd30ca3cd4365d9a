// The person's own relay: its address, how to log in, and whether it provides a path. If the organisation names a
// relay, the section says so.
import { CircleCheck, CircleX, Unplug } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusalCode } from '../../../contract/failure.ts';
import type { RelayTest } from '../../../contract/own-relay.ts';
import { useMain, usePage } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { Entry } from '../parts/Entry.tsx';
import { Form } from '../parts/Form.tsx';
import { Stack } from '../parts/Sheet.tsx';
import { classNames } from '../style/class-names.ts';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

const c = classNames(styles);

/** The relay, or who provides it. */
export function RelaySection(): ReactNode {
  const { t } = useTranslation();
  const { settings, relaysOf } = useMain('settings', 'relaysOf');
  const { server, username, hasPassword } = settings.relay;
  return (
    <Section title={t('relay.title')}>
      <p className={c('note')}>{t('relay.note')}</p>
      {relaysOf === 'organisation' ? (
        <p>{t('relay.ofOrganisation')}</p>
      ) : (
        <RelayForm key={`${server} ${username}`} server={server} username={username} hasPassword={hasPassword} />
      )}
    </Section>
  );
}

interface FormProps {
  readonly server: string;
  readonly username: string;
  readonly hasPassword: boolean;
}

function RelayForm({ server, username, hasPassword }: FormProps): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const [address, setAddress] = useState(server);
  const [user, setUser] = useState(username);
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<RefusalCode | undefined>(undefined);
  const unchanged = address.trim() === server && user.trim() === username && password === '';
  const maySave = !unchanged && address.trim() !== ''; // a separate button removes the relay
  const save = async (): Promise<void> => {
    const wanted = { server: address.trim(), username: user.trim(), ...(password !== '' && { password }) };
    if (!maySave) return;
    const code = await ask.attempt('relay.set', wanted);
    setRefusal(code);
    if (code === undefined) setPassword('');
  };
  const why = refusal === undefined || refusal === 'cancelled' ? undefined : t(`refusal.${refusal}`);
  const isLogin = refusal === 'relay-account';
  return (
    <Form onSubmit={save}>
      <Stack>
        <Entry
          label={t('relay.server')}
          hint={t('relay.serverHint')}
          value={address}
          onChange={setAddress}
          error={isLogin ? undefined : why}
        />
        <div className={c('half')}>
          <Entry label={t('relay.user')} value={user} onChange={setUser} error={isLogin ? why : undefined} />
        </div>
        <div className={c('half')}>
          <Entry
            type="password"
            label={t('relay.password')}
            {...(hasPassword && address.trim() === server && { hint: t('relay.passwordKept') })}
            value={password}
            onChange={setPassword}
            maxLength={2048}
          />
        </div>
        <div className={c('row')}>
          <Button tone="primary" type="submit" aria-label={t('relay.save')} isDisabled={!maySave}>
            {t('settings.save')}
          </Button>
          {server !== '' && (
            <Button onPress={() => void ask.send('relay.set', { server: '', username: '' })}>
              {t('relay.remove')}
            </Button>
          )}
        </div>
        {server !== '' && unchanged && <Test />}
      </Stack>
    </Form>
  );
}

type Tested = RelayTest | 'none' | 'testing';

// Tests the saved relay, and shows the result.
function Test(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const [tested, setTested] = useState<Tested>('none');
  const test = async (): Promise<void> => {
    setTested('testing');
    const reply = await ask.request('relay.test', {});
    setTested(reply.ok ? reply.value : 'none');
  };
  const isGood = tested === 'carried' || tested === 'allocated';
  const Icon = isGood ? CircleCheck : CircleX;
  return (
    <div className={c('row')}>
      <Button icon={Unplug} isDisabled={tested === 'testing'} onPress={() => void test()}>
        {t('relay.test')}
      </Button>
      <p className={c('state', isGood && 'running')} role="status">
        {tested !== 'none' && (
          <>
            {tested !== 'testing' && <Icon size={18} aria-hidden />}
            {t(`relay.tested.${tested}`)}
          </>
        )}
      </p>
    </div>
  );
}
