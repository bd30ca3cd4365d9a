// The sheet that adds a person by address. Main checks the address; a refusal is shown beside the field.
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusalCode } from '../../../contract/failure.ts';
import type { Proposal } from '../../../contract/proposal.ts';
import { usePage } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { Entry } from '../parts/Entry.tsx';
import { Form } from '../parts/Form.tsx';
import { Actions, Sheet, Stack } from '../parts/Sheet.tsx';

const hints = { hand: 'contacts.addressHint', link: 'contacts.fromLink', call: 'contacts.fromCall' } as const;

interface Props {
  readonly isOpen: boolean;
  /**
   * An address from a followed link or an ended call. The form has it filled in, and a hint says where it comes from.
   */
  readonly proposed: Proposal | undefined;
  readonly onClose: () => void;
  readonly onAdded: (address: string) => void;
}

/** Address and optional name. */
export function AddContact({ isOpen, proposed, onClose, onAdded }: Props): ReactNode {
  const { t } = useTranslation();
  return (
    <Sheet title={t('contacts.add')} isOpen={isOpen} onClose={onClose}>
      <AddForm key={proposed?.address ?? ''} proposed={proposed} onClose={onClose} onAdded={onAdded} />
    </Sheet>
  );
}

function AddForm({ proposed, onClose, onAdded }: Omit<Props, 'isOpen'>): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const [address, setAddress] = useState(proposed?.address ?? '');
  const [name, setName] = useState('');
  const [refusal, setRefusal] = useState<RefusalCode | undefined>(undefined);
  const add = async (): Promise<void> => {
    const wanted = address.trim();
    const code =
      wanted === '' ? 'bad-address' : await ask.attempt('contact.add', { address: wanted, name: name.trim() });
    setRefusal(code);
    if (code !== undefined) return;
    onAdded(wanted.toLowerCase());
    onClose();
  };
  const text = refusal === undefined ? undefined : t(`refusal.${refusal}`);
  const ofName = refusal === 'bad-name';
  return (
    <Form onSubmit={add}>
      <Stack>
        <Entry
          label={t('contacts.address')}
          hint={t(hints[proposed?.from ?? 'hand'])}
          value={address}
          onChange={setAddress}
          maxLength={254}
          autoFocus
          error={ofName ? undefined : text}
        />
        <Entry
          label={t('contacts.name')}
          hint={t('contacts.nameHint')}
          value={name}
          onChange={setName}
          error={ofName ? text : undefined}
        />
        <Actions>
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button tone="primary" type="submit">
            {t('contacts.add')}
          </Button>
        </Actions>
      </Stack>
    </Form>
  );
}
