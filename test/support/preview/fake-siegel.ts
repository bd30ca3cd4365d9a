// Takes the place of main for a window's pages: it cuts each page's view out of a fixture as main does, holds what the
// two pages of a call share, records the commands, and gives the answers that a test sets. For tests only.
import type { RefusalCode } from '../../../src/contract/failure.ts';
import type { CommandName, Event, EventName, Input, Output, Siegel } from '../../../src/contract/ipc.ts';
import type { WindowKind } from '../../../src/contract/command-shapes.ts';
import type { HistoryQuery } from '../../../src/contract/history.ts';
import type { MainChange, MainView, PageView, Side } from '../../../src/contract/page-view.ts';
import type { HistoryEntry, View } from '../../../src/contract/view.ts';
import {
  cardView,
  mainView,
  type PickerState,
  pickerView,
  recoveryView,
  securityView,
  stageView,
  tryoutView,
} from '../../../src/main/app/page-views.ts';
import { readPage } from '../../../src/main/calls/history/history-page.ts';
import { NOW } from './people.ts';

/**
 * The window of a fixture: the main window, a card, a call's window with two pages, or the window of a recovery code,
 * of the share picker or of the tryout.
 */
export type WindowShown = 'main' | 'card' | 'call' | 'recovery' | 'picker' | 'tryout';

export interface Recorded {
  readonly name: CommandName;
  readonly input: unknown;
}

/** Commands that are refused. */
export type Refusals = Readonly<Partial<Record<CommandName, RefusalCode>>>;

/** The answers to commands that ask for something. */
export type Answers = { readonly [N in CommandName]?: Output<N> };

/** The layout that the pages of a call have requested. */
export interface Layout extends Input<'window.layout'> {
  readonly side: Side;
}

export interface FakeMain {
  /** The pages of the window, in order. */
  readonly pages: readonly Siegel[];
  readonly recorded: Recorded[];
  /** The pages' requests about their window, recorded separately because they do not concern a call. */
  readonly windowed: Recorded[];
  /** Answers `name` with this refusal from now on. */
  readonly refuse: (name: CommandName, code: RefusalCode) => void;
  /** Answers `name` with this from now on. */
  readonly answer: <N extends CommandName>(name: N, value: Output<N>) => void;
  /** Leaves each `name` without an answer from now on. */
  readonly leaveOpen: (name: CommandName) => void;
  /** Stops refusing `name`. */
  readonly allow: (name: CommandName) => void;
  /** The present answer to `name`. */
  readonly answered: <N extends CommandName>(name: N) => Output<N> | undefined;
  /** Adds an ended call as the newest one. The oldest call in the view then belongs to the earlier calls. */
  readonly arrive: () => void;
  /** Pushes a changed view to every page, as main would. */
  readonly push: (change: (view: View) => View) => void;
  /** Calls `listener` whenever the layout has changed, and once at the beginning. */
  readonly onLayout: (listener: (layout: Layout) => void) => void;
}

const kinds = {
  main: ['main'],
  card: ['card'],
  call: ['security', 'stage'],
  recovery: ['recovery'],
  picker: ['picker'],
  tryout: ['tryout'],
} as const;

/**
 * The change as main reports it: each changed part as a whole, each contact that is a new object, and the address of
 * each removed contact.
 */
function changeOf(before: MainView, now: MainView): MainChange {
  const isNew = ([part, value]: readonly [string, unknown]): boolean =>
    part !== 'contacts' && JSON.stringify(before[part as keyof MainView]) !== JSON.stringify(value);
  const known = new Set(before.contacts);
  const addresses = new Set(now.contacts.map(({ address }) => address));
  const gone = Object.keys(before).filter((part) => !(part in now));
  return {
    parts: Object.fromEntries([...Object.entries(now).filter(isNew), ...gone.map((part) => [part, undefined])]),
    contacts: {
      set: now.contacts.filter((contact) => !known.has(contact)),
      gone: before.contacts.flatMap(({ address }) => (addresses.has(address) ? [] : [address])),
    },
  };
}

/**
 * A fake main for `window` that starts with `view`; without a view it never answers `view.read`. `past` are the calls
 * before those in the view. The pages of a call show the first call in the view.
 */
export function createFakeMain(
  window: WindowShown,
  view: View | undefined,
  given: Answers = {},
  refused: Refusals = {},
  past: readonly HistoryEntry[] = [],
  picker: PickerState = { step: 'choose', offered: undefined, showsSiegel: false, givesSound: false },
): FakeMain {
  let current = view;
  let earlier = past;
  let wantsSmall = false;
  let layout: Layout = { head: 0, full: false, side: 'none' };
  const answers = new Map<string, unknown>(Object.entries(given));
  const refusals = new Map<string, RefusalCode>(Object.entries(refused));
  const open = new Set<CommandName>();
  const recorded: Recorded[] = [];
  const windowed: Recorded[] = [];
  const listeners = new Map<string, Set<(event: never) => void>>();
  const laid = new Set<(layout: Layout) => void>();
  const of = (kind: WindowKind, name: EventName): Set<(event: never) => void> => {
    const key = `${kind} ${name}`;
    const set = listeners.get(key) ?? new Set();
    listeners.set(key, set);
    return set;
  };
  const emit = <N extends EventName>(kind: WindowKind, name: N, event: Event<N>): void =>
    of(kind, name).forEach((listener) => listener(event as never));
  const ringing = (all: View): string => all.calls.find(({ phase }) => phase.kind === 'ringing')?.id ?? '';
  const shown = (all: View, kind: WindowKind): PageView | undefined => {
    const call = all.calls[0];
    const state = { side: layout.side, small: wantsSmall && layout.side === 'none' && call?.code.kind !== 'mismatch' };
    if (kind === 'main') return mainView(all);
    if (kind === 'card') return cardView(all, all.knock?.call ?? ringing(all));
    if (kind === 'recovery') return recoveryView(all);
    if (kind === 'tryout') return tryoutView(all);
    if (kind === 'picker') return pickerView(all, call?.id ?? '', picker);
    return (kind === 'stage' ? stageView : securityView)(all, call?.id ?? '', state);
  };
  const tell = (before?: View): void => {
    if (current === undefined) return;
    for (const kind of kinds[window]) {
      const next = shown(current, kind);
      if (kind === 'main' && before !== undefined) emit(kind, 'change', changeOf(mainView(before), mainView(current)));
      else if (next !== undefined) emit(kind, 'view', next);
    }
    const numbers = current.calls[0]?.numbers;
    if (numbers !== undefined) emit('security', 'numbers', numbers);
  };
  const lay = (next: Partial<Layout>): void => {
    layout = { ...layout, ...next };
    laid.forEach((listener) => listener(layout));
  };
  const change: FakeMain['push'] = (to) => {
    if (current === undefined) return;
    const before = current;
    current = to(before);
    tell(before);
  };
  // The focus moves to the other page, or starts again in the same page if the other one is hidden. It moves later, as
  // it would from another process.
  const leave = (kind: WindowKind, backwards: boolean): void => {
    const other = kind === 'security' && !layout.full ? 'stage' : 'security';
    setTimeout(() => emit(other, 'focus', { at: backwards ? 'last' : 'first' }));
  };
  const obey = (kind: WindowKind, name: CommandName, input: unknown): void => {
    if (name === 'window.layout') lay(input as Input<'window.layout'>);
    if (name === 'window.side') lay(input as Input<'window.side'>);
    if (name === 'window.small') wantsSmall = (input as Input<'window.small'>).on;
    if (name === 'window.leave') leave(kind, (input as Input<'window.leave'>).backwards);
    if (name === 'window.side' || name === 'window.small') setTimeout(() => tell());
    if (name === 'language.set') {
      change((now) => ({ ...now, settings: { ...now.settings, ...(input as Input<'language.set'>) } }));
    }
  };
  const answer = (kind: WindowKind, name: CommandName, input: unknown): unknown => {
    if (name === 'view.read') {
      const value = current && shown(current, kind);
      return value === undefined ? new Promise(() => undefined) : Promise.resolve({ ok: true, value });
    }
    (name.startsWith('window.') ? windowed : recorded).push({ name, input });
    if (open.has(name)) return new Promise(() => undefined);
    const code = refusals.get(name);
    if (code !== undefined) return Promise.resolve({ ok: false, code });
    if (name === 'history.read' && !answers.has(name)) {
      const page = readPage([...(current?.history ?? []), ...earlier], input as HistoryQuery);
      return Promise.resolve({ ok: true, value: { ...page, keptAside: 0 } });
    }
    obey(kind, name, input);
    return Promise.resolve({ ok: true, value: answers.get(name) });
  };
  const pages = kinds[window].map((kind): Siegel => ({
    window: kind,
    call: ((name: CommandName, input: unknown) => answer(kind, name, input)) as Siegel['call'],
    on: (name, listener) => {
      of(kind, name).add(listener);
      if (name === 'view') setTimeout(() => tell()); // the whole view, once the page is there
      return () => void of(kind, name).delete(listener);
    },
  }));
  return {
    pages,
    recorded,
    windowed,
    refuse: (name, code) => void refusals.set(name, code),
    answer: (name, value) => void answers.set(name, value),
    leaveOpen: (name) => void open.add(name),
    allow: (name) => void refusals.delete(name),
    answered: (name) => answers.get(name) as Output<typeof name> | undefined,
    arrive: () => {
      const newest = current?.history ?? [];
      earlier = [...newest.slice(-1), ...earlier];
      change((now) => ({ ...now, history: newest.slice(0, 1).map(asNow).concat(newest.slice(0, -1)) }));
    },
    push: change,
    onLayout: (listener) => {
      laid.add(listener);
      listener(layout);
    },
  };
}

function asNow(entry: HistoryEntry): HistoryEntry {
  return { ...entry, id: 'e'.repeat(32), at: NOW };
}
