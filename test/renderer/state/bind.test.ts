import { expect, test } from 'vitest';
import type { Event, EventName, Siegel } from '../../../src/contract/ipc.ts';
import type { WindowKind } from '../../../src/contract/command-shapes.ts';
import type { MainChange, MainView } from '../../../src/contract/page-view.ts';
import { mainView, stageView } from '../../../src/main/app/page-views.ts';
import { bind } from '../../../src/renderer/state/bind.ts';
import { type PageStore, createPageStore } from '../../../src/renderer/state/store.ts';
import { callView, emptyView, fullView, liveNumbers } from '../../support/preview/people.ts';

const old = mainView(emptyView('de'));
const newer: MainView = { ...old, status: 'dnd' };
const full = mainView(fullView('de'));
const nobody = { set: [], gone: [] };

interface SlowMain {
  readonly siegel: Siegel;
  readonly push: <N extends EventName>(name: N, event: Event<N>) => void;
  readonly answer: (reply: unknown) => void;
  readonly fail: () => void;
}

function slowMain(window: WindowKind = 'main'): SlowMain {
  const listeners = new Map<string, (event: never) => void>();
  let settle: { resolve: (reply: unknown) => void; reject: (error: Error) => void } | undefined;
  const reading = new Promise((resolve, reject) => {
    settle = { resolve, reject };
  });
  const siegel = {
    window,
    call: () => reading,
    on: (name: string, wanted: (event: never) => void) => {
      listeners.set(name, wanted);
      return () => void listeners.delete(name);
    },
  } as unknown as Siegel;
  return {
    siegel,
    push: (name, event) => listeners.get(name)?.(event as never),
    answer: (reply) => settle?.resolve(reply),
    fail: () => settle?.reject(new Error('main is gone')),
  };
}
const turns = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const shown = (store: PageStore): MainView => {
  const { mirror } = store.getState();
  if (mirror.kind !== 'ready') throw new Error('there is no view yet');
  return mirror.view as MainView;
};

/** A page to which main has pushed the full view. */
function pushed(): { main: SlowMain; store: PageStore; change: (change: Partial<MainChange>) => void } {
  const main = slowMain();
  const store = createPageStore();
  bind(main.siegel, store);
  main.push('view', full);
  return { main, store, change: (change) => main.push('change', { parts: {}, contacts: nobody, ...change }) };
}

test('the first view is read without waiting for a change', async () => {
  const main = slowMain();
  const store = createPageStore();
  bind(main.siegel, store);
  expect(store.getState().mirror.kind).toBe('loading');
  main.answer({ ok: true, value: old });
  await turns();
  expect(store.getState().mirror).toEqual({ kind: 'ready', view: old });
});

test('a view equal to the one read before changes nothing on the screen', async () => {
  const main = slowMain();
  const store = createPageStore();
  bind(main.siegel, store);
  main.answer({ ok: true, value: full });
  await turns();
  const read = store.getState();
  main.push('view', structuredClone(full));
  expect(store.getState()).toBe(read);
  main.push('change', { parts: { status: 'dnd' }, contacts: nobody }); // applied to the view that was pushed
  expect(shown(store)).toEqual({ ...full, status: 'dnd' });
});

test('the unchanged parts of a changed view stay the same objects', async () => {
  const main = slowMain();
  const store = createPageStore();
  bind(main.siegel, store);
  main.answer({ ok: true, value: { ...full, offer: undefined } });
  await turns();
  const { contacts, history } = shown(store);
  const { identity: _gone, ...left } = structuredClone(full);
  main.push('view', { ...left, status: 'dnd' });
  expect(shown(store)).toEqual({ ...left, status: 'dnd' });
  expect('identity' in shown(store)).toBe(false);
  expect(shown(store).contacts).toBe(contacts);
  expect(shown(store).history).toBe(history);
});

test('a late reply with an older view does not replace a pushed view', async () => {
  const main = slowMain();
  const store = createPageStore();
  bind(main.siegel, store);
  main.push('view', newer);
  main.answer({ ok: true, value: old });
  await turns();
  expect(store.getState().mirror).toEqual({ kind: 'ready', view: newer });
});

test('if main refuses the first view or the call to main fails, the page becomes `stuck` instead of loading for ever', async () => {
  const refusing = slowMain();
  const refused = createPageStore();
  bind(refusing.siegel, refused);
  refusing.answer({ ok: false, code: 'not-allowed' });
  const dead = slowMain();
  const alone = createPageStore();
  bind(dead.siegel, alone);
  dead.fail();
  await turns();
  expect(refused.getState().mirror.kind).toBe('stuck');
  expect(alone.getState().mirror.kind).toBe('stuck');
});

test('an unsubscribed page receives nothing more', () => {
  const main = slowMain();
  const store = createPageStore();
  const release = bind(main.siegel, store);
  main.push('view', old);
  release();
  main.push('view', newer);
  main.push('change', { parts: { status: 'away' }, contacts: nobody });
  main.push('numbers', liveNumbers);
  expect(store.getState().mirror).toEqual({ kind: 'ready', view: old });
  expect(store.getState().numbers).toBeUndefined();
});

test('a change before the first pushed view has no effect, even if a view was read', async () => {
  const main = slowMain();
  const store = createPageStore();
  bind(main.siegel, store);
  main.push('change', { parts: { status: 'away' }, contacts: nobody });
  main.answer({ ok: true, value: old });
  await turns();
  main.push('change', { parts: { status: 'away' }, contacts: nobody });
  expect(store.getState().mirror).toEqual({ kind: 'ready', view: old });
});

test('in one step, a change replaces the parts that it names and leaves all other objects as they are', () => {
  const { store, change } = pushed();
  const states: MainView[] = [];
  store.subscribe(() => states.push(shown(store)));
  const { calls } = mainView({ ...fullView('de'), calls: [callView] });
  change({ parts: { calls, status: 'away' } });
  expect(states).toHaveLength(1);
  expect(shown(store)).toEqual({ ...full, calls, status: 'away' });
  for (const part of ['contacts', 'history', 'settings', 'managed', 'devices'] as const) {
    expect(shown(store)[part], part).toBe(full[part]);
  }
});

test('a part that a change removes disappears', () => {
  const { main, store, change } = pushed();
  main.push('view', { ...full, proposal: { address: 'anna.berg@klinik.example', from: 'link' } });
  change({ parts: { proposal: undefined } });
  expect(shown(store).proposal).toBeUndefined();
});

test('changed contacts are new objects, an added contact comes last, and a removed contact disappears', () => {
  const { store, change } = pushed();
  const [anna, bernd, carla] = full.contacts;
  if (anna === undefined || bernd === undefined || carla === undefined) throw new Error('too few contacts');
  const busy = { ...bernd, presence: 'dnd' } as const;
  const gast = { ...anna, address: 'gast@extern.example' };
  change({ contacts: { set: [busy, gast], gone: [carla.address] } });
  const { contacts } = shown(store);
  expect(contacts.map(({ address }) => address)).toEqual([
    ...full.contacts.map(({ address }) => address).filter((address) => address !== carla.address),
    gast.address,
  ]);
  expect(contacts[0]).toBe(anna);
  expect(contacts[1]).toBe(busy);
});

test('a whole view among changes replaces everything before it', () => {
  const { main, store, change } = pushed();
  change({ parts: { status: 'away' } });
  main.push('view', newer);
  change({ parts: { isLocked: true } });
  expect(shown(store)).toEqual({ ...newer, isLocked: true });
});

test('a stage ignores changes, which are for the main window', () => {
  const main = slowMain('stage');
  const store = createPageStore();
  bind(main.siegel, store);
  const view = stageView({ ...fullView('de'), calls: [callView] }, callView.id, { side: 'none', small: false });
  if (view === undefined) throw new Error('no stage');
  main.push('view', view);
  main.push('change', { parts: { status: 'away' }, contacts: nobody });
  expect(store.getState().mirror).toEqual({ kind: 'ready', view });
});

test('the live numbers of a call are stored apart from the view', () => {
  const { main, store } = pushed();
  main.push('numbers', liveNumbers);
  expect(store.getState().numbers).toEqual(liveNumbers);
  expect(shown(store)).toBe(full);
});
