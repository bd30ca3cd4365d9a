// The embedded broker: where it listens, what it survives, how fast it is, and what each device may do there.
import { connect, Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Duplex } from 'node:stream';
import { MqttClient } from 'mqtt';
import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { toBase32, utf8 } from '../../../src/core/bytes.ts';
import {
  chainFilter,
  chainTopic,
  credentialTopic,
  inboxFilter,
  inboxTopic,
  hintTopic,
  presenceTopic,
} from '../../../src/core/signal/topics.ts';
import { createLog } from '../../../src/main/log.ts';
import { createBroker } from '../../../src/main/signalling/broker.ts';
import { mayConnect, mayPublish, maySubscribe, retainedBudget } from '../../../src/main/signalling/broker-rules.ts';
import { createBrokerConnection } from '../../../src/main/signalling/broker-connection.ts';
import { openStream } from '../../../src/main/signalling/stream.ts';
import { connectTo, onlineAt } from './connection-rig.ts';
import { ANNA, BERT, until } from './connection-scene.ts';
import { embedded, quiet } from './test-broker.ts';
import { realClock, systemRandom } from './test-clock.ts';
import { freePort } from '../../../tools/network/free-port.ts';

function tryPort(host: string, port: number): Promise<'open' | 'closed'> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve('open');
    });
    socket.once('error', () => resolve('closed'));
  });
}

test('the embedded broker listens on loopback only, reports its address, and counts clients', async () => {
  const broker = createBroker(quiet);
  onTestFinished(broker.stop);
  expect(await broker.start({ port: 0 })).toBe('running');
  const view = broker.view();
  if (view.kind !== 'running') throw new Error('not running');
  expect(view.url).toMatch(/^mqtt:\/\/127\.0\.0\.1:\d+$/);
  const connection = createBrokerConnection({ clock: realClock(), random: systemRandom, log: quiet });
  connection.onMessage(() => undefined);
  connection.open({ device: ANNA, url: view.url });
  await until(() => expect(broker.view()).toMatchObject({ clients: 1 }));
  await connection.close();
  await until(() => expect(broker.view()).toMatchObject({ clients: 0 }));
  const outer = Object.values(networkInterfaces())
    .flat()
    .find((face) => face?.family === 'IPv4' && !face.internal);
  // A machine without a network has no other address to try.
  const port = Number(new URL(view.url).port);
  expect(outer === undefined ? 'closed' : await tryPort(outer.address, port)).toBe('closed');
  await broker.stop();
  expect(broker.view()).toEqual({ kind: 'stopped' });
});

test('the embedded broker reports a port that is already in use, and its next start works', async () => {
  const [first, second] = [createBroker(quiet), createBroker(quiet)];
  onTestFinished(async () => {
    await Promise.all([first.stop(), second.stop()]);
  });
  const port = await freePort();
  const webSocketPort = await freePort();
  await first.start({ port });
  expect(await second.start({ port })).toBe('broker-in-use');
  expect(second.view()).toEqual({ kind: 'failed', cause: 'broker-in-use' });
  await second.start({ port: webSocketPort });
  expect(await first.start({ port, webSocketPort })).toBe('broker-in-use');
  await first.stop();
  expect(await second.start({ port })).toBe('running');
});

test('an oversized message disconnects its sender and no other client', async () => {
  const broker = await embedded('tcp');
  onTestFinished(broker.stop);
  const at = new URL(broker.target(ANNA).url);
  const line = await openStream(at, { tls: {} }, 1_000_000, new AbortController().signal);
  const raw = new MqttClient(() => line, {
    protocolVersion: 5,
    clientId: ANNA,
    username: ANNA,
    reconnectPeriod: 0,
  });
  raw.on('error', () => undefined);
  const bert = connectTo(broker.target(BERT));
  await onlineAt(bert.connection);
  await until(() => expect(raw.connected).toBe(true));
  raw.publish(inboxTopic(BERT, ANNA), Buffer.alloc(200_000), { qos: 1 });
  await until(() => expect(raw.connected).toBe(false));
  raw.end(true);
  expect(await bert.connection.send(ANNA, utf8('still here'), 30)).toBe('sent');
  expect(bert.views.map(({ kind }) => kind)).toEqual(['connecting', 'online']);
});

test.each(['tcp', 'ws'] as const)('the fastest of 30 message round trips by %s takes less than 20 ms', async (by) => {
  const broker = await embedded(by);
  const connections = [ANNA, BERT].map((device) => {
    const connection = createBrokerConnection({ clock: realClock(), random: systemRandom, log: quiet });
    connection.onMessage((from, bytes) => {
      if (device === BERT) void connection.send(from, bytes, 30);
      else answered();
    });
    connection.open(broker.target(device));
    return connection;
  });
  onTestFinished(async () => {
    await Promise.all(connections.map((connection) => connection.close()));
    await broker.stop();
  });
  let answered = (): void => undefined;
  await until(() => expect(connections.map((connection) => connection.view().kind)).toEqual(['online', 'online']));
  const tripsMs: number[] = [];
  for (let n = 0; n < 30; n++) {
    const startMs = performance.now();
    const answer = new Promise<void>((resolve) => {
      answered = resolve;
    });
    void connections[0]?.send(BERT, utf8('x'.repeat(1500)), 30);
    await answer;
    tripsMs.push(performance.now() - startMs);
  }
  // With Nagle’s algorithm a round trip takes at least twice this limit (stream.ts).
  expect(Math.min(...tripsMs)).toBeLessThan(20);
});

describe('client names at the embedded broker', () => {
  async function connected(url: URL, ack = true): Promise<{ client: MqttClient; line: Duplex; code: () => unknown }> {
    const line = await openStream(url, { tls: {} }, 100_000, new AbortController().signal);
    const client = new MqttClient(() => line, {
      protocolVersion: 5,
      clientId: ANNA,
      username: ANNA,
      reconnectPeriod: 0,
      clean: false,
      properties: { sessionExpiryInterval: 60 },
    });
    let code: unknown;
    if (!ack) client.handleMessage = () => undefined;
    client.on('error', (error) => (code = 'code' in error ? error.code : error));
    onTestFinished(() => void client.end(true));
    await new Promise<void>((resolve) => {
      client.once('connect', () => resolve());
      client.once('close', () => resolve());
    });
    return { client, line, code: () => code };
  }

  async function begin(): Promise<URL> {
    const broker = await embedded('tcp');
    onTestFinished(broker.stop);
    return new URL(broker.target(ANNA).url);
  }

  test('a connected client keeps its name and inbox, however often another client claims the name', async () => {
    const url = await begin();
    const first = await connected(url);
    const heard: string[] = [];
    first.client.on('message', (_topic, payload) => {
      if (payload.length !== 16) heard.push(payload.toString());
    });
    await first.client.subscribeAsync(inboxFilter(ANNA), { qos: 1 });
    for (let n = 0; n < 3; n++) {
      const thief = await connected(url);
      expect([thief.client.connected, thief.code()]).toEqual([false, 0x85]);
    }
    await first.client.publishAsync(inboxTopic(ANNA, ANNA), 'still mine', { qos: 1 });
    await until(() => expect(heard).toEqual(['still mine']));
    expect(first.client.connected).toBe(true);
  });

  test('a client name becomes free when the client’s connection ends, or when the client no longer answers', async () => {
    const url = await begin();
    const first = await connected(url);
    first.line.destroy();
    const second = await connected(url, false);
    expect(second.client.connected).toBe(true);
    const third = await connected(url);
    expect(third.client.connected).toBe(true);
    await until(() => expect(second.client.connected).toBe(false));
  });

  test('exactly one of several simultaneous claimants gets the client name', async () => {
    const url = await begin();
    const all = await Promise.all([connected(url), connected(url), connected(url)]);
    expect(all.filter(({ client }) => client.connected)).toHaveLength(1);
  });
});

test('the embedded broker logs that it ran out of file handles, and keeps running', async () => {
  const listened: Server[] = [];
  const listen = vi.spyOn(Server.prototype, 'listen').mockImplementation(function (this: Server, ...given: unknown[]) {
    listened.push(this);
    listen.mockRestore();
    return this.listen(...(given as [number, string]));
  });
  const lines: string[] = [];
  const broker = createBroker(createLog('warn', (_level, line) => lines.push(line)));
  onTestFinished(broker.stop);
  expect(await broker.start({ port: 0 })).toBe('running');
  const exhausted = Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' });
  for (const server of listened) expect(server.emit('error', exhausted)).toBe(true);
  expect(listened).toHaveLength(1);
  expect(listened[0]?.maxConnections).toBeGreaterThan(0);
  expect(lines.join('\n')).toContain('the embedded broker cannot accept a connection');
  expect(broker.view()).toMatchObject({ kind: 'running' });
});

test('thousands of devices can be watched on one connection', async () => {
  const broker = await embedded('tcp');
  onTestFinished(broker.stop);
  const [anna, bert] = [ANNA, BERT].map((device) => {
    const connection = createBrokerConnection({ clock: realClock(), random: systemRandom, log: quiet });
    connection.onMessage(() => undefined);
    connection.open(broker.target(device));
    onTestFinished(() => connection.close());
    return connection;
  });
  const devices = Array.from({ length: 4000 }, (_, n) => toBase32(sha256(utf8(String(n))), 26));
  const seen: string[] = [];
  const kinds = new Set<string>();
  await until(() => expect(anna?.view().kind).toBe('online'));
  anna?.onView((view) => kinds.add(view.kind));
  anna?.watchPresence([...devices, BERT], (device, status) => seen.push(`${device} ${status}`));
  bert?.publishPresence('online');
  await until(() => expect(seen).toEqual([`${BERT} online`]));
  expect(kinds).toEqual(new Set());
});

test('retained messages share one budget, and existing ones can be replaced or deleted when the budget is full', () => {
  const budget = retainedBudget();
  const list = (n: number, bytes = 65_535) => ({ topic: `list ${String(n)}`, bytes, retain: true });
  let kept = 0;
  while (kept < 5000 && budget.take(list(kept))) kept++;
  expect(kept).toBeGreaterThan(900);
  expect(kept).toBeLessThan(1100);
  expect(budget.take(list(0))).toBe(true); // replaced by the same message
  expect(budget.take({ topic: 'inbox', bytes: 65_535, retain: false })).toBe(true);
  expect(budget.take(list(1, 0))).toBe(true); // deleted
  expect(budget.take(list(5000))).toBe(true);
  expect(budget.take(list(5001))).toBe(false);
});

describe('access rules of the embedded broker', () => {
  const small = { bytes: 10, retain: false };
  test('a device may write only as itself, apart from hints, and only with the size and retention that the topic allows', () => {
    expect(mayPublish(ANNA, { topic: inboxTopic(BERT, ANNA), ...small })).toBe(true);
    expect(mayPublish(ANNA, { topic: inboxTopic(BERT, BERT), ...small })).toBe(false);
    expect(mayPublish(ANNA, { topic: inboxTopic(BERT, ANNA), bytes: 10, retain: true })).toBe(false);
    expect(mayPublish(ANNA, { topic: inboxTopic(BERT, ANNA), bytes: 65_536, retain: false })).toBe(false);
    expect(mayPublish(ANNA, { topic: presenceTopic(ANNA), bytes: 10, retain: true })).toBe(true);
    expect(mayPublish(ANNA, { topic: presenceTopic(ANNA), ...small })).toBe(false);
    expect(mayPublish(ANNA, { topic: presenceTopic(BERT), bytes: 10, retain: true })).toBe(false);
    expect(mayPublish(ANNA, { topic: credentialTopic(ANNA), bytes: 8192, retain: true })).toBe(true);
    expect(mayPublish(ANNA, { topic: credentialTopic(ANNA), bytes: 8193, retain: true })).toBe(false);
    expect(mayPublish(ANNA, { topic: credentialTopic(ANNA), ...small })).toBe(false);
    expect(mayPublish(ANNA, { topic: credentialTopic(BERT), bytes: 10, retain: true })).toBe(false);
    expect(mayPublish(ANNA, { topic: hintTopic(BERT), bytes: 1875, retain: true })).toBe(true);
    expect(mayPublish(ANNA, { topic: hintTopic(BERT), bytes: 1876, retain: true })).toBe(false);
    expect(mayPublish(ANNA, { topic: hintTopic(BERT), bytes: 0, retain: true })).toBe(false);
    expect(mayPublish(ANNA, { topic: hintTopic(BERT), ...small })).toBe(false);
    expect(mayPublish(ANNA, { topic: chainTopic(BERT, ANNA), bytes: 64_000, retain: true })).toBe(true);
    expect(mayPublish(ANNA, { topic: chainTopic(BERT, ANNA), bytes: 64_001, retain: true })).toBe(false);
    expect(mayPublish(ANNA, { topic: chainTopic(BERT, ANNA), bytes: 0, retain: true })).toBe(false);
    expect(mayPublish(ANNA, { topic: chainTopic(BERT, ANNA), ...small })).toBe(false);
    expect(mayPublish(ANNA, { topic: chainTopic(ANNA, BERT), bytes: 10, retain: true })).toBe(false);
    for (const topic of ['$SYS/x', 'other', `${inboxTopic(BERT, ANNA)}/more`]) {
      expect(mayPublish(ANNA, { topic, ...small })).toBe(false);
    }
  });

  test('a device may read only its own inbox, the chains of one address, and single hints, presences, certificates and chains', () => {
    const names = [hintTopic(BERT), presenceTopic(BERT), credentialTopic(BERT), chainTopic(BERT, ANNA)];
    for (const filter of [inboxFilter(ANNA), chainFilter(BERT), ...names]) {
      expect(maySubscribe(ANNA, filter)).toBe(true);
    }
    for (const filter of [
      '#',
      '+',
      'sgl/#',
      'sgl/1/in/+/+',
      inboxFilter(BERT),
      'sgl/1/pr/+',
      'sgl/1/dir/+',
      'sgl/1/dir/+/+',
      'sgl/1/dir/#',
      `sgl/1/dir/${BERT}/#`,
      `sgl/1/dir/+/${BERT}`,
      `${chainFilter(BERT)}/+`,
      'sgl/1/org/+',
      '$SYS/#',
    ]) {
      expect(maySubscribe(ANNA, filter)).toBe(false);
    }
    expect(maySubscribe(ANNA, inboxTopic(ANNA, BERT))).toBe(false);
  });

  test('a client may connect only if its client id and its user name are the same device id', () => {
    expect(mayConnect(ANNA, ANNA)).toBe(true);
    expect(mayConnect(ANNA, BERT)).toBe(false);
    expect(mayConnect(ANNA, undefined)).toBe(false);
    expect(mayConnect('admin', 'admin')).toBe(false);
  });
});
