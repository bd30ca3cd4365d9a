// First run: asks for address and name where policy does not give them, and says where the key will be stored. The page
// also asks for the server if none is set, because only the server can say who uses the address. Without a key store a
// passphrase protects the key, if policy allows one.
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusalCode } from '../../../contract/failure.ts';
import type { KeyStoreView } from '../../../contract/key-store-view.ts';
import { usePage, useMain } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { TryDevices } from '../parts/TryDevices.tsx';
import { Entry } from '../parts/Entry.tsx';
import { Form } from '../parts/Form.tsx';
import { classNames } from '../style/class-names.ts';
import { AddressUsed } from './AddressUsed.tsx';
import { KeyProtection } from './KeyProtection.tsx';
import { Known } from './Known.tsx';
import { LinkOffer } from './LinkOffer.tsx';
import { LinkStart } from './LinkStart.tsx';
import { NewPassphrase } from './NewPassphrase.tsx';
import { passphraseProblem } from './passphrase-problem.ts';
import { isServerTrouble, ServerAgain, ServerFirst } from './ServerFirst.tsx';
import { SetupScreen } from './SetupScreen.tsx';
import { Trying } from './Trying.tsx';
import styles from './setup.module.css';

const c = classNames(styles);

/** The form that makes an identity, or the screens for linking and for an address that is already used. */
export function FirstRun({ keyStore }: { readonly keyStore: KeyStoreView }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { managed } = useMain('managed');
  const [address, setAddress] = useState(managed.address);
  const [name, setName] = useState(managed.displayName);
  const [passphrase, setPassphrase] = useState('');
  const [repeat, setRepeat] = useState('');
  const [wanted, setWanted] = useState(false);
  const [isLinking, setIsLinking] = useState(false);
  const [tried, setTried] = useState(false);
  const [running, setRunning] = useState(false);
  const [refusal, setRefusal] = useState<RefusalCode | undefined>(undefined);
  const noStore = keyStore.kind === 'none';
  const problem = wanted ? passphraseProblem(passphrase, repeat) : undefined;
  const ready = address.trim() !== '' && name.trim() !== '' && problem === undefined && (wanted || !noStore);

  const person = { address: address.trim(), name: name.trim(), ...(wanted && { passphrase }) };
  const create = async (): Promise<void> => {
    setTried(true);
    if (!ready || running) return;
    setRunning(true);
    setRefusal(await ask.attempt('identity.create', person));
    setRunning(false);
  };
  const told = (code: RefusalCode): string | undefined =>
    refusal === code && !running ? t(`refusal.${code}`) : undefined;
  const missing = (text: string, key: 'setup.addressMissing' | 'setup.nameMissing'): string | undefined =>
    tried && text.trim() === '' ? t(key) : undefined;
  const stopped = noStore && !managed.allowPassphrase;
  const isKnown = managed.address !== '' && managed.displayName !== '';
  const isAsked = managed.address === '' && managed.displayName === '';
  const lead = isAsked ? 'setup.lead' : stopped && isKnown ? 'welcome.leadStopped' : 'welcome.leadSome';
  const besideField =
    (refusal === 'bad-address' && managed.address === '') || (refusal === 'bad-name' && managed.displayName === '');
  if (refusal === 'address-used' || refusal === 'address-used-by-several') {
    return (
      <AddressUsed
        person={person}
        bySeveral={refusal === 'address-used-by-several'}
        keyStore={keyStore}
        {...(managed.address === '' && { onBack: () => setRefusal(undefined) })}
      />
    );
  }
  if (isLinking) return <LinkStart keyStore={keyStore} onBack={() => setIsLinking(false)} />;
  return (
    <SetupScreen title={t('setup.title')} lead={t(lead)}>
      <ServerFirst />
      <Form className={c('fields')} onSubmit={create}>
        <Known />
        {managed.address === '' && (
          <Entry
            label={t('setup.address')}
            hint={t('setup.addressHint')}
            value={address}
            onChange={setAddress}
            maxLength={254}
            autoFocus
            error={missing(address, 'setup.addressMissing') ?? told('bad-address')}
          />
        )}
        {managed.displayName === '' && (
          <Entry
            label={t('setup.name')}
            hint={t('setup.nameHint')}
            value={name}
            onChange={setName}
            error={missing(name, 'setup.nameMissing') ?? told('bad-name')}
          />
        )}
        <KeyProtection keyStore={keyStore} passphraseWanted={wanted} onPassphraseWanted={setWanted} />
        {wanted && (
          <NewPassphrase
            passphrase={passphrase}
            repeat={repeat}
            onPassphrase={setPassphrase}
            onRepeat={setRepeat}
            problem={tried ? problem : undefined}
          />
        )}
        <Trying refusal={besideField ? undefined : refusal} running={running} />
        {!stopped && (
          <div className={c('actions')}>
            <Button tone="primary" type="submit" isDisabled={running || (noStore && !wanted)}>
              {t(running ? 'setup.creating' : isServerTrouble(refusal) ? 'setup.retry' : 'setup.create')}
            </Button>
          </div>
        )}
      </Form>
      <ServerAgain refusal={refusal} />
      {!stopped && <LinkOffer title={t('devices.offer')} onLink={() => setIsLinking(true)} />}
      {!stopped && <TryDevices />}
    </SetupScreen>
  );
}
