// Connections through an HTTP proxy: the proxy is used as policy says, and reported as the cause if it fails. Logins:
// proxy-accounts.test.ts.
import { createServer } from 'node:https';
import { readFileSync } from 'node:fs';
import { connect, createServer as createTcpServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { utf8 } from '../../../src/core/bytes.ts';
import { causeOfError } from '../../../src/main/signalling/connection-cause.ts';
import { type Proxy, openTunnel, type Tunnel } from '../../../src/main/signalling/proxy.ts';
import { createTunnel, proxiesOf, type ProxyPolicy } from '../../../src/main/signalling/proxy-choice.ts';
import { theAuthority } from './authority.ts';
import { ANNA, BERT, until } from './connection-scene.ts';
import { causeOf, causesIn, connectTo, onlineAt } from './connection-rig.ts';
import { MOSQUITTO, mosquitto } from './mosquitto.ts';
import { embedded, quiet } from './test-broker.ts';
import { testProxy } from './test-proxy.ts';
import { tlsFront } from './tls-front.ts';
import { freePort } from '../../../tools/network/free-port.ts';

const through =
  (proxy: Proxy): Tunnel =>
  (url, signal) =>
    openTunnel(proxy, { host: url.hostname, port: Number(url.port) }, { signal });

/** A TLS broker, and a broker connection to it through this proxy. */
async function proxied(proxy: Proxy, speed = 1) {
  const authority = theAuthority();
  const front = await tlsFront(authority);
  const tls = { roots: [authority.root] };
  return { front, ...connectTo({ device: ANNA, url: front.url, tls, tunnel: through(proxy) }, speed) };
}

describe('connections through a proxy', () => {
  test('a proxy is given the broker’s name and port, and nothing about us', async () => {
    const proxy = await testProxy();
    const { connection, front } = await proxied(proxy);
    await onlineAt(connection);
    const { host } = new URL(front.url);
    expect(proxy.asked).toEqual([`CONNECT ${host}\nhost\n${host}\nConnection\nclose`]);
  });

  test.each(['mqtt', 'ws'] as const)('a broker by %s is reached through a proxy', async (scheme) => {
    const proxy = await testProxy();
    const broker = await embedded(scheme === 'mqtt' ? 'tcp' : 'ws');
    onTestFinished(broker.stop);
    const { connection } = connectTo({ ...broker.target(ANNA), tunnel: through(proxy) });
    await onlineAt(connection);
    expect(await connection.send(BERT, utf8('through'), 5)).toBe('sent');
    expect(proxy.asked).toHaveLength(1);
  });

  test.skipIf(MOSQUITTO === undefined).each(['mqtts', 'wss'] as const)(
    'the certificate of Mosquitto by %s is checked through a proxy as it is without one',
    async (scheme) => {
      const proxy = await testProxy();
      const broker = await mosquitto(scheme, [ANNA]);
      onTestFinished(broker.stop);
      const target = { ...broker.target(ANNA), tunnel: through(proxy) };
      await onlineAt(connectTo(target).connection);
      expect(proxy.asked).toHaveLength(1);
      const { roots: _roots, ...without } = target.tls ?? {};
      expect(await causeOf(connectTo({ ...target, tls: without }).connection)).toBe('tls');
    },
  );

  test('a proxy reached by TLS must be trusted', async () => {
    const authority = theAuthority();
    const inner = await testProxy();
    const port = await freePort();
    const keys = ['cert', 'key'].map((kind) =>
      readFileSync(join(authority.folder, `server.${kind === 'cert' ? 'pem' : 'key'}`)),
    );
    const server = createServer({ cert: keys[0], key: keys[1] });
    server.on('connect', (request, line: Socket) => {
      const far = connect(inner.port, '127.0.0.1', () => {
        far.write(`CONNECT ${request.url} HTTP/1.1\r\nHost: ${request.url}\r\n\r\n`);
        far.pipe(line).pipe(far);
      });
      far.on('error', () => line.destroy());
      line.on('error', () => far.destroy());
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const front = await tlsFront(authority);
    const outer = { host: '127.0.0.1', port, isSecure: true };
    const target = { device: ANNA, url: front.url, tls: { roots: [authority.root] } };
    const by =
      (roots: readonly string[] | undefined): Tunnel =>
      (url, signal) =>
        openTunnel(outer, { host: url.hostname, port: Number(url.port) }, { roots, signal });
    expect(await causeOf(connectTo({ ...target, tunnel: by(undefined) }).connection)).toBe('proxy');
    await onlineAt(connectTo({ ...target, tunnel: by([authority.root]) }).connection);
  });
});

describe('proxies that fail', () => {
  test.each([
    ['asks for a name and a password', 407],
    ['forbids the destination', 403],
    ['does not know CONNECT', 405],
    ['hangs up', 'close'],
    ['speaks another protocol', 'nonsense'],
  ] as const)(
    'a proxy that %s is reported as the cause, receives nothing about us, and is used once it works',
    async (_what, behaviour) => {
      const proxy = await testProxy(behaviour);
      const { connection, front, views } = await proxied(proxy, 20);
      const cause = behaviour === 407 ? 'proxy-login' : 'proxy';
      await until(() => expect(connection.view()).toMatchObject({ kind: 'waiting', cause }));
      for (const each of causesIn(views)) expect([cause, 'timeout']).toContain(each);
      await until(() => expect(proxy.asked.length).toBeGreaterThan(1));
      expect(proxy.asked.join()).not.toMatch(/authorization|user-agent/i);
      expect(front.names).toEqual([]);
      proxy.behaviour = 'open';
      await onlineAt(connection);
    },
  );

  test('a missing proxy is reported as the cause of the failed connection', async () => {
    const proxy = { host: '127.0.0.1', port: await freePort(), isSecure: false };
    expect(await causeOf((await proxied(proxy)).connection)).toBe('proxy');
  });

  test('a proxy that never answers is reported as a timeout', async () => {
    expect(await causeOf((await proxied(await testProxy('silent'), 50)).connection)).toBe('timeout');
  });

  test('a broker that is missing behind a working proxy is reported as unreachable', async () => {
    const { connection, front } = await proxied(await testProxy());
    await onlineAt(connection);
    await front.stop();
    connection.reconnect();
    expect(await causeOf(connection)).toBe('unreachable');
  });

  test('a broker connection waits for a proxy that dies and continues when it returns', async () => {
    const proxy = await testProxy();
    const { connection } = await proxied(proxy, 20);
    await onlineAt(connection);
    await proxy.stop();
    await until(() => expect(connection.view()).toMatchObject({ kind: 'waiting', cause: 'proxy' }));
    const sending = connection.send(BERT, utf8('when it is back'), 1200);
    await proxy.start();
    await onlineAt(connection);
    expect(await sending).toBe('sent');
  });

  test('a connection closed while the proxy hangs leaves nothing open', async () => {
    let open = 0;
    const hanging = createTcpServer((socket) => {
      open++;
      socket.on('error', () => undefined);
      socket.on('close', () => open--);
      socket.resume();
    });
    const port = await freePort();
    await new Promise<void>((resolve) => hanging.listen(port, '127.0.0.1', resolve));
    onTestFinished(() => void hanging.close());
    const { connection } = await proxied({ host: '127.0.0.1', port, isSecure: false });
    await until(() => expect(open).toBe(1));
    await connection.close();
    await until(() => expect(open).toBe(0));
    expect(connection.view()).toEqual({ kind: 'off' });
  });
});

describe('choosing the proxy', () => {
  const far = new URL('mqtts://broker.example:8883');
  const policy = (more: Partial<ProxyPolicy>): ProxyPolicy => ({
    ProxyMode: 'system',
    ProxyUrl: '',
    TlsRoots: [],
    ...more,
  });
  const never = (): Promise<string> => expect.fail('the system was asked');
  /** Opens the tunnel; returns `direct`, `a line` or the cause of the failure. These tests' proxies answer 403. */
  async function tried(tunnel: Tunnel, url: URL): Promise<string | undefined> {
    try {
      return (await tunnel(url)) === undefined ? 'direct' : 'a line';
    } catch (error) {
      return causeOfError(error);
    }
  }

  test('policy’s proxy is used for every destination except this machine', async () => {
    const proxy = await testProxy(403);
    const tunnel = createTunnel(() => policy({ ProxyMode: 'manual', ProxyUrl: proxy.url }), never, quiet);
    expect(await tried(tunnel, far)).toBe('proxy');
    expect(await tried(tunnel, new URL('wss://[2001:db8::1]/mqtt'))).toBe('proxy');
    expect(await tried(tunnel, new URL('https://updates.example/feed'))).toBe('proxy');
    expect(proxy.asked.map((text) => text.split('\n')[0])).toEqual([
      'CONNECT broker.example:8883',
      'CONNECT [2001:db8::1]:443',
      'CONNECT updates.example:443',
    ]);
    for (const own of ['mqtt://127.0.0.1:1883', 'ws://localhost', 'mqtt://[::1]']) {
      expect(await tried(tunnel, new URL(own))).toBe('direct');
    }
  });

  test('the system is not asked for its proxy if policy forbids one', async () => {
    expect(
      await tried(
        createTunnel(() => policy({ ProxyMode: 'direct' }), never, quiet),
        far,
      ),
    ).toBe('direct');
  });

  test('a manual proxy without a valid address blocks the connection', async () => {
    for (const ProxyUrl of ['', 'nonsense', 'socks5://127.0.0.1:1']) {
      expect(
        await tried(
          createTunnel(() => policy({ ProxyMode: 'manual', ProxyUrl }), never, quiet),
          far,
        ),
      ).toBe('proxy');
    }
  });

  test('the system’s proxies are tried in their order', async () => {
    const proxy = await testProxy(403);
    const asked: string[] = [];
    let answer = '';
    const resolve = (url: string): Promise<string> => {
      asked.push(url);
      return Promise.resolve(answer);
    };
    const tunnel = createTunnel(() => policy({}), resolve, quiet);
    const dead = `PROXY 127.0.0.1:${await freePort()}`;
    answer = `${dead}; PROXY 127.0.0.1:${proxy.port}`;
    expect(await tried(tunnel, far)).toBe('proxy');
    expect(proxy.asked).toHaveLength(1);
    answer = `${dead};DIRECT`;
    expect(await tried(tunnel, far)).toBe('direct');
    answer = `PROXY 127.0.0.1:${proxy.port};DIRECT`;
    expect([await tried(tunnel, far), proxy.asked.length]).toEqual(['direct', 2]);
    answer = 'SOCKS5 127.0.0.1:1080';
    expect(await tried(tunnel, far)).toBe('proxy');
    expect(asked).toEqual(Array.from({ length: 4 }, () => 'https://broker.example:8883/'));
  });

  test('a changed proxy policy applies to the next connection', async () => {
    const proxy = await testProxy(403);
    let now = policy({ ProxyMode: 'direct' });
    const tunnel = createTunnel(() => now, never, quiet);
    expect(await tried(tunnel, far)).toBe('direct');
    now = policy({ ProxyMode: 'manual', ProxyUrl: proxy.url });
    expect(await tried(tunnel, far)).toBe('proxy');
  });

  test('the usable entries of a PAC answer are read in order, and all others are left out', () => {
    expect(proxiesOf('PROXY proxy.example:3128; https secure.example ;SOCKS5 s:1; DIRECT')).toEqual([
      { host: 'proxy.example', port: 3128, isSecure: false },
      { host: 'secure.example', port: 443, isSecure: true },
      'direct',
    ]);
    expect(proxiesOf('PROXY [2001:db8::2]:8080')).toEqual([{ host: '2001:db8::2', port: 8080, isSecure: false }]);
    expect(proxiesOf('HTTP proxy')).toEqual([{ host: 'proxy', port: 80, isSecure: false }]);
    for (const text of [
      '',
      'PROXY',
      'PROXY prоxy.example:3128',
      'PROXY a\u202eb:1',
      'PROXY a:b',
      'PROXY a:1:2',
      'PROXY :3128',
      ';;',
    ])
      expect(proxiesOf(text)).toEqual([]);
  });
});
