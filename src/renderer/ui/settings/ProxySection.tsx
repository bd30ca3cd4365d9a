// The login at a proxy that asks for one: which proxy, the result so far, and name and password for that proxy only.
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusalCode } from '../../../contract/failure.ts';
import type { ProxyLoginView } from '../../../contract/proxy-login.ts';
import { useMain, usePage } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { Entry } from '../parts/Entry.tsx';
import { Form } from '../parts/Form.tsx';
import { Stack } from '../parts/Sheet.tsx';
import { classNames } from '../style/class-names.ts';
import { Section } from './Section.tsx';
import styles from './settings.module.css';

const c = classNames(styles);

/** The login at the proxy. Nothing while no proxy has asked and no account is stored. */
export function ProxySection(): ReactNode {
  const { t } = useTranslation();
  const { proxyLogin } = useMain('proxyLogin');
  if (proxyLogin === undefined) return null;
  const { proxy, isBasic, outcome } = proxyLogin;
  const isClear = proxy.startsWith('http://');
  const Icon = outcome === 'accepted' ? CircleCheck : TriangleAlert;
  const words = isBasic ? (`proxy.${outcome}` as const) : 'proxy.otherKind';
  return (
    <Section title={t('proxy.title')}>
      <p className={c('state', outcome === 'accepted' ? 'running' : 'warning')} role="status">
        {outcome !== 'kept' && <Icon size={18} aria-hidden />}
        <span>{t(words, { proxy: hostOf(proxy) })}</span>
      </p>
      {isBasic && isClear && <p className={c('note')}>{t('proxy.clear')}</p>}
      {isBasic && <LoginForm key={proxy} {...proxyLogin} />}
    </Section>
  );
}

function LoginForm({ proxy, username }: ProxyLoginView): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const [user, setUser] = useState(username);
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<RefusalCode | undefined>(undefined);
  const maySave = user !== '' && password !== '';
  const save = async (): Promise<void> => {
    if (!maySave) return;
    const code = await ask.attempt('proxy.login', { proxy, username: user, password });
    setRefusal(code);
    if (code === undefined) setPassword('');
  };
  return (
    <Form onSubmit={save}>
      <Stack>
        <div className={c('half')}>
          <Entry
            label={t('proxy.user')}
            value={user}
            onChange={setUser}
            maxLength={256}
            error={refusal === undefined ? undefined : t(`refusal.${refusal}`)}
          />
        </div>
        <div className={c('half')}>
          <Entry
            type="password"
            label={t('proxy.password')}
            {...(username !== '' && { hint: t('proxy.passwordKept') })}
            value={password}
            onChange={setPassword}
            maxLength={2048}
          />
        </div>
        <div className={c('row')}>
          <Button tone="primary" type="submit" isDisabled={!maySave}>
            {t('proxy.save')}
          </Button>
          {username !== '' && <Button onPress={() => void ask.send('proxy.forget', {})}>{t('proxy.forget')}</Button>}
        </div>
      </Stack>
    </Form>
  );
}

function hostOf(proxy: string): string {
  return proxy.replace(/^https?:\/\//u, '');
}
