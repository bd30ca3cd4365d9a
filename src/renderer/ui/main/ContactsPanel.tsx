// The contacts tab: a list with search and a way to add, and the chosen person beside it.
import { UserPlus, Users } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { matches } from '../../../contract/matches.ts';
import type { Proposal } from '../../../contract/proposal.ts';
import type { ContactView } from '../../../contract/view.ts';
import { personName } from '../../state/person-name.ts';
import { useLanguage, useMain } from '../page.tsx';
import { Button, IconButton } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { LongList } from '../parts/LongList.tsx';
import { TryDevices } from '../parts/TryDevices.tsx';
import { Search } from '../parts/Search.tsx';
import { classNames } from '../style/class-names.ts';
import { AddContact } from './AddContact.tsx';
import { ContactRow } from './ContactRow.tsx';
import type { PanelProps } from './panel-props.ts';
import { PersonPane } from './PersonPane.tsx';
import styles from './home.module.css';
import rowStyles from './rows.module.css';

const c = classNames(styles);
const r = classNames(rowStyles);
const ROW_PX = 56; // an estimate; each row is measured once it is visible

interface Props extends PanelProps {
  /** The address from a followed link or an ended call, if it is not a contact yet. */
  readonly proposed: Proposal | undefined;
  readonly onProposedSeen: () => void;
}

/** The contacts tab, sorted by name; `person` is the address of the chosen contact. */
export function ContactsPanel({ person, onPerson, proposed, onProposedSeen }: Props): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const { contacts } = useMain('contacts');
  const [query, setQuery] = useState('');
  const [adding, setAdding] = useState(false);
  const closeAdding = (): void => {
    setAdding(false);
    onProposedSeen();
  };
  const sorted = useMemo(() => {
    const { compare } = new Intl.Collator(language);
    return contacts.toSorted((a, b) => compare(personName(a), personName(b)));
  }, [contacts, language]);
  const found = useMemo(
    () => sorted.filter((contact) => matches(query, contact.name, contact.address)),
    [sorted, query],
  );
  return (
    <div className={c('split')} data-open={person === undefined ? undefined : ''}>
      <section className={c('list')} aria-label={t('contacts.title')}>
        <div className={c('head')}>
          <h1 className={c('heading')}>{t('contacts.title')}</h1>
          <IconButton icon={UserPlus} label={t('contacts.add')} onPress={() => setAdding(true)} />
        </div>
        {contacts.length > 0 && <Search label={t('contacts.search')} value={query} onChange={setQuery} />}
        {found.length === 0 ? (
          <Empty icon={Users} title={contacts.length === 0 ? t('contacts.empty') : t('contacts.noMatch', { query })}>
            {contacts.length === 0 && (
              <>
                <p>{t('contacts.emptyText')}</p>
                <Button tone="primary" icon={UserPlus} onPress={() => setAdding(true)}>
                  {t('contacts.add')}
                </Button>
                <TryDevices />
              </>
            )}
          </Empty>
        ) : (
          <LongList
            of={query}
            className={c('rows', 'long')}
            rowClassName={r('row')}
            rowPx={ROW_PX}
            label={t('contacts.list')}
            items={found}
            keyOf={addressOf}
            textOf={personName}
            chosen={person}
            onChoose={(contact) => onPerson(contact.address)}
          >
            {rowOf}
          </LongList>
        )}
      </section>
      <PersonPane address={person} onBack={() => onPerson(undefined)} />
      <AddContact
        isOpen={adding || proposed !== undefined}
        proposed={proposed}
        onClose={closeAdding}
        onAdded={onPerson}
      />
    </div>
  );
}

const addressOf = ({ address }: ContactView): string => address;

function rowOf(contact: ContactView): ReactNode {
  return <ContactRow contact={contact} />;
}
