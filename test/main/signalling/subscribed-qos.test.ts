// The QoS with which the connection subscribes to presence and the directory depends on the highest QoS that the server
// names in CONNACK. The inbox is always subscribed with QoS 1.
import { createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { chainTopic, hintTopic } from '../../../src/core/signal/topics.ts';
import { ANNA, BERT, castOf, until } from './connection-scene.ts';
import { connectTo } from './connection-rig.ts';
import { freePort } from '../../../tools/network/free-port.ts';

const TAG = castOf(0).tag;
const [CONNECT, SUBSCRIBE] = [0x10, 0x82]; // MQTT 5 §2.1.2, first bytes
const SMALL = 128; // shorter packets have one byte of length, and only CONNECT is longer here

/**
 * A server that accepts every client and subscription, with these properties in CONNACK. `asked` has the requested QoS
 * of each topic.
 */
async function server(properties: readonly number[]) {
  const asked = new Map<string, number>();
  const sockets = new Set<Socket>();
  const listening = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      if (bytes[0] === CONNECT)
        socket.write(Buffer.from([0x20, 3 + properties.length, 0, 0, properties.length, ...properties]));
      for (let at = 0; bytes[at] === SUBSCRIBE && (bytes[at + 1] ?? SMALL) < SMALL; at += 2 + (bytes[at + 1] ?? 0)) {
        const end = at + 2 + (bytes[at + 1] ?? 0);
        const topic = /sgl[^\0]*/.exec(bytes.toString('latin1', at, end - 1))?.[0] ?? '';
        asked.set(topic, (bytes[end - 1] ?? 0) & 3);
        socket.write(Buffer.from([0x90, 4, bytes[at + 2] ?? 0, bytes[at + 3] ?? 0, 0, 1]));
      }
    });
  });
  const port = await freePort();
  await new Promise<void>((resolve) => listening.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    listening.close();
  });
  return { asked, url: `mqtt://127.0.0.1:${port}` };
}

test.each([
  ['at a broker that limits no QoS, presence, chains and hints are asked for with QoS 0', [], 0],
  // MQTT 5 §3.2.2.3.4.
  [
    'at a broker whose highest QoS is 1, such as RabbitMQ, presence, chains and hints are asked for with QoS 1',
    [0x24, 1],
    1,
  ],
] as const)('%s', async (_title, properties, qos) => {
  const { asked, url } = await server(properties);
  const { connection } = connectTo({ device: ANNA, url });
  await until(() => expect(asked.get(`sgl/1/pr/${ANNA}`)).toBe(qos));
  connection.watchHints([TAG], () => undefined);
  const bounds = { timeoutMs: 10, mostPayloads: 1, mostBytes: 1 };
  void connection.readDirectory(TAG, { devices: [BERT] }, bounds);
  await until(() =>
    expect([hintTopic(TAG), chainTopic(TAG, BERT)].map((topic) => asked.get(topic))).toEqual([qos, qos]),
  );
  expect(asked.get(`sgl/1/in/${ANNA}/+`)).toBe(1);
});
