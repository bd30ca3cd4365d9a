// One HTTPS exchange: servers that lie, hang, send too much or redirect, and proxies on the path.
import { createServer, type Server } from 'node:https';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { createExchange, type ExchangeOptions } from '../../../src/main/signalling/exchange.ts';
import { writePem } from '../../../src/main/organisation/pem.ts';
import { openTunnel } from '../../../src/main/signalling/proxy.ts';
import { testProxy } from './test-proxy.ts';
import { Authority, deviceOf, keysOf, P256 } from '../organisation/authority.ts';

let root: Authority;
let tls: { readonly cert: string; readonly key: string };
beforeAll(async () => {
  root = await Authority.create('root', { fromMs: Date.now() - 1000 });
  const keys = await keysOf(P256);
  const names = [{ type: 'dns', value: 'localhost' } as const];
  const wish = { names, purposes: ['1.3.6.1.5.5.7.3.1'], publicKey: keys.publicKey, fromMs: Date.now() - 1000 };
  const key = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  tls = {
    cert: writePem(await root.issue(deviceOf(), wish), 'CERTIFICATE'),
    key: writePem(key, 'PRIVATE KEY'),
  };
});

const servers: Server[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(answer: RequestListener): Promise<URL> {
  const server = createServer(tls, answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return new URL(`https://localhost:${String((server.address() as AddressInfo).port)}/x`);
}
const get = (url: URL, options: Partial<ExchangeOptions> = {}) =>
  createExchange({ roots: () => [root.pem], ...options })({ method: 'GET', url, headers: { 'x-a': 'b' } });
const hello: RequestListener = (_request, response) => void response.end('hello');

it('an HTTPS exchange returns the answer of a trusted server', async () => {
  const answer = await get(await serve(hello));
  expect(answer).toMatchObject({ status: 200, body: new Uint8Array(Buffer.from('hello')) });
});

it.each<[string, () => Promise<Partial<ExchangeOptions>>]>([
  ['no root', () => Promise.resolve({ roots: () => [] })],
  ['no value, so that the runtime’s roots count', () => Promise.resolve({ roots: () => undefined })],
  ['another root', async () => ({ roots: ((pem) => () => [pem])((await Authority.create()).pem) })],
])(
  'an HTTPS exchange trusts no foreign server if policy has %s, whatever the environment says',
  async (_what, options) => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const url = await serve(() => {
      throw new Error('nothing of ours gets here');
    });
    expect(await get(url, await options())).toBe('tls');
  },
);

it('an HTTPS exchange rejects a certificate for another name', async () => {
  const url = await serve(hello);
  url.hostname = '127.0.0.1';
  expect(await get(url)).toBe('tls');
});

it('an HTTPS exchange follows no redirect', async () => {
  const url = await serve(
    (_request, response) => void response.writeHead(302, { location: 'https://x.example' }).end(),
  );
  expect(await get(url)).toMatchObject({ status: 302 });
});

it('an HTTPS exchange gives up on an endless, broken or missing answer', async () => {
  const endless = await serve((_request, response) => {
    const more = (): void => void response.write(Buffer.alloc(16_384), more);
    more();
  });
  expect(await get(endless)).toBe('unreachable');
  const broken = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half', () => response.destroy());
  });
  expect(await get(broken)).toBe('unreachable');
  expect(await get(await serve(() => undefined), { timeoutMs: 200 })).toBe('unreachable');
  const server = servers[0]!;
  const { port } = server.address() as AddressInfo;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  expect(await get(new URL(`https://localhost:${String(port)}/`))).toBe('unreachable');
});

it('an HTTPS exchange goes through the given proxy, and fails if the proxy hangs or refuses', async () => {
  const url = await serve(hello);
  const proxy = await testProxy();
  const tunnel: ExchangeOptions['tunnel'] = (to, signal) =>
    openTunnel(proxy, { host: to.hostname, port: Number(to.port) }, { signal });
  expect(await get(url, { tunnel })).toMatchObject({ status: 200 });
  expect(proxy.asked).toEqual([expect.stringContaining(`CONNECT localhost:${url.port}`)]);
  proxy.behaviour = 407;
  expect(await get(url, { tunnel })).toBe('unreachable');
  proxy.behaviour = 'silent';
  expect(await get(url, { tunnel, timeoutMs: 200 })).toBe('unreachable');
});
