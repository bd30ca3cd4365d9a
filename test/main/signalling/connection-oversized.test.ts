// A packet above the maximum ends the connection when its header has arrived, not when its last byte has: on our side
// with every transport, and at the embedded broker.
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createWebSocketStream, WebSocket } from 'ws';
import { openTunnel } from '../../../src/main/signalling/proxy.ts';
import { theAuthority } from './authority.ts';
import { flood, HUGE_PUBLISH, hugeServer } from './huge-server.ts';
import { connectTo } from './connection-rig.ts';
import { ANNA, until } from './connection-scene.ts';
import { embedded } from './test-broker.ts';
import { testProxy } from './test-proxy.ts';

const MIB = 1024 * 1024;
// The most that systems and streams buffer on both ends together; the packet has 200 MiB.
const MOST_ON_THE_WAY = 24 * MIB;

describe('brokers that send a packet of 200 MiB', () => {
  test.each([
    ['mqtt', 'straight'],
    ['mqtts', 'straight'],
    ['ws', 'straight'],
    ['wss', 'straight'],
    ['mqtts', 'through a proxy'],
  ] as const)(
    'a packet of 200 MiB costs less than 24 MiB by %s %s, and the connection is retried after a pause',
    async (scheme, way) => {
      const server = await hugeServer(scheme);
      const proxy = way === 'straight' ? undefined : await testProxy();
      const tls = { roots: [theAuthority().root] };
      const { connection, views } = connectTo(
        {
          device: ANNA,
          url: server.url,
          tls,
          ...(proxy !== undefined && {
            tunnel: (url, signal) => openTunnel(proxy, { host: url.hostname, port: Number(url.port) }, { signal }),
          }),
        },
        2,
      );
      await until(() => expect(views.filter(({ kind }) => kind === 'waiting').length).toBeGreaterThan(2));
      await connection.close();
      await until(() => expect(server.closed()).toBe(server.connections()));
      const seen = views.map((view) => (view.kind === 'waiting' ? view.cause : view.kind));
      expect(seen.slice(0, 6)).toEqual(Array.from({ length: 3 }, () => ['connecting', 'protocol']).flat());
      expect(seen).not.toContain('online');
      expect(server.mostBytes()).toBeLessThan(MOST_ON_THE_WAY);
      expect(server.mostBuffered()).toBeLessThan(MOST_ON_THE_WAY);
    },
  );
});

describe('the embedded broker under packets of 200 MiB', () => {
  const CONNECT = [0, 4, 0x4d, 0x51, 0x54, 0x54, 5, 0x82, 0, 60, 0];
  const text = (value: string): number[] => [0, value.length, ...Buffer.from(value)];
  const login = [...CONNECT, ...text(ANNA), ...text(ANNA)];

  async function clientOf(by: 'tcp' | 'ws'): Promise<Duplex> {
    const broker = await embedded(by);
    onTestFinished(broker.stop);
    const { hostname: host, port, href } = new URL(broker.target(ANNA).url);
    const line =
      by === 'tcp' ? connect({ host, port: Number(port) }) : createWebSocketStream(new WebSocket(href, 'mqtt'));
    line.on('error', () => undefined);
    onTestFinished(() => void line.destroy());
    return line;
  }

  test.each(['tcp', 'ws'] as const)(
    'the embedded broker takes less than 24 MiB of a client’s packet of 200 MiB, and disconnects the client, by %s',
    async (by) => {
      const line = await clientOf(by);
      line.write(Uint8Array.of(0x10, login.length, ...login));
      await new Promise((resolve) => line.once('data', resolve));
      const { mostBytes, mostBuffered } = await flood(line, HUGE_PUBLISH);
      expect([mostBytes, mostBuffered].map((bytes) => bytes < MOST_ON_THE_WAY)).toEqual([true, true]);
    },
  );

  test.each(['tcp', 'ws'] as const)(
    'the embedded broker takes less than 24 MiB of a first packet of 200 MiB, and disconnects its sender, by %s',
    async (by) => {
      const { mostBytes, mostBuffered } = await flood(await clientOf(by), Uint8Array.of(0x10, 0x80, 0x80, 0x80, 0x64));
      expect([mostBytes, mostBuffered].map((bytes) => bytes < MOST_ON_THE_WAY)).toEqual([true, true]);
    },
  );
});
