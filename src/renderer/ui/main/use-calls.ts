// The list of calls as the window shows it: the newest from main's view, and earlier ones read from main page by page.
// Earlier calls are read again when the newest calls change, or when a call was removed or restored, so that no call in
// between is missed.
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { RefusalCode } from '../../../contract/failure.ts';
import { type HistoryPage, type HistoryQuery, PAGE_OF_CALLS } from '../../../contract/history.ts';
import { matches } from '../../../contract/matches.ts';
import { isMissed } from '../../../contract/missed.ts';
import type { HistoryEntry } from '../../../contract/view.ts';
import type { Ask } from '../../state/ask.ts';
import { historyKey } from '../../state/history-outcome.ts';
import type { Message } from '../../state/store.ts';
import { usePage, useMain } from '../page.tsx';

/** What is known of calls before the shown ones. */
export type EarlierCalls =
  | { readonly kind: 'none' } // all calls are shown, or main has not yet answered whether there are more
  | { readonly kind: 'some' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'refused'; readonly code: RefusalCode };

/** The calls that are shown. */
export interface Calls {
  /** Newest first. */
  readonly shown: readonly HistoryEntry[];
  readonly earlier: EarlierCalls;
  /** How often the person has asked for earlier calls with this filter. */
  readonly pages: number;
  /** Shows up to 200 more, or asks again if main refused. Does nothing while `earlier` is `reading`. */
  readonly showEarlier: () => void;
  /** How many stored parts of the list could not be opened. */
  readonly keptAside: number;
}

// How often the person has asked for 200 more of the earlier calls that match `filter`.
interface Asked {
  readonly filter: string;
  readonly more: number;
}

// Main's reply to one query: `pages` pages of the calls that match `filter` and are earlier than those in main's view.
interface Answer {
  readonly filter: string;
  readonly pages: number;
  readonly entries: readonly HistoryEntry[];
  readonly isOldest: boolean;
  readonly code?: RefusalCode;
}

const filterOf = (text: string, missed: boolean): string => JSON.stringify([text.trim().slice(0, 254), missed]);
const EVERYTHING = filterOf('', false);

/** The calls whose name or address contains `text`; only missed ones if wanted. */
export function useCalls(text: string, missed: boolean): Calls {
  const { ask } = usePage();
  const { history } = useMain('history');
  const newest = useNewest();
  const filter = filterOf(text, missed);
  const [asked, setAsked] = useState<Asked>({ filter, more: 0 }); // asking again makes a new object
  const [answer, setAnswer] = useState<Answer | undefined>(undefined);
  const [keptAside, setKeptAside] = useState(0);
  const more = moreOf(asked, filter);
  const pages = pagesOf(asked, filter);

  useEffect(() => {
    let isOver = false;
    const pages = pagesOf(asked, filter);
    const [wanted, onlyMissed] = JSON.parse(filter) as [string, boolean];
    const query = { ...newest.query, ...(wanted !== '' && { text: wanted }), ...(onlyMissed && { missed: true }) };
    const read = async (): Promise<void> => {
      const found = await readPages(ask, query, pages);
      if (isOver) return; // a newer query has begun
      setAnswer({ filter, pages, ...found });
      if (found.code === undefined) setKeptAside(found.keptAside);
    };
    void read();
    return () => {
      isOver = true;
    };
  }, [ask, newest, filter, asked]);

  const fits = (entry: HistoryEntry): boolean =>
    (!missed || isMissed(entry)) && matches(text, entry.name, entry.address);
  const there = new Set(history.map(historyKey));
  const before = answer?.filter === filter ? answer.entries.filter((entry) => !there.has(historyKey(entry))) : [];
  const current = answer?.filter === filter && answer.pages === pages ? answer : undefined;
  return {
    shown: [...history.filter(fits), ...before],
    // The list was just opened, and no earlier calls are asked for yet.
    earlier: current === undefined && pages === 0 ? { kind: 'none' } : earlierOf(current),
    pages: more,
    showEarlier: () => {
      if (current === undefined) return; // calls are being read already
      const isRefused = current.code !== undefined;
      setAsked({ filter, more: isRefused ? more : more + 1 });
    },
    keptAside,
  };
}

/** The last calls with one person, at most `count`: from main's view if that has enough, else read from main. */
export function usePersonCalls(address: string, count: number): readonly HistoryEntry[] {
  const { ask } = usePage();
  const { history } = useMain('history');
  const newest = useNewest();
  const [answer, setAnswer] = useState<PersonAnswer | undefined>(undefined);
  const near = history.filter((entry) => entry.address === address).slice(0, count);
  const isEnough = near.length === count || history.length < PAGE_OF_CALLS;
  useEffect(() => {
    if (isEnough) return undefined;
    let isOver = false;
    const read = async (): Promise<void> => {
      const reply = await ask.request('history.read', { address, limit: count });
      if (!isOver && reply.ok) setAnswer({ of: newest, address, entries: reply.value.entries });
    };
    void read();
    return () => {
      isOver = true;
    };
  }, [ask, newest, address, count, isEnough]);
  return isEnough || answer?.address !== address ? near : answer.entries;
}

interface Newest {
  readonly query: Pick<HistoryQuery, 'before'>;
}

// The query for the calls before those in main's view. Returns a new object when the calls in the view change, and
// whenever a message about a removal comes or goes, because no view of main contains earlier calls.
function useNewest(): Newest {
  const { store } = usePage();
  const { history } = useMain('history');
  const message = useStore(store, (state) => aboutRemoval(state.message));
  const [first, last] = [history[0], history.at(-1)];
  const mark = JSON.stringify([history.length, first && historyKey(first), last && historyKey(last)]);
  const [newest, setNewest] = useState(() => ({ mark, message, query: placeAfter(last) }));
  if (newest.mark === mark && newest.message === message) return newest;
  const next = { mark, message, query: placeAfter(last) };
  setNewest(next);
  return next;
}

// A refusal by the disk counts too: some calls may have been removed before it.
function aboutRemoval(message: Message | undefined): Message | undefined {
  const isRefused = message?.kind === 'refused' && message.code === 'disk';
  return message?.kind === 'call-removed' || isRefused ? message : undefined;
}

function placeAfter(last: HistoryEntry | undefined): Pick<HistoryQuery, 'before'> {
  if (last === undefined) return {};
  const { id, direction, address, at } = last;
  return { before: { id, direction, address, at } };
}

function moreOf(asked: Asked, filter: string): number {
  return asked.filter === filter ? asked.more : 0;
}

// A search covers all calls; the unfiltered list waits until the person wants more.
function pagesOf(asked: Asked, filter: string): number {
  return moreOf(asked, filter) + (filter === EVERYTHING ? 0 : 1);
}

function earlierOf(answer: Answer | undefined): EarlierCalls {
  if (answer === undefined) return { kind: 'reading' };
  if (answer.code !== undefined) return { kind: 'refused', code: answer.code };
  return { kind: answer.isOldest ? 'none' : 'some' };
}

// Main's reply about one person, read when the newest calls were `of`. It is shown until a newer reply arrives.
interface PersonAnswer {
  readonly of: Newest;
  readonly address: string;
  readonly entries: readonly HistoryEntry[];
}

type Read = Omit<HistoryPage, 'entries'> & Pick<Answer, 'entries' | 'code'>;

// Reads `pages` pages, one after the other. With 0 pages it only asks whether there are earlier calls.
async function readPages(ask: Ask, query: Omit<HistoryQuery, 'limit'>, pages: number): Promise<Read> {
  let entries: readonly HistoryEntry[] = [];
  let before = query.before;
  for (let page = 0; ; page++) {
    const limit = pages === 0 ? 0 : PAGE_OF_CALLS;
    const reply = await ask.request('history.read', { ...query, ...(before && { before }), limit });
    if (!reply.ok) return { entries, isOldest: false, keptAside: 0, code: reply.code };
    entries = [...entries, ...reply.value.entries];
    if (page + 1 >= pages || reply.value.isOldest) return { ...reply.value, entries };
    ({ before } = placeAfter(entries.at(-1)));
  }
}
