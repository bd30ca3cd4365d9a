// The broker of the person scene: MQTT in this process, without access rules. It counts how often each device received
// each chain: an attack counts as failed only if its victims have received the attacker's chain.
import { createServer } from 'node:net';
import { Aedes } from 'aedes';
import { readTopic } from '../../../src/core/signal/topics.ts';
import { freePort } from '../../network/free-port.ts';

/** A broker that counts. Devices are given by their ids. */
export interface CountingBroker {
  readonly url: string;
  /** How many times `reader` has received the chain that `device` publishes. */
  readonly handed: (reader: string, device: string) => number;
}

/** Starts a broker on this machine; it ends when `use` returns. */
export async function withCountingBroker(use: (broker: CountingBroker) => Promise<void>): Promise<void> {
  const handed = new Map<string, number>();
  const aedes = await Aedes.createBroker({
    authorizeForward: (client, packet) => {
      const topic = readTopic(packet.topic);
      if (topic?.kind !== 'chain') return packet;
      const pair = `${client.id} ${topic.device}`;
      handed.set(pair, (handed.get(pair) ?? 0) + 1);
      return packet;
    },
  });
  const server = createServer({ noDelay: true }, (socket) => void aedes.handle(socket));
  const port = await freePort();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  try {
    await use({
      url: `mqtt://127.0.0.1:${port}`,
      handed: (reader, device) => handed.get(`${reader} ${device}`) ?? 0,
    });
  } finally {
    server.close();
    await new Promise<void>((resolve) => {
      aedes.close(resolve);
    });
  }
}
