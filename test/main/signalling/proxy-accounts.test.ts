// Which proxy receives a name and a password: only the proxy for which they were typed, and only after that proxy has
// asked for a Basic login.
import { createServer as createSecureServer } from 'node:https';
import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { causeOfError } from '../../../src/main/signalling/connection-cause.ts';
import { asksBasic, openTunnel, type Proxy } from '../../../src/main/signalling/proxy.ts';
import {
  createProxyAccounts,
  type KeptProxyAccount,
  placeOfProxy,
} from '../../../src/main/signalling/proxy-accounts.ts';
import { createTunnel } from '../../../src/main/signalling/proxy-choice.ts';
import { theAuthority } from './authority.ts';
import { quiet } from './test-broker.ts';
import { freePort } from '../../../tools/network/free-port.ts';

const BROKER = new URL('mqtts://broker.klinik.example:8883');
const ACCOUNT = { username: 'änna', password: 'Ein: Wort' };
const BASIC = `Basic ${Buffer.from('änna:Ein: Wort', 'utf8').toString('base64')}`;

/** A proxy that asks for a login with these challenges and accepts `BASIC`. It records the logins that it receives. */
async function asking(challenges: readonly string[], accepted = '200 OK') {
  const told: (string | undefined)[] = [];
  const port = await freePort();
  const server = createServer().on('connect', (request, line: Duplex) => {
    const login = request.headers['proxy-authorization'];
    told.push(login);
    const wanted = challenges.map((text) => `Proxy-Authenticate: ${text}\r\n`).join('');
    if (challenges.length === 0 || login === BASIC) line.write(`HTTP/1.1 ${accepted}\r\n\r\n`);
    else line.end(`HTTP/1.1 407 No\r\n${wanted}Content-Length: 0\r\n\r\n`);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const proxy: Proxy = { host: '127.0.0.1', port, isSecure: false };
  return { proxy, told, entry: `PROXY 127.0.0.1:${port}` };
}

/** A tunnel by these entries of a PAC file, and the accounts from which it takes logins and to which it reports. */
function scene(entries: () => string, first?: KeptProxyAccount) {
  let kept = first;
  const onChange = vi.fn();
  const accounts = createProxyAccounts(() => kept, onChange);
  const policy = () => ({ ProxyMode: 'system', ProxyUrl: '', TlsRoots: [] }) as const;
  const tunnel = createTunnel(policy, () => Promise.resolve(entries()), quiet, accounts);
  const go = async (url = BROKER): Promise<unknown> => {
    try {
      const line = await tunnel(url);
      line?.destroy();
      return line === undefined ? 'direct' : 'open';
    } catch (error) {
      return causeOfError(error);
    }
  };
  return { accounts, go, onChange, keep: (next?: KeptProxyAccount) => void (kept = next) };
}

describe('accounts for proxies', () => {
  test('a proxy account is sent only after its proxy asked, and is then reported as accepted', async () => {
    const { proxy, told, entry } = await asking(['Basic realm="Klinik", charset="UTF-8"']);
    const { accounts, go } = scene(() => entry, { ...ACCOUNT, proxy: placeOfProxy(proxy) });
    expect(accounts.view()).toMatchObject({ outcome: 'kept', username: 'änna' });
    expect(await go()).toBe('open');
    expect(told).toEqual([undefined, BASIC]);
    expect(accounts.view()).toEqual({
      proxy: placeOfProxy(proxy),
      isBasic: true,
      outcome: 'accepted',
      username: 'änna',
    });
  });

  test('a proxy account is not sent to another proxy that asks', async () => {
    const { proxy, told, entry } = await asking(['Basic realm="x"']);
    for (const place of ['http://127.0.0.1:1', placeOfProxy({ ...proxy, isSecure: true })]) {
      const { accounts, go, onChange } = scene(() => entry, { ...ACCOUNT, proxy: place });
      for (let i = 0; i < 2; i++) expect(await go()).toBe('proxy-login');
      expect(accounts.view()).toEqual({ proxy: placeOfProxy(proxy), isBasic: true, outcome: 'wanted', username: '' });
      expect(onChange).toHaveBeenCalledOnce();
    }
    expect(told).toEqual(Array.from({ length: 4 }, () => undefined));
  });

  test('a proxy account is not sent to a proxy that wants another kind of login', async () => {
    const { proxy, told, entry } = await asking(['Negotiate', 'NTLM']);
    const { accounts, go } = scene(() => entry, { ...ACCOUNT, proxy: placeOfProxy(proxy) });
    expect(await go()).toBe('proxy-login');
    expect(told).toEqual([undefined]);
    expect(accounts.view()).toMatchObject({ isBasic: false, outcome: 'wanted' });
  });

  test('a refused proxy account is not sent again until it is entered again', async () => {
    const { proxy, told, entry } = await asking(['Negotiate', 'Basic realm="x"']);
    const wrong = { ...ACCOUNT, password: 'wrong', proxy: placeOfProxy(proxy) };
    const { accounts, go, keep } = scene(() => entry, wrong);
    for (let i = 0; i < 5; i++) expect(await go()).toBe('proxy-login');
    expect(told.filter((login) => login !== undefined)).toHaveLength(1);
    expect(accounts.view()).toMatchObject({ isBasic: true, outcome: 'refused', username: 'änna' });
    keep({ ...wrong });
    await go();
    expect(told.filter((login) => login !== undefined)).toHaveLength(2);
    keep({ ...ACCOUNT, proxy: placeOfProxy(proxy) });
    expect(await go()).toBe('open');
    expect(accounts.view()).toMatchObject({ outcome: 'accepted' });
    keep();
    expect(accounts.view()).toMatchObject({ outcome: 'wanted', username: '' });
  });

  test('the first proxy that accepts Basic is shown as asking for an account', async () => {
    const one = await asking(['Negotiate']);
    const two = await asking(['Basic realm="x"']);
    const three = await asking(['Basic realm="x"']);
    const { accounts, go, onChange } = scene(() => [one, two, three].map(({ entry }) => entry).join(';'));
    for (let i = 0; i < 3; i++) await go();
    expect(accounts.view()).toMatchObject({ proxy: placeOfProxy(two.proxy), isBasic: true });
    expect(onChange).toHaveBeenCalledOnce();
  });

  test('no proxy account is asked for any more once all servers have been reached without a login', async () => {
    const strict = await asking(['Basic realm="x"']);
    const open = await asking([]);
    let entries = strict.entry;
    const { accounts, go } = scene(() => entries);
    await go();
    expect(accounts.view()).toMatchObject({ outcome: 'wanted' });
    expect(await go(new URL('https://updates.klinik.example/'))).toBe('proxy-login');
    entries = 'DIRECT';
    expect(await go()).toBe('direct');
    expect(accounts.view()).toMatchObject({ outcome: 'wanted' }); // the other server is still unreachable
    entries = open.entry;
    expect(await go(new URL('https://updates.klinik.example/'))).toBe('open');
    expect(accounts.view()).toBeUndefined();
  });

  test('a proxy account is not reported as accepted if the proxy then refuses for another reason', async () => {
    const { proxy, entry } = await asking(['Basic realm="x"'], '403 Forbidden');
    const { accounts, go } = scene(() => entry, { ...ACCOUNT, proxy: placeOfProxy(proxy) });
    expect(await go()).toBe('proxy');
    expect(accounts.view()).toMatchObject({ outcome: 'kept' });
  });
});

describe('proxies reached by TLS', () => {
  /** A TLS proxy on this machine whose certificate is for this name; `told` are the logins that it receives. */
  async function secure(name: string) {
    const authority = theAuthority();
    authority.issue(name, name, `subjectAltName=DNS:${name}`);
    const [cert, key] = ['pem', 'key'].map((end) => readFileSync(join(authority.folder, `${name}.${end}`)));
    const told: unknown[] = [];
    const server = createSecureServer({ cert, key }).on('connect', (request, line: Duplex) => {
      told.push(request.headers['proxy-authorization']);
      if (request.headers['proxy-authorization'] === BASIC) line.write('HTTP/1.1 200 OK\r\n\r\n');
      else line.end('HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { readonly port: number };
    const proxy: Proxy = { host: 'localhost', port, isSecure: true };
    const open = () =>
      openTunnel(proxy, { host: 'broker.klinik.example', port: 8883 }, { roots: [authority.root], account: ACCOUNT });
    return { told, open };
  }

  test('a TLS proxy is trusted by its own name, whatever server it leads to', async () => {
    const { told, open } = await secure('localhost');
    (await open()).destroy();
    expect(told).toEqual([undefined, BASIC]);
  });

  test('a TLS proxy is not trusted by the name of the server behind it, and receives nothing', async () => {
    const { told, open } = await secure('broker.klinik.example');
    await expect(open()).rejects.toMatchObject({ code: 'ERR_PROXY' });
    expect(told).toEqual([]);
  });
});

test.each([
  [['Basic realm="x"'], true],
  [['basic'], true],
  [['Negotiate, Basic realm="x"'], true],
  [['Digest realm="a, Basic b", nonce="x"'], false],
  [['Digest realm="\\", Basic", nonce="x"'], false],
  [['Negotiate', 'NTLM'], false],
  [['BasicAuth realm="x"'], false],
  [[], false],
])('the challenges %j ask for Basic: %j', (challenges, isBasic) => {
  expect(asksBasic(challenges)).toBe(isBasic);
});
