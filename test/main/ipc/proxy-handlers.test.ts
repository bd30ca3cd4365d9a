// What a page can do about the login at a proxy: enter it for the asking proxy, and forget it. No page can read the
// login.
import { expect, test, vi } from 'vitest';
import { proxyHandlers } from '../../../src/main/ipc/proxy-handlers.ts';
import { createSettings, defaultSettings, type SettingsKept } from '../../../src/main/policy/settings.ts';
import type { PersonsProxyAccounts } from '../../../src/main/signalling/proxy-accounts.ts';
import { MemoryStore } from '../memory-store.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';

const PROXY = 'http://proxy.klinik.example:3128';
const main = { kind: 'main', call: '' } as const;
const done = { ok: true, value: undefined };

function scene(asking?: ReturnType<PersonsProxyAccounts['view']>, isLocked = () => false) {
  const settings = createSettings(defaultSettings(['en']), {}, fixedPolicy());
  const store = new MemoryStore<SettingsKept>();
  settings.attach(store);
  const retry = vi.fn();
  const handlers = proxyHandlers({ settings, proxyAccounts: { view: () => asking }, retry, isLocked });
  const login = (change: Partial<{ proxy: string; username: string; password: string }> = {}) =>
    handlers['proxy.login']({ proxy: PROXY, username: 'anna', password: 'Ein Wort', ...change }, main);
  return { settings, store, retry, handlers, login };
}

const wanted = { proxy: PROXY, isBasic: true, outcome: 'wanted', username: '' } as const;

test('a login for the asking proxy is saved, used at once, and never shown to a page', () => {
  const { settings, retry, login } = scene(wanted);
  expect(login()).toEqual(done);
  expect(settings.proxyAccount()).toEqual({ proxy: PROXY, username: 'anna', password: 'Ein Wort' });
  expect(retry).toHaveBeenCalledOnce();
  expect(JSON.stringify(settings.read())).not.toContain('Ein Wort');
});

test('the proxy login is unavailable while the program is locked, and available again afterwards', () => {
  const { settings, store, login } = scene(wanted);
  void login();
  settings.lock();
  expect(settings.proxyAccount()).toBeUndefined();
  settings.attach(store);
  expect(settings.proxyAccount()?.password).toBe('Ein Wort');
});

test('forgetting the proxy login also deletes it from the disk', () => {
  const { settings, store, handlers, login } = scene(wanted);
  void login();
  expect(handlers['proxy.forget']({}, main)).toEqual(done);
  expect(settings.proxyAccount()).toBeUndefined();
  expect(JSON.stringify(store.read())).not.toContain('Ein Wort');
});

test('a proxy login can be neither entered nor forgotten while the program is locked', () => {
  let isLocked = false;
  const { settings, store, handlers, login } = scene(wanted, () => isLocked);
  void login();
  settings.lock();
  isLocked = true;
  expect(login({ password: 'Ein anderes' })).toEqual({ ok: false, code: 'app-locked' });
  expect(handlers['proxy.forget']({}, main)).toEqual({ ok: false, code: 'app-locked' });
  expect(settings.proxyAccount()).toBeUndefined();
  settings.attach(store);
  expect(settings.proxyAccount()?.password).toBe('Ein Wort');
});

test.each([
  ['no proxy has asked for one', undefined],
  ['another proxy asks', { ...wanted, proxy: 'http://evil.example:3128' }],
  ['the proxy asks for another kind of login', { ...wanted, isBasic: false }],
])('no login is saved for a proxy if %s', (_what, asking) => {
  const { settings, login } = scene(asking);
  expect(login()).toEqual({ ok: false, code: 'no-proxy' });
  expect(settings.proxyAccount()).toBeUndefined();
});

test.each([{ username: '' }, { password: '' }, { username: 'an:na' }, { password: 'Ein\nWort' }])(
  'a login that no proxy could use is refused: %j',
  (change) => {
    const { settings, retry, login } = scene(wanted);
    expect(login(change)).toEqual({ ok: false, code: 'proxy-account' });
    expect(settings.proxyAccount()).toBeUndefined();
    expect(retry).not.toHaveBeenCalled();
  },
);
