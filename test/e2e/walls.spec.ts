// Protections that only a running program shows: the sandbox, the key store, a page without network, and commands that
// main refuses.
import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { test } from '../support/two-people.ts';

interface TrustedTypesPage {
  readonly trustedTypes: { readonly createPolicy: (name: string) => unknown };
}

test('the pages of a program without a call run as an ordinary user behind the kernel’s sandbox', async ({
  two,
  desktop,
}) => {
  const pids = await two.caller.app.evaluate(({ app }) =>
    app.getAppMetrics().flatMap(({ type, pid }) => (type === 'Tab' ? [pid] : [])),
  );
  expect(pids.length).toBeGreaterThan(0);
  for (const pid of pids) {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    expect(status).toMatch(/^Seccomp:\t2$/m);
    expect(Number(/^Uid:\t([0-9]+)/m.exec(status)?.[1])).toBe(desktop.account.uid);
  }
});

test('the program names the system’s key store as the protection of its keys', async ({ two }) => {
  const { keyStore } = await two.caller.view();
  expect(keyStore).toEqual({ kind: 'os', backend: 'gnome_libsecret' });
});

test('the main page has neither Node nor network, runs no inline script and cannot make another Trusted Types policy', async ({
  two,
}) => {
  const page = await two.caller.window('main');
  const found = await page.evaluate(async () => {
    const attempt = async (work: () => unknown): Promise<string> => {
      try {
        await work();
        return 'done';
      } catch {
        return 'refused';
      }
    };
    return {
      node: 'require' in globalThis || 'process' in globalThis,
      fetch: await attempt(() => fetch('https://example.com/')),
      socket: await attempt(
        () =>
          new Promise((resolve, reject) => {
            const socket = new WebSocket('ws://127.0.0.1:9/');
            socket.addEventListener('open', resolve);
            socket.addEventListener('error', reject);
          }),
      ),
      script: await attempt(() => {
        const element = document.createElement('script');
        element.textContent = 'globalThis.inlineRan = true';
        document.head.append(element);
        if (!('inlineRan' in globalThis)) throw new Error('it did not run');
      }),
      // Scripts of the main page have used up the one name that its content security policy allows.
      policy: await attempt(() =>
        (globalThis as unknown as TrustedTypesPage).trustedTypes.createPolicy('siegel-worker'),
      ),
      opensNoWindow: window.open('https://example.com/') === null,
      keys: Object.keys(window.siegel).toSorted(),
    };
  });
  expect(found).toEqual({
    node: false,
    fetch: 'refused',
    socket: 'refused',
    script: 'refused',
    policy: 'refused',
    opensNoWindow: true,
    keys: ['call', 'on', 'window'],
  });
});

test('a command from a window that may not send it is refused by main', async ({ two }) => {
  const page = await two.caller.window('main');
  const reply = await page.evaluate(() => window.siegel.call('code.confirm', { code: '12345678' }));
  expect(reply).toEqual({ ok: false, code: 'not-allowed' });
});
