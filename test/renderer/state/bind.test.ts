import { expect, test } from 'vitest';
import type { Siegel } from '../../../src/contract/ipc.ts';
import type { View } from '../../../src/contract/view.ts';
import { bind } from '../../../src/renderer/state/bind.ts';
import { createPageStore } from '../../../src/renderer/state/store.ts';
import { emptyView } from '../../support/preview/people.ts';

const old = emptyView('de');
const newer: View = { ...old, status: 'dnd' };

function slowMain(): {
  siegel: Siegel;
  push: (view: View) => void;
  answer: (reply: unknown) => void;
  fail: () => void;
} {
  let listener: ((view: View) => void) | undefined;
  let settle: { resolve: (reply: unknown) => void; reject: (error: Error) => void } | undefined;
  const reading = new Promise((resolve, reject) => {
    settle = { resolve, reject };
  });
  const siegel = {
    window: 'main',
    call: () => reading,
    on: (_: string, wanted: (view: View) => void) => {
      listener = wanted;
      return () => {
        listener = undefined;
      };
    },
  } as unknown as Siegel;
  return {
    siegel,
    push: (view) => listener?.(view),
    answer: (reply) => settle?.resolve(reply),
    fail: () => settle?.reject(new Error('main is gone')),
  };
}
const turns = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('the first view is read without waiting for a change', async () => {
  const main = slowMain();
  const store = createPageStore();
  bind(main.siegel, store);
  expect(store.getState().mirror.kind).toBe('loading');
  main.answer({ ok: true, value: old });
  await turns();
  expect(store.getState().mirror).toEqual({ kind: 'ready', view: old });
});

test('a slow answer does not bring an old view back', async () => {
  const main = slowMain();
  const store = createPageStore();
  bind(main.siegel, store);
  main.push(newer);
  main.answer({ ok: true, value: old });
  await turns();
  expect(store.getState().mirror).toEqual({ kind: 'ready', view: newer });
});

test('a main that refuses or is gone leaves the page stuck, not loading for ever', async () => {
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

test('a page that has let go hears nothing more', async () => {
  const main = slowMain();
  const store = createPageStore();
  const release = bind(main.siegel, store);
  main.push(old);
  release();
  main.push(newer);
  await turns();
  expect(store.getState().mirror).toEqual({ kind: 'ready', view: old });
});
