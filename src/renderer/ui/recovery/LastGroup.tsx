// Asks for the last group of the code from the paper. The code counts only once main has said that the group is right.
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusalCode } from '../../../contract/failure.ts';
import { usePage, useRecovery } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { Entry } from '../parts/Entry.tsx';
import { Form } from '../parts/Form.tsx';
import { Actions, Stack } from '../parts/Sheet.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './recovery.module.css';

const c = classNames(styles);

/** The step; `onBack` shows the code again. */
export function LastGroup({ onBack }: { readonly onBack: () => void }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const isSaving = useRecovery().showing === 'saving';
  const [group, setGroup] = useState('');
  const [isMissing, setIsMissing] = useState(false);
  const [refusal, setRefusal] = useState<RefusalCode | undefined>(undefined);
  const confirm = async (): Promise<void> => {
    setIsMissing(group.trim() === '');
    if (group.trim() !== '') setRefusal(await ask.attempt('recovery.confirm', { group }));
  };
  const refused = refusal === undefined ? undefined : t(`refusal.${refusal}`);
  return (
    <div className={c('sheet')}>
      <Form onSubmit={confirm}>
        <Stack>
          <h1 className={c('title')}>{t('recoveryCode.askTitle')}</h1>
          <p>{t('recoveryCode.askLead')}</p>
          <Entry
            label={t('recoveryCode.group')}
            value={group}
            onChange={(text) => {
              setGroup(text.toUpperCase());
              setRefusal(undefined);
            }}
            maxLength={8}
            autoFocus
            isDisabled={isSaving}
            error={isMissing && group.trim() === '' ? t('recoveryCode.groupMissing') : refused}
          />
          <p role="status" className={c('soft')}>
            {isSaving && t('recoveryCode.saving')}
          </p>
          <Actions>
            <Button isDisabled={isSaving} onPress={onBack}>
              {t('recoveryCode.back')}
            </Button>
            <Button tone="primary" type="submit" isDisabled={isSaving}>
              {t('recoveryCode.confirm')}
            </Button>
          </Actions>
        </Stack>
      </Form>
    </div>
  );
}
