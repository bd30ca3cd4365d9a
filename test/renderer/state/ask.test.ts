import { expect, test } from 'vitest';
import type { Siegel } from '../../../src/contract/ipc.ts';
import { createAsk } from '../../../src/renderer/state/ask.ts';
import { createPageStore } from '../../../src/renderer/state/store.ts';

const answering = (call: () => Promise<unknown>): Siegel =>
  ({ window: 'main', call, on: () => () => undefined }) as Siegel;
const refusing = answering(() => Promise.resolve({ ok: false, code: 'disk' }));

test('a refusal is shown to the person as a message', async () => {
  const store = createPageStore();
  expect(await createAsk(refusing, store).send('broker.stop', {})).toBe(false);
  expect(store.getState().message).toEqual({ kind: 'refused', code: 'disk' });
});

test('a refused command returns its code to the form that sent it, and the page shows no message', async () => {
  const store = createPageStore();
  expect(await createAsk(refusing, store).attempt('broker.stop', {})).toBe('disk');
  expect(store.getState().message).toBeUndefined();
});

test('a command whose bridge call rejects is reported as an internal failure', async () => {
  const store = createPageStore();
  const broken = answering(() => Promise.reject(new Error('no main')));
  expect(await createAsk(broken, store).send('broker.stop', {})).toBe(false);
  expect(store.getState().message).toEqual({ kind: 'refused', code: 'internal' });
});

test('a successful command leaves no message', async () => {
  const store = createPageStore();
  const done = answering(() => Promise.resolve({ ok: true, value: undefined }));
  expect(await createAsk(done, store).send('broker.stop', {})).toBe(true);
  expect(store.getState().message).toBeUndefined();
});
