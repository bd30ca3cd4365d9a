// The broker connection through Debian's Squid, once open to everybody and once with a login. Every promise of the
// connection holds behind Squid.
import { afterAll, beforeAll } from 'vitest';
import { endpointOf } from '../../../src/main/signalling/endpoint.ts';
import { openTunnel, type Tunnel } from '../../../src/main/signalling/proxy.ts';
import { connectionContract } from './connection-contract.ts';
import { SQUID, SQUID_ACCOUNT, type Squid, squid } from './squid.ts';
import { embedded, type TestBroker } from './test-broker.ts';

const missing = SQUID === undefined ? 'squid is not installed' : undefined;
const open: Record<'free' | 'login', Squid | undefined> = { free: undefined, login: undefined };

beforeAll(async () => {
  if (missing !== undefined) return;
  open.free = await squid({ wantsLogin: false });
  open.login = await squid({ wantsLogin: true });
});
afterAll(async () => {
  await Promise.all([open.free?.stop(), open.login?.stop()]);
});

async function behind(kind: 'free' | 'login', by: 'tcp' | 'ws'): Promise<TestBroker> {
  const broker = await embedded(by);
  const tunnel: Tunnel = (url, signal) => {
    const proxy = open[kind];
    if (proxy === undefined) throw new Error('no Squid runs');
    return openTunnel(proxy, endpointOf(url), { account: SQUID_ACCOUNT, signal });
  };
  return { ...broker, target: (device) => ({ ...broker.target(device), tunnel }) };
}

connectionContract('through Squid', () => behind('free', 'ws'), missing);
connectionContract('through Squid that wants a login', () => behind('login', 'tcp'), missing);
