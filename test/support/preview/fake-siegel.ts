// A `window.siegel` without main: shows a fixture, records commands, answers as a test tells it. Support only.
import type { RefusalCode } from '../../../src/contract/failure.ts';
import type { CommandName, Output, Siegel, WindowKind } from '../../../src/contract/ipc.ts';
import type { HistoryQuery } from '../../../src/contract/history.ts';
import type { HistoryEntry, View } from '../../../src/contract/view.ts';
import { NOW } from './people.ts';
import { readPage } from '../../../src/main/calls/history-page.ts';

export interface Recorded {
  readonly name: CommandName;
  readonly input: unknown;
}

/** Commands that are refused. */
export type Refusals = Readonly<Partial<Record<CommandName, RefusalCode>>>;

/** What commands that ask for something are answered with. */
export type Answers = { readonly [N in CommandName]?: Output<N> };

export interface FakeSiegel extends Siegel {
  readonly recorded: Recorded[];
  /** Answers `name` with this refusal from now on. */
  readonly refuse: (name: CommandName, code: RefusalCode) => void;
  /** Answers `name` with this from now on. */
  readonly answer: <N extends CommandName>(name: N, value: Output<N>) => void;
  /** Refuses `name` no longer. */
  readonly allow: (name: CommandName) => void;
  /** What `name` is answered with now. */
  readonly answered: <N extends CommandName>(name: N) => Output<N> | undefined;
  /** A call has ended: it is the newest, and the last of the newest 200 is now an earlier one. */
  readonly arrive: () => void;
  /** Pushes a changed view, as main would. */
  readonly push: (change: (view: View) => View) => void;
}

/** A siegel of `window` that starts with `view`, or never answers where there is none; `past` are the calls before those in it. */
export function createFakeSiegel(
  window: WindowKind,
  view: View | undefined,
  given: Answers = {},
  refused: Refusals = {},
  past: readonly HistoryEntry[] = [],
): FakeSiegel {
  let current = view;
  let earlier = past;
  const listeners = new Set<(view: View) => void>();
  const answers = new Map<string, unknown>(Object.entries(given));
  const refusals = new Map<string, RefusalCode>(Object.entries(refused));
  const recorded: Recorded[] = [];
  const push: FakeSiegel['push'] = (change) => {
    if (current === undefined) return;
    const next = change(current);
    current = next;
    listeners.forEach((listener) => listener(next));
  };
  const answer = (name: CommandName, input: unknown): unknown => {
    if (name === 'view.read') {
      return current === undefined ? new Promise(() => undefined) : Promise.resolve({ ok: true, value: current });
    }
    recorded.push({ name, input });
    const code = refusals.get(name);
    if (code !== undefined) return Promise.resolve({ ok: false, code });
    if (name === 'history.read' && !answers.has(name)) {
      const page = readPage([...(current?.history ?? []), ...earlier], input as HistoryQuery);
      return Promise.resolve({ ok: true, value: { ...page, keptAside: 0 } });
    }
    if (name === 'language.set') {
      const { language } = input as { readonly language: View['settings']['language'] };
      push((now) => ({ ...now, settings: { ...now.settings, language } }));
    }
    return Promise.resolve({ ok: true, value: answers.get(name) });
  };
  return {
    window,
    ofCall: window === 'call' ? (view?.calls[0]?.id ?? '') : '',
    recorded,
    refuse: (name, code) => void refusals.set(name, code),
    answer: (name, value) => void answers.set(name, value),
    allow: (name) => void refusals.delete(name),
    answered: (name) => answers.get(name) as Output<typeof name> | undefined,
    push,
    arrive: () => {
      const newest = current?.history ?? [];
      earlier = [...newest.slice(-1), ...earlier];
      push((now) => ({ ...now, history: newest.slice(0, 1).map(asNow).concat(newest.slice(0, -1)) }));
    },
    call: answer as Siegel['call'],
    on: (name, listener) => {
      if (name !== 'view') return () => undefined;
      const onView = listener as (view: View) => void;
      listeners.add(onView);
      return () => void listeners.delete(onView);
    },
  };
}

function asNow(entry: HistoryEntry): HistoryEntry {
  return { ...entry, id: 'e'.repeat(32), at: NOW };
}
