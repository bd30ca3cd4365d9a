// Which proxies the system is set to use. If this process finds no proxy, a second process is asked, because this
// process resolves no names.
import { expect, test, vi } from 'vitest';
import { createSystemProxy } from '../../../src/main/signalling/system-proxy.ts';

vi.mock('electron', () => ({ app: {}, session: {} }));

function rig(own: string, beside: () => Promise<string>) {
  let nowMs = 0;
  const asked: string[] = [];
  const resolve = createSystemProxy(
    () => Promise.resolve(own),
    (url) => {
      asked.push(url);
      return beside();
    },
    () => nowMs,
  );
  return { asked, resolve, pass: (ms: number) => void (nowMs += ms) };
}

test('a proxy that this process’s Chromium knows is used without asking another process', async () => {
  const { asked, resolve } = rig('PROXY a:3128', () => Promise.resolve('DIRECT'));
  expect(await resolve('https://b/')).toBe('PROXY a:3128');
  expect(asked).toEqual([]);
});

test('a PAC proxy is resolved by another process, at most once a minute for each URL', async () => {
  const { asked, resolve, pass } = rig('DIRECT', () => Promise.resolve('PROXY pac:3128; DIRECT'));
  const both = await Promise.all([resolve('https://b/'), resolve('https://b/')]);
  expect(both).toEqual(['PROXY pac:3128; DIRECT', 'PROXY pac:3128; DIRECT']);
  expect(asked).toEqual(['https://b/']);
  await resolve('https://c/');
  pass(60_000);
  await resolve('https://b/');
  expect(asked).toEqual(['https://b/', 'https://c/', 'https://b/']);
});

test('if PAC resolution fails, the connection is direct', async () => {
  const { resolve } = rig('DIRECT', () => Promise.reject(new Error('timed out')));
  expect(await resolve('https://b/')).toBe('DIRECT');
});
