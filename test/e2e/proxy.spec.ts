// The system's proxy, set as on a desktop: the broker connection uses the proxy and reports its refusals. The
// session of the main page does not use the proxy.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@playwright/test';
import { Person } from '../../tools/desktop/person.ts';
import { people } from '../../tools/demo/sides.ts';
import type { DoctorReport } from '../../src/contract/managed.ts';
import { en } from '../../src/text/page/en.ts';
import { command } from '../support/command.ts';
import { test } from '../support/desktop.ts';

test('Siegel logs in as the person at the system’s proxy on its way to the broker and reports a refusal, and the main page does not use the proxy', async ({
  siegel,
}) => {
  const asked: string[] = [];
  const login = `Basic ${Buffer.from('anna:Ein Wort').toString('base64')}`;
  const proxy = createServer();
  proxy.on('connect', (request, line) => {
    asked.push(`${request.url} ${request.rawHeaders.join(' ')}`);
    const challenge = 'Proxy-Authenticate: Basic realm="Klinik"\r\n';
    const answer = request.headers['proxy-authorization'] === login ? '403 Forbidden\r\n' : `407 Login\r\n${challenge}`;
    line.end(`HTTP/1.1 ${answer}Content-Length: 0\r\n\r\n`);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const at = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const app = await siegel({
    profile: 'proxied',
    args: ['--language=en', '--broker-url=mqtts://broker.klinik.example'],
    // A desktop that takes its proxy from the environment.
    env: { https_proxy: `http://${at}`, XDG_CURRENT_DESKTOP: 'XFCE' },
  });
  const person = new Person('proxied', app);
  const page = await person.window('main');
  await page.getByLabel(en.setup.address).fill(people.caller.address);
  await page.getByLabel(en.setup.name).fill(people.caller.name);
  await page.getByRole('button', { name: en.setup.create }).click();
  await expect(page.getByText(en.refusal['proxy-login'])).toBeVisible();
  const section = page.getByRole('region', { name: en.proxy.title });
  await expect(section.getByRole('status')).toContainText(at);
  await section.getByLabel(en.proxy.user).fill('anna');
  await section.getByLabel(en.proxy.password).fill('Ein Wort');
  await section.getByRole('button', { name: en.proxy.save }).click();
  await expect(section.getByLabel(en.proxy.password)).toHaveValue('');
  await page.getByRole('button', { name: en.setup.retry }).click();
  await expect(page.getByText(en.refusal['server-proxy'])).toBeVisible();
  // The page says that the login for this proxy is saved.
  await expect(section.getByRole('status')).toHaveText(en.proxy.kept.replace('{{proxy}}', at));
  expect(asked[0]).toBe('broker.klinik.example:8883 host broker.klinik.example:8883 Connection close');
  const ways = await app.evaluate(({ session, BrowserWindow }) => {
    const windows = BrowserWindow.getAllWindows().map((window) => window.webContents.session);
    return Promise.all(
      [session.defaultSession, ...windows].map((each) => each.resolveProxy('https://turn.klinik.example/')),
    );
  });
  // The pages' own proxy is an address where nobody listens (src/main/app/session.ts).
  expect(ways).toEqual([`PROXY ${at}`, 'SOCKS5 255.255.255.255:1']);
  proxy.close();
});

test('a proxy named by a PAC file is used, although the engine that runs the pages resolves no name', async ({
  siegel,
  desktop,
}) => {
  const asked: string[] = [];
  const proxy = createServer((_request, response) => {
    response.setHeader('content-type', 'application/x-ns-proxy-autoconfig');
    response.end(`function FindProxyForURL(url, host) {
      return dnsResolve('localhost') === '127.0.0.1' && host === 'broker.klinik.example' ? 'PROXY 127.0.0.1:${port}' : 'DIRECT';
    }`);
  });
  proxy.on('connect', (request, line) => {
    asked.push(request.url ?? '');
    line.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  const env = { auto_proxy: `http://localhost:${port}/proxy.pac`, XDG_CURRENT_DESKTOP: 'XFCE' };
  const broker = '--broker-url=mqtts://broker.klinik.example';
  const app = await siegel({ profile: 'by-pac', args: ['--language=en', broker], env });
  const person = new Person('by-pac', app);
  const page = await person.window('main');
  await page.getByLabel(en.setup.address).fill(people.caller.address);
  await page.getByLabel(en.setup.name).fill(people.caller.name);
  await page.getByRole('button', { name: en.setup.create }).click();
  // If the engine takes long to evaluate the file, the first look gives up. Then the person tries again, once.
  let tries = 0;
  const isRefused = async (): Promise<boolean> => {
    const retry = page.getByRole('button', { name: en.setup.retry });
    if ((await page.getByText(en.refusal['server-silent']).isVisible()) && tries++ === 0) await retry.click();
    return page.getByText(en.refusal['server-proxy']).isVisible();
  };
  await expect.poll(isRefused, { timeout: 60_000 }).toBe(true);
  expect(asked[0]).toBe('broker.klinik.example:8883');
  // The command that checks the network has no page, so its engine resolves names and finds the proxy.
  const words = [`--profile=${desktop.folder('by-pac-command')}`, broker, '--check-network=json'];
  const { checks } = JSON.parse((await command(desktop, words, env)).text) as DoctorReport;
  expect(checks.find(({ id }) => id === 'proxy')?.finding).toBe('proxy-refuses');
  proxy.close();
});
