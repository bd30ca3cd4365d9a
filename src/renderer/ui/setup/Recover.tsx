// The recovery code, typed from paper. Main reads it. A refusal of the code is shown beside the field, any other below.
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusalCode } from '../../../contract/failure.ts';
import { usePage, useTell } from '../page.tsx';
import { Banner } from '../parts/Banner.tsx';
import { Button } from '../parts/Button.tsx';
import { Entry } from '../parts/Entry.tsx';
import { Form } from '../parts/Form.tsx';
import { Actions, Stack } from '../parts/Sheet.tsx';
import { SetupScreen } from './SetupScreen.tsx';
import { Trying } from './Trying.tsx';
import type { TypedPerson } from './typed-person.ts';

const OF_THE_CODE: readonly RefusalCode[] = [
  'recovery-unfinished',
  'recovery-mistyped',
  'recovery-unknown',
  'recovery-replaced',
  'recovery-several',
];

interface Props {
  readonly person: TypedPerson;
  readonly onBack: () => void;
}

/** The form that makes this the only device of `person`. */
export function Recover({ person, onBack }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const tell = useTell();
  const [code, setCode] = useState('');
  const [running, setRunning] = useState(false);
  const [refusal, setRefusal] = useState<RefusalCode | undefined>(undefined);
  const isOfCode = refusal !== undefined && OF_THE_CODE.includes(refusal);
  const recover = async (): Promise<void> => {
    if (running) return;
    setRunning(true);
    const reply = await ask.request('identity.recover', { ...person, code });
    setRunning(false);
    setRefusal(reply.ok ? undefined : reply.code);
    if (reply.ok) tell({ kind: 'recovered', isDisputed: reply.value === 'disputed' });
  };
  return (
    <SetupScreen title={t('recover.title')} lead={t('recover.lead', { name: person.name, address: person.address })}>
      <Form onSubmit={recover}>
        <Stack>
          <Banner tone="warn">
            <p>{t('recover.text')}</p>
          </Banner>
          <Entry
            label={t('recover.code')}
            hint={t('recover.codeHint')}
            value={code}
            onChange={setCode}
            maxLength={100}
            autoFocus
            error={isOfCode && !running ? t(`refusal.${refusal}`) : undefined}
          />
          <Trying refusal={isOfCode ? undefined : refusal} running={running} />
          <Actions>
            <Button isDisabled={running} onPress={onBack}>
              {t('app.back')}
            </Button>
            <Button tone="primary" type="submit" isDisabled={running || code.trim() === ''}>
              {t(running ? 'recover.starting' : 'recover.start')}
            </Button>
          </Actions>
        </Stack>
      </Form>
    </SetupScreen>
  );
}
