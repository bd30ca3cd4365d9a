// The one-time token with which this device requests its certificate. The form sends it to main and does not keep it.
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusalCode } from '../../../contract/failure.ts';
import { usePage } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { Entry } from '../parts/Entry.tsx';
import { Form } from '../parts/Form.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './settings.module.css';

const c = classNames(styles);

/** The field, and the button that requests the certificate. A refusal is shown beside the field. */
export function TokenForm(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const [token, setToken] = useState('');
  const [missing, setMissing] = useState(false);
  const [running, setRunning] = useState(false);
  const [refusal, setRefusal] = useState<RefusalCode | undefined>(undefined);
  const enrol = async (): Promise<void> => {
    const wanted = token.trim();
    setMissing(wanted === '');
    if (wanted === '' || running) return;
    setRunning(true);
    setRefusal(await ask.attempt('enrolment.enrol', { token: wanted }));
    setToken('');
    setRunning(false);
  };
  const refused = refusal === undefined || token !== '' ? undefined : t(`refusal.${refusal}`);
  return (
    <Form onSubmit={enrol}>
      <div className={c('row')}>
        <div className={c('grow')}>
          <Entry
            type="password"
            label={t('enrolment.token')}
            value={token}
            onChange={(text) => {
              setToken(text);
              setMissing(false);
            }}
            maxLength={512}
            error={missing ? t('enrolment.tokenMissing') : refused}
          />
        </div>
        <Button tone="primary" type="submit" isDisabled={running}>
          {t(running ? 'enrolment.enrolling' : 'enrolment.enrol')}
        </Button>
      </div>
    </Form>
  );
}
