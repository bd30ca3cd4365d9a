// What the broker connection reports when it cannot connect, and what it survives: closed ports, foreign certificates,
// silence, garbage.
import { createServer, type Server, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { utf8 } from '../../../src/core/bytes.ts';
import { createBrokerConnection } from '../../../src/main/signalling/broker-connection.ts';
import { ANNA, BERT, until } from './connection-scene.ts';
import { causeOf, connectTo } from './connection-rig.ts';
import { MOSQUITTO, mosquitto } from './mosquitto.ts';
import { embedded, quiet } from './test-broker.ts';
import { realClock, systemRandom } from './test-clock.ts';
import { freePort } from '../../../tools/network/free-port.ts';

const [CONNECT, SUBSCRIBE, PUBACK] = [0x10, 0x82, 0x40]; // MQTT 5 §2.1.2, first bytes

async function serve(onSocket: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `mqtt://127.0.0.1:${port}`;
}

describe('causes of failed connections', () => {
  test.each(['mqtt', 'ws', 'mqtts', 'wss'])('a closed port by %s is reported as refused', async (scheme) => {
    const { connection } = connectTo({ device: ANNA, url: `${scheme}://127.0.0.1:${await freePort()}` });
    expect(await causeOf(connection)).toBe('refused');
  });

  test('an unknown host name is reported as unreachable', async () => {
    const { connection } = connectTo({ device: ANNA, url: 'mqtt://no-such-host.invalid' });
    expect(await causeOf(connection)).toBe('unreachable');
  });

  test('a silent server is reported as a timeout', async () => {
    const { connection } = connectTo({ device: ANNA, url: await serve(() => undefined) }, 50);
    expect(await causeOf(connection)).toBe('timeout');
  });

  test('a server that accepts the connection and then answers nothing is reported as a timeout', async () => {
    // It answers CONNECT and the library's pings (PINGREQ), so only the connection's own limit can end this.
    const answers = new Map([
      [0x10, [0x20, 3, 0, 0, 0]],
      [0xc0, [0xd0, 0]],
    ]);
    const url = await serve((socket) => {
      socket.on('data', (bytes) => socket.write(new Uint8Array(answers.get(bytes[0] ?? 0) ?? [])));
    });
    const { connection, views } = connectTo({ device: ANNA, url }, 50);
    expect(await causeOf(connection)).toBe('timeout');
    expect(views.some((view) => view.kind === 'online')).toBe(false);
  });

  test('a device that connects under another device’s name is reported as not authorised', async () => {
    const broker = await embedded('tcp');
    onTestFinished(broker.stop);
    const { connection } = connectTo({ ...broker.target(ANNA), username: BERT });
    expect(await causeOf(connection)).toBe('not-authorised');
  });

  test.skipIf(MOSQUITTO === undefined)(
    'a foreign authority is reported as `tls`, and a missing client certificate as `no-certificate`',
    async () => {
      const broker = await mosquitto('mqtts', [ANNA]);
      onTestFinished(broker.stop);
      const { tls, ...target } = broker.target(ANNA);
      expect(await causeOf(connectTo(target).connection)).toBe('tls');
      const { roots: _roots, ...own } = tls ?? {};
      vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0'); // the environment must not decide whom we trust
      onTestFinished(() => void vi.unstubAllEnvs());
      expect(await causeOf(connectTo({ ...target, tls: own }).connection)).toBe('tls');
      const { clientCertificate: _own, ...authority } = tls ?? {};
      expect(await causeOf(connectTo({ ...target, tls: authority }).connection)).toBe('no-certificate');
      const other = connectTo({ ...target, tls: tls ?? {} });
      await until(() => expect(other.connection.view().kind).toBe('online'));
    },
  );
});

describe('hostile or broken servers', () => {
  test.each([
    ['random bytes', systemRandom(4096)],
    ['two CONNACKs', new Uint8Array([0x20, 3, 0, 0, 0, 0x20, 3, 0, 0, 0])],
    ['a packet with an impossible length', new Uint8Array([0x30, 0xff, 0xff, 0xff, 0x7f])],
    ['a PUBACK for no message', new Uint8Array([0x20, 3, 0, 0, 0, 0x40, 2, 0, 77])],
    ['nothing', new Uint8Array(0)],
  ])('if a server sends %s and then hangs up, the connection throws nothing and tries again', async (_what, bytes) => {
    let connections = 0;
    const url = await serve((socket) => {
      connections++;
      socket.once('data', () => socket.end(bytes));
    });
    connectTo({ device: ANNA, url }, 50);
    await until(() => expect(connections).toBeGreaterThan(2));
  });
});

test('a message that arrives while the connection closes is neither acknowledged nor handed on', async () => {
  let line: Socket | undefined;
  const sent: number[] = [];
  const url = await serve((socket) => {
    line = socket;
    socket.on('data', (bytes) => {
      sent.push(bytes[0] ?? 0);
      if (bytes[0] === CONNECT) socket.write(new Uint8Array([0x20, 3, 0, 0, 0]));
      if (bytes[0] === SUBSCRIBE) socket.write(new Uint8Array([0x90, 4, bytes[2] ?? 0, bytes[3] ?? 0, 0, 1]));
      // This server never acknowledges the marker that the connection sends to its own inbox (protocol §3.1.6), so
      // closing waits for that acknowledgement.
    });
  });
  const { connection, heard } = connectTo({ device: ANNA, url });
  await until(() => expect(connection.view().kind).toBe('online'));
  await until(() => expect(sent.length).toBeGreaterThan(2));
  const topic = utf8(`sgl/1/in/${ANNA}/${BERT}`);
  const closing = connection.close();
  line?.write(new Uint8Array([0x32, topic.length + 7, 0, topic.length, ...topic, 0, 9, 0, 0x68, 0x69]));
  await closing;
  await until(() => expect(line?.destroyed).toBe(true));
  expect(heard).toEqual([]);
  expect(sent).not.toContain(PUBACK);
});

describe('connection attempts', () => {
  test('failed attempts are repeated, and a network change ends a pause at once', async () => {
    const port = await freePort();
    const { connection, views } = connectTo({ device: ANNA, url: `mqtt://127.0.0.1:${port}` }, 1000);
    const pauses = () => views.filter((view) => view.kind === 'waiting');
    await until(() => expect(pauses().length).toBeGreaterThan(12));
    const far = createBrokerConnection({
      clock: { nowMs: () => 0, after: () => () => undefined },
      random: systemRandom,
      log: quiet,
    });
    far.onMessage(() => undefined);
    far.open({ device: ANNA, url: `mqtt://127.0.0.1:${port}` });
    expect(await causeOf(far)).toBe('refused');
    far.retryNow();
    expect(far.view().kind).toBe('connecting');
    expect(await causeOf(far)).toBe('refused');
    connection.retryNow();
  });

  test.each(['', 'broker', 'http://broker', 'mqtt://', 'mqtt://user:secret@broker', 'file:///etc/passwd'])(
    'the broker address %j is refused, and the connection stays off',
    (url) => {
      const connection = createBrokerConnection({ clock: realClock(), random: systemRandom, log: quiet });
      connection.onMessage(() => undefined);
      expect(connection.open({ device: ANNA, url })).toBe('bad-broker');
      expect(connection.view()).toEqual({ kind: 'off' });
    },
  );

  test('a message fails before the first connection, and waits during a short loss', async () => {
    const broker = await embedded('tcp');
    onTestFinished(broker.stop);
    const { connection } = connectTo(broker.target(ANNA));
    expect(await connection.send(BERT, utf8('too early'), 5)).toBe('not-connected');
    await until(() => expect(connection.view().kind).toBe('online'));
    await broker.stop();
    await until(() => expect(connection.view().kind).toBe('waiting'));
    const later = connection.send(BERT, utf8('kept'), 30);
    expect(await connection.send(BERT, utf8('lost'), 1)).toBe('not-connected');
    expect(await Promise.race([later, Promise.resolve('waits')])).toBe('waits');
    await connection.close();
    expect(await later).toBe('not-connected');
    expect(await connection.publishHint(BERT, utf8('hint'))).toBe('not-connected');
    expect(await connection.readCredential(BERT, 10)).toBe('timeout');
  });

  test('one connection object moves from one broker to another', async () => {
    const [one, two] = [await embedded('tcp'), await embedded('ws')];
    onTestFinished(async () => {
      await Promise.all([one.stop(), two.stop()]);
    });
    const { connection } = connectTo(one.target(ANNA));
    await until(() => expect(connection.view().kind).toBe('online'));
    connection.open(two.target(BERT));
    await until(() => expect(connection.view()).toMatchObject({ kind: 'online', url: expect.stringMatching(/^ws:/) }));
    const other = connectTo(two.target(ANNA));
    await until(() => expect(other.connection.view().kind).toBe('online'));
    expect(await other.connection.send(BERT, utf8('hello'), 5)).toBe('sent');
  });
});
