// Changes what protects one's own key: to another passphrase, from the system's key store to a passphrase, or back.
// Main asks the person first. In the page, only the form holds the typed passphrases, and it forgets them when main
// answers. If the current passphrase was wrong, the form keeps the new passphrase.
import { KeyRound } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusalCode } from '../../../contract/failure.ts';
import { usePage, useMain, useTell } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { Entry } from '../parts/Entry.tsx';
import { Form } from '../parts/Form.tsx';
import { Locked } from '../parts/Locked.tsx';
import { Actions, Stack } from '../parts/Sheet.tsx';
import { NewPassphrase } from '../setup/NewPassphrase.tsx';
import { passphraseProblem } from '../setup/passphrase-problem.ts';
import { classNames } from '../style/class-names.ts';
import devices from './devices.module.css';
import styles from './settings.module.css';

const c = classNames(styles);
const d = classNames(devices);

type Change = 'change' | 'toPassphrase' | 'toSystem';

/**
 * The possible changes of the protection, or the form of the chosen one. Nothing if neither a key store nor a
 * passphrase is there, or if the vault is damaged.
 */
export function Protection(): ReactNode {
  const { t } = useTranslation();
  const { keyStore, managed } = useMain('keyStore', 'managed');
  const [wanted, setWanted] = useState<Change | undefined>(undefined);
  const [last, setLast] = useState<Change | undefined>(undefined); // the button of this change gets the focus back
  if (keyStore.kind !== 'os' && keyStore.kind !== 'passphrase') return null;
  if (wanted !== undefined) {
    const close = (): void => {
      setLast(wanted);
      setWanted(undefined);
    };
    return <ChangeForm change={wanted} onClose={close} />;
  }
  const byPassphrase = keyStore.kind === 'os' ? 'toPassphrase' : 'change';
  return (
    <div className={c('row')}>
      <Locked lock={managed.allowPassphrase ? undefined : { by: 'machine' }}>
        {({ isDisabled = false, describedBy }) => (
          <Button
            icon={KeyRound}
            isDisabled={isDisabled}
            autoFocus={last !== undefined && last !== 'toSystem'}
            {...(describedBy !== undefined && { 'aria-describedby': describedBy })}
            onPress={() => setWanted(byPassphrase)}
          >
            {t(`protection.${byPassphrase}`)}
          </Button>
        )}
      </Locked>
      {keyStore.kind === 'passphrase' && (
        <Button autoFocus={last === 'toSystem'} onPress={() => setWanted('toSystem')}>
          {t('protection.toSystem')}
        </Button>
      )}
    </div>
  );
}

function ChangeForm({ change, onClose }: { readonly change: Change; readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const tell = useTell();
  const [proof, setProof] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [repeat, setRepeat] = useState('');
  const [isTried, setIsTried] = useState(false);
  const [isRunning, setIsRunning] = useState(false);
  const [refusal, setRefusal] = useState<RefusalCode | undefined>(undefined);
  const needsProof = change !== 'toPassphrase';
  const problem = change === 'toSystem' ? undefined : passphraseProblem(passphrase, repeat);
  const protect = async (): Promise<void> => {
    setIsTried(true);
    if (isRunning || problem !== undefined || (needsProof && proof === '')) return;
    setIsRunning(true);
    const code = await ask.attempt('vault.protect', {
      ...(needsProof && { proof }),
      ...(change !== 'toSystem' && { passphrase }),
    });
    setIsRunning(false);
    setProof('');
    if (code === 'wrong-passphrase') return setRefusal(code); // the person need not type the new one again
    setPassphrase('');
    setRepeat('');
    setIsTried(false);
    setRefusal(code === 'cancelled' ? undefined : code);
    if (code !== undefined) return;
    tell({ kind: 'saved', what: 'protection' });
    onClose();
  };
  const isWrong = refusal === 'wrong-passphrase';
  return (
    <div className={d('card')}>
      <h3 className={d('cardTitle')}>{t(`protection.${change}Title`)}</h3>
      <p>{t(`protection.${change}Text`)}</p>
      <Form onSubmit={protect}>
        <Stack>
          {needsProof && (
            <Entry
              type="password"
              label={t('protection.proof')}
              value={proof}
              onChange={setProof}
              autoFocus
              maxLength={1024}
              error={isWrong && proof === '' ? t('refusal.wrong-passphrase') : undefined}
            />
          )}
          {change !== 'toSystem' && (
            <NewPassphrase
              label={t('protection.passphrase')}
              autoFocus={!needsProof}
              passphrase={passphrase}
              repeat={repeat}
              onPassphrase={setPassphrase}
              onRepeat={setRepeat}
              problem={isTried ? problem : undefined}
            />
          )}
          {refusal !== undefined && !isWrong && <p role="alert">{t(`refusal.${refusal}`)}</p>}
          <p className={c('note')}>{t('protection.asks')}</p>
          <Actions>
            <Button isDisabled={isRunning} onPress={onClose}>
              {t('app.cancel')}
            </Button>
            <Button tone="primary" type="submit" isDisabled={isRunning}>
              {t(isRunning ? 'protection.doing' : 'protection.do')}
            </Button>
          </Actions>
        </Stack>
      </Form>
    </div>
  );
}
