// The page that shows a recovery code. The person writes the code down or prints it, and types its last group. Only
// then is the code valid. Main sends the code once and only to this page, which stores it nowhere.
import { Printer } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Framed } from '../Framed.tsx';
import { usePage, useRecovery } from '../page.tsx';
import { Banner } from '../parts/Banner.tsx';
import { Button } from '../parts/Button.tsx';
import { Actions, Stack } from '../parts/Sheet.tsx';
import { classNames } from '../style/class-names.ts';
import { LastGroup } from './LastGroup.tsx';
import { Paper } from './Paper.tsx';
import styles from './recovery.module.css';

const c = classNames(styles);

/** The page. Each shown code is sent to it once. */
export function RecoveryPage(): ReactNode {
  const { t } = useTranslation();
  const { shownAt, showing } = useRecovery();
  // No name, no address: the title is also the name of the print job.
  useEffect(() => {
    document.title = `Siegel: ${t('recoveryCode.window')}`;
  }, [t]);
  return (
    <Framed>
      <main className={c('screen')}>{showing === 'made' ? <Made /> : <Code key={shownAt} />}</main>
    </Framed>
  );
}

function Code(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const [code, setCode] = useState<string | undefined>(undefined);
  const [isGone, setIsGone] = useState(false);
  const [isAsked, setIsAsked] = useState(false);
  const isRead = useRef(false);
  useEffect(() => {
    if (isRead.current) return;
    isRead.current = true;
    const read = async (): Promise<void> => {
      const reply = await ask.request('recovery.read', {});
      if (reply.ok) setCode(reply.value);
      else setIsGone(true);
    };
    void read();
  }, [ask]);
  if (isGone) return <Over title={t('recoveryCode.goneTitle')} text={t('recoveryCode.goneText')} />;
  if (code === undefined) return null;
  return isAsked ? (
    <LastGroup onBack={() => setIsAsked(false)} />
  ) : (
    <>
      <Show code={code} onNext={() => setIsAsked(true)} />
      <Paper code={code} />
    </>
  );
}

function Show({ code, onNext }: { readonly code: string; readonly onNext: () => void }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { identity, replaces } = useRecovery();
  const groups = code.split(' ');
  return (
    <div className={c('sheet')}>
      <Stack>
        <h1 className={c('title')}>{t('recoveryCode.showTitle')}</h1>
        <p>{t('recoveryCode.showLead')}</p>
        {replaces && (
          <Banner tone="warn">
            <p>{t('recoveryCode.replaces')}</p>
          </Banner>
        )}
        <p
          className={c('code')}
          role="img"
          aria-label={`${t('recoveryCode.label')}: ${groups.map((group) => Array.from(group).join(' ')).join(', ')}`}
        >
          {groups.map((group, at) => (
            <span key={at}>{group}</span>
          ))}
        </p>
        <p>{t('recoveryCode.keep')}</p>
        <p className={c('soft')}>{t('recoveryCode.printText')}</p>
        <Actions>
          <Button onPress={() => void ask.send('recovery.close', {})}>{t('app.cancel')}</Button>
          <Button
            icon={Printer}
            isDisabled={identity.fingerprint === ''}
            onPress={() => void ask.sendAsked('recovery.print', {})}
          >
            {t('recoveryCode.print')}
          </Button>
          <Button tone="primary" onPress={onNext}>
            {t('recoveryCode.next')}
          </Button>
        </Actions>
      </Stack>
    </div>
  );
}

function Made(): ReactNode {
  const { t } = useTranslation();
  return <Over title={t('recoveryCode.madeTitle')} text={t('recoveryCode.madeText')} />;
}

function Over({ title, text }: { readonly title: string; readonly text: string }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  return (
    <div className={c('sheet')} role="status">
      <Stack>
        <h1 className={c('title')}>{title}</h1>
        <p>{text}</p>
        <Actions>
          <Button tone="primary" autoFocus onPress={() => void ask.send('recovery.close', {})}>
            {t('recoveryCode.close')}
          </Button>
        </Actions>
      </Stack>
    </div>
  );
}
