// If policy forbids the embedded broker, its code is not even loaded, so that no flaw of `aedes` can be reached.
import { expect, it, vi } from 'vitest';
import { createBroker } from '../../../src/main/signalling/broker.ts';
import { quiet } from './test-broker.ts';

const loaded = vi.hoisted(() => ({ times: 0 }));
vi.mock(import('../../../src/main/signalling/broker-server.ts'), async (original) => {
  loaded.times++;
  return original();
});

it('the broker’s code is loaded only when policy allows a start', async () => {
  let isAllowed = false;
  const broker = createBroker(quiet, () => isAllowed);
  expect(await broker.start({ port: 0 })).toBe('locked');
  expect(loaded.times).toBe(0);
  isAllowed = true;
  expect(await broker.start({ port: 0 })).toBe('running');
  expect(loaded.times).toBe(1);
  await broker.stop();
});
