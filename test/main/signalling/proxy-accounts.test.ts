// Whom a name and a password for a proxy are told: the very proxy they were typed for, after it has asked by Basic.
import { createServer } from 'node:http';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { asksBasic, openTunnel, type Proxy } from '../../../src/main/signalling/proxy.ts';
import {
  createProxyAccounts,
  type KeptProxyAccount,
  placeOfProxy,
} from '../../../src/main/signalling/proxy-accounts.ts';
import { causeOfError } from '../../../src/main/signalling/link-cause.ts';
import { freePort } from './test-broker.ts';

const TARGET = { host: 'broker.klinik.example', port: 8883 };
const ACCOUNT = { username: 'änna', password: 'Ein: Wort' };
const BASIC = `Basic ${Buffer.from('änna:Ein: Wort', 'utf8').toString('base64')}`;

/** A proxy that asks by these challenges, and takes `BASIC`. It notes what it is told. */
async function asking(challenges: readonly string[]) {
  const told: (string | undefined)[] = [];
  const port = await freePort();
  const server = createServer().on('connect', (request, line) => {
    const login = request.headers['proxy-authorization'];
    told.push(login);
    const wanted = challenges.map((text) => `Proxy-Authenticate: ${text}\r\n`).join('');
    if (login === BASIC) line.write('HTTP/1.1 200 OK\r\n\r\n');
    else line.end(`HTTP/1.1 407 No\r\n${wanted}Content-Length: 0\r\n\r\n`);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const proxy: Proxy = { host: '127.0.0.1', port, isSecure: false };
  return { proxy, told };
}

function accountsOf(kept?: KeptProxyAccount) {
  let now = kept;
  const onChange = vi.fn();
  const accounts = createProxyAccounts(() => now, onChange);
  return { accounts, onChange, keep: (next?: KeptProxyAccount) => void (now = next) };
}

async function opened(proxy: Proxy, accounts: ReturnType<typeof accountsOf>['accounts']): Promise<unknown> {
  try {
    const line = await openTunnel(proxy, TARGET, { accounts });
    line.destroy();
    return 'open';
  } catch (error) {
    return causeOfError(error);
  }
}

describe('the account of a proxy', () => {
  test('is told to that proxy only after it has asked, and it is said that it was taken', async () => {
    const { proxy, told } = await asking(['Basic realm="Klinik", charset="UTF-8"']);
    const { accounts } = accountsOf({ ...ACCOUNT, proxy: placeOfProxy(proxy) });
    expect(await opened(proxy, accounts)).toBe('open');
    expect(told).toEqual([undefined, BASIC]);
    expect(accounts.view()).toEqual({
      proxy: placeOfProxy(proxy),
      isBasic: true,
      outcome: 'accepted',
      username: 'änna',
    });
  });

  test('is not told to another proxy that asks for one, which is shown', async () => {
    const { proxy, told } = await asking(['Basic realm="x"']);
    for (const place of ['http://127.0.0.1:1', placeOfProxy({ ...proxy, isSecure: true })]) {
      const { accounts, onChange } = accountsOf({ ...ACCOUNT, proxy: place });
      expect(accounts.view()).toMatchObject({ proxy: place, outcome: 'kept', username: 'änna' });
      expect(await opened(proxy, accounts)).toBe('proxy-login');
      expect(accounts.view()).toEqual({ proxy: placeOfProxy(proxy), isBasic: true, outcome: 'wanted', username: '' });
      expect(onChange).toHaveBeenCalledOnce();
    }
    expect(told).toEqual([undefined, undefined]);
  });

  test('is not told where the proxy wants a login of another kind, and that is said', async () => {
    const { proxy, told } = await asking(['Negotiate', 'NTLM']);
    const { accounts } = accountsOf({ ...ACCOUNT, proxy: placeOfProxy(proxy) });
    expect(await opened(proxy, accounts)).toBe('proxy-login');
    expect(told).toEqual([undefined]);
    expect(accounts.view()).toMatchObject({ isBasic: false, outcome: 'wanted' });
  });

  test('that the proxy does not take is told as such, until it is taken away', async () => {
    const { proxy, told } = await asking(['Negotiate', 'Basic realm="x"']);
    const wrong = { ...ACCOUNT, password: 'wrong', proxy: placeOfProxy(proxy) };
    const { accounts, keep } = accountsOf(wrong);
    expect(await opened(proxy, accounts)).toBe('proxy-login');
    expect(told).toHaveLength(2);
    expect(accounts.view()).toMatchObject({ isBasic: true, outcome: 'refused', username: 'änna' });
    keep();
    expect(accounts.view()).toMatchObject({ outcome: 'wanted', username: '' });
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
])('challenges %j ask by Basic: %j', (challenges, isBasic) => {
  expect(asksBasic(challenges)).toBe(isBasic);
});
