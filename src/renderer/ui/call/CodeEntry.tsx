// The field for the code a person hears. Main compares; the page only sends what was typed.
import { type ReactNode, useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { RefusalCode } from '../../../contract/failure.ts';
import { formatGroups } from '../../i18n/format.ts';
import { usePage } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { Form } from '../parts/Form.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './security.module.css';

const c = classNames(styles);
const DIGITS = 8;

interface Props {
  readonly call: string;
  readonly onSwap: () => void;
}

/** Eight digits and the button that compares them. */
export function CodeEntry({ call, onSwap }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const [typed, setTyped] = useState('');
  const [refusal, setRefusal] = useState<RefusalCode | undefined>(undefined);
  const full = typed.length === DIGITS;
  const compare = async (): Promise<void> => {
    if (!full) return;
    // A wrong code is shown by main's view, full screen; other refusals stand here.
    setRefusal(await ask.attempt('call.confirmCode', { call, code: typed }));
  };
  return (
    <Form className={c('form')} onSubmit={compare}>
      <TextField
        className={c('entryField')}
        value={formatGroups(typed, 4).join(' ')}
        onChange={(text) => setTyped(text.replaceAll(/\D/gu, '').slice(0, DIGITS))}
        autoFocus
        autoComplete="off"
        inputMode="numeric"
      >
        <Label className={c('label')}>{t('code.entry')}</Label>
        <Input className={c('entry')} placeholder="0000 0000" />
      </TextField>
      {refusal !== undefined && <p role="alert">{t(`refusal.${refusal}`)}</p>}
      <div className={c('actions')}>
        <Button tone="primary" type="submit" isDisabled={!full}>
          {t('code.compare')}
        </Button>
        <Button tone="quiet" onPress={onSwap}>
          {t('code.swapToRead')}
        </Button>
      </div>
    </Form>
  );
}
