// The tab of past calls: a list with search, and the person of the chosen call beside it.
import { Eraser, PhoneMissed, PhoneOff, Search as SearchIcon } from 'lucide-react';
import { type ReactNode, useCallback, useMemo, useEffect, useState } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { unseenCalls } from '../../../contract/missed.ts';
import type { HistoryEntry } from '../../../contract/view.ts';
import { historyKey } from '../../state/history-outcome.ts';
import { lockOf } from '../../state/locks.ts';
import { callerName, personName } from '../../state/person-name.ts';
import { useMain, usePage, useTell } from '../page.tsx';
import { Banner } from '../parts/Banner.tsx';
import { IconButton } from '../parts/Button.tsx';
import type { Option } from '../parts/Choice.tsx';
import { Empty } from '../parts/Empty.tsx';
import { LockNote } from '../parts/Locked.tsx';
import { LongList } from '../parts/LongList.tsx';
import { Search } from '../parts/Search.tsx';
import { useNow } from '../parts/use-now.ts';
import { classNames } from '../style/class-names.ts';
import { CallRow } from './CallRow.tsx';
import { EarlierCalls } from './EarlierCalls.tsx';
import type { PanelProps } from './panel-props.ts';
import { PersonPane } from './PersonPane.tsx';
import { useCalls } from './use-calls.ts';
import { useRemoveCall } from './use-remove-call.ts';
import styles from './home.module.css';
import rowStyles from './rows.module.css';
import segmentStyles from './segments.module.css';

// Only visible rows are drawn: with ten thousand rows drawn, each letter typed into the search would take a second. The
// height is an estimate: a row is as high as its text.
const ROW_PX = 76;

type Shown = 'all' | 'missed';

const c = classNames(styles);
const r = classNames(rowStyles);
const s = classNames(segmentStyles);

interface Props extends PanelProps {
  /** The chosen call, by its key. */
  readonly line: string | undefined;
  readonly onLine: (line: string) => void;
}

/** Past calls, newest first. */
export function CallsPanel({ person, onPerson, line, onLine }: Props): ReactNode {
  const { t } = useTranslation();
  const { history, contacts } = useMain('history', 'contacts');
  const nowMs = useNow(60_000);
  const [query, setQuery] = useState('');
  const [shown, setShown] = useState<Shown>('all');
  const remove = useRemoveCall();
  useSeenCalls();
  const calls = useCalls(query, shown === 'missed');
  const found = calls.shown;
  const given = useMemo(() => new Map(contacts.map(({ address, name }) => [address, name])), [contacts]);
  const rowOf = useCallback(
    (entry: HistoryEntry) => (
      <CallRow
        entry={entry}
        title={callerName({ ...entry, claimed: given.get(entry.address) !== entry.name })} // unless a contact's name
        nowMs={nowMs}
      />
    ),
    [nowMs, given],
  );
  const onDelete = useCallback((entry: HistoryEntry) => void remove(entry), [remove]);
  const call = found.find((entry) => historyKey(entry) === line && entry.address === person);
  return (
    <div className={c('split')} data-open={person === undefined ? undefined : ''}>
      <section className={c('list')} aria-label={t('calls.title')}>
        <div className={c('head')}>
          <h1 className={c('heading')}>{t('calls.title')}</h1>
          {(history.length > 0 || calls.keptAside > 0) && <ClearCalls />}
        </div>
        {calls.keptAside > 0 && (
          <Banner tone="warn" title={t('calls.keptAside')}>
            <p>{t('calls.keptAsideText')}</p>
          </Banner>
        )}
        {history.length > 0 && (
          <>
            <Search label={t('calls.search')} value={query} onChange={setQuery} />
            <Segments
              label={t('calls.shown')}
              value={shown}
              onChange={setShown}
              options={[
                { id: 'all', text: t('calls.all') },
                { id: 'missed', text: t('calls.missed') },
              ]}
            />
          </>
        )}
        {found.length === 0 ? (
          <NoCalls query={query} shown={shown} isSearching={calls.earlier.kind === 'reading'} />
        ) : (
          <LongList
            of={`${shown} ${query}`}
            className={c('rows')}
            rowClassName={r('row')}
            rowPx={ROW_PX}
            label={t('calls.list')}
            items={found}
            keyOf={historyKey}
            textOf={personName}
            chosen={line}
            onChoose={(entry) => {
              onLine(historyKey(entry));
              onPerson(entry.address);
            }}
            onDelete={onDelete}
          >
            {rowOf}
          </LongList>
        )}
        <EarlierCalls calls={calls} />
      </section>
      <PersonPane address={person} call={call} onBack={() => onPerson(undefined)} />
    </div>
  );
}

interface SegmentsProps {
  readonly label: string;
  readonly value: Shown;
  readonly options: readonly Option<Shown>[];
  readonly onChange: (value: Shown) => void;
}

// A choice between two options, both visible. Arrow keys move between them.
function Segments({ label, value, options, onChange }: SegmentsProps): ReactNode {
  return (
    <ToggleButtonGroup
      className={s('segments')}
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = options.find(({ id }) => keys.has(id));
        if (chosen !== undefined) onChange(chosen.id);
      }}
    >
      {options.map(({ id, text }) => (
        <ToggleButton key={id} id={id} className={s('segment')}>
          {text}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

interface NoCallsProps {
  readonly query: string;
  readonly shown: Shown;
  readonly isSearching: boolean;
}

function NoCalls({ query, shown, isSearching }: NoCallsProps): ReactNode {
  const { t } = useTranslation();
  const { history, settings, managed } = useMain('history', 'settings', 'managed');
  if (isSearching) return <Empty icon={SearchIcon} title={t('calls.searching')} />;
  if (history.length > 0 && shown === 'missed' && query === '') {
    return <Empty icon={PhoneMissed} title={t('calls.noneMissed')} />;
  }
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

// Empties the list of calls. It cannot be undone, so main asks in its own dialog. A single call is removed at once and
// can be restored.
function ClearCalls(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const tell = useTell();
  const clear = async (): Promise<void> => {
    if (await ask.sendAsked('history.clear', {})) tell({ kind: 'history-cleared' });
  };
  return <IconButton icon={Eraser} label={t('calls.clear')} onPress={() => void clear()} />;
}

// Marks missed calls as seen while their list is on the screen and the window has the focus.
function useSeenCalls(): void {
  const { ask } = usePage();
  const isWaiting = unseenCalls(useMain('history').history) > 0;
  useEffect(() => {
    if (!isWaiting) return undefined;
    const see = (): void => {
      if (document.hasFocus()) void ask.attempt('history.see', {});
    };
    see();
    window.addEventListener('focus', see);
    return () => window.removeEventListener('focus', see);
  }, [ask, isWaiting]);
}
