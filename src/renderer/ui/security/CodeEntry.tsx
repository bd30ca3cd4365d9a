// The field for the code that a person hears. Main compares it; the page only sends what was typed.
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusalCode } from '../../../contract/failure.ts';
import { usePage } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { DigitEntry, isFull } from '../parts/DigitEntry.tsx';
import { Form } from '../parts/Form.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './security.module.css';

const c = classNames(styles);

interface Props {
  readonly onSwap: () => void;
}

/** Eight digits and the button that compares them. */
export function CodeEntry({ onSwap }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const [typed, setTyped] = useState('');
  const [refusal, setRefusal] = useState<RefusalCode | undefined>(undefined);
  const compare = async (): Promise<void> => {
    if (!isFull(typed)) return;
    // After a wrong code main's view changes, and the screen about the mismatch replaces this one. Other refusals are
    // shown here.
    setRefusal(await ask.attempt('code.confirm', { code: typed }));
  };
  return (
    <Form className={c('form')} onSubmit={compare}>
      <DigitEntry label={t('code.entry')} value={typed} onChange={setTyped} isWide />
      {refusal !== undefined && <p role="alert">{t(`refusal.${refusal}`)}</p>}
      <div className={c('actions')}>
        <Button tone="primary" type="submit" isDisabled={!isFull(typed)}>
          {t('code.compare')}
        </Button>
        <Button tone="quiet" onPress={onSwap}>
          {t('code.swapToRead')}
        </Button>
      </div>
    </Form>
  );
}
