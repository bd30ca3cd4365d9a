// The tab of past calls: a list with search, and the person of the chosen call beside it.
import { PhoneOff } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { lockOf } from '../../state/locks.ts';
import { personName } from '../../state/person-name.ts';
import { useView } from '../page.tsx';
import { Empty } from '../parts/Empty.tsx';
import { LockNote } from '../parts/Locked.tsx';
import { matches } from '../parts/matches.ts';
import { Search } from '../parts/Search.tsx';
import { useNow } from '../parts/use-now.ts';
import { classNames } from '../style/class-names.ts';
import { CallRow } from './CallRow.tsx';
import { ClearCalls } from './ClearCalls.tsx';
import { PersonPane } from './PersonPane.tsx';
import type { PanelProps } from './panel-props.ts';
import styles from './home.module.css';
import rowStyles from './rows.module.css';

const c = classNames(styles);
const r = classNames(rowStyles);

/** Past calls, newest first. */
export function CallsPanel({ person, onPerson }: PanelProps): ReactNode {
  const { t } = useTranslation();
  const { history, settings } = useView();
  const nowMs = useNow(60_000);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const found = history.filter((entry) => matches(query, entry.name, entry.address));
  return (
    <div className={c('split')} data-open={person === undefined ? undefined : ''}>
      <section className={c('list')} aria-label={t('calls.title')}>
        <div className={c('head')}>
          <h1 className={c('heading')}>{t('calls.title')}</h1>
          {history.length > 0 && <ClearCalls />}
        </div>
        {history.length > 0 && <Search label={t('calls.search')} value={query} onChange={setQuery} />}
        {found.length === 0 ? (
          <NoCalls query={query} />
        ) : (
          <ListBox
            className={c('rows')}
            aria-label={t('calls.list')}
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={chosen === undefined ? [] : [chosen]}
            onSelectionChange={(keys) => {
              const entry = found.find(({ id }) => keys !== 'all' && keys.has(id));
              setChosen(entry?.id);
              onPerson(entry?.address);
            }}
            items={found}
            dependencies={[nowMs, settings.language]}
          >
            {(entry) => (
              <ListBoxItem className={r('row')} textValue={personName(entry)}>
                <CallRow entry={entry} title={personName(entry)} nowMs={nowMs} />
              </ListBoxItem>
            )}
          </ListBox>
        )}
      </section>
      <PersonPane address={person} onBack={() => onPerson(undefined)} />
    </div>
  );
}

function NoCalls({ query }: { readonly query: string }): ReactNode {
  const { t } = useTranslation();
  const { history, settings, managed } = useView();
  if (history.length > 0) return <Empty icon={PhoneOff} title={t('calls.noMatch', { query })} />;
  if (settings.historyDays > 0) {
    return (
      <Empty icon={PhoneOff} title={t('calls.empty')}>
        <p>{t('calls.emptyText')}</p>
      </Empty>
    );
  }
  const isOwn = lockOf(managed, 'historyDays') === undefined;
  return (
    <Empty icon={PhoneOff} title={t('calls.notKept')}>
      {isOwn ? <p>{t('calls.notKeptText')}</p> : <LockNote text={t('managed.locked')} />}
    </Empty>
  );
}
