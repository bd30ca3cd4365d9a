// Who is online has not always published a device yet, and is not found before that. An onlooker at the server waits for it.
import { connectAsync } from 'mqtt';
import { unwrap } from '../../src/core/assert.ts';
import { userTag } from '../../src/core/keys/address.ts';
import { chainTopic } from '../../src/core/signal/topics.ts';
import type { Person } from './person.ts';

const PATIENCE_MS = 10_000;
const ONLOOKER = 'onlooker'.padEnd(26, 'a'); // the embedded broker lets devices in, each under its own name

/** Resolves once something is retained on this topic at the broker of `url` (`mqtt:`); rejects after 10 s. */
export async function untilRetained(url: string, topic: string): Promise<void> {
  const client = await connectAsync(url, { protocolVersion: 5, clientId: ONLOOKER, username: ONLOOKER });
  const told = new Promise<void>((resolve, reject) => {
    client.on('message', () => resolve());
    setTimeout(() => reject(new Error(`nothing is retained on ${topic}`)), PATIENCE_MS).unref();
  });
  try {
    await client.subscribeAsync(topic);
    await told;
  } finally {
    await client.endAsync(true);
  }
}

/** Resolves once the broker to which this person is connected has what their device publishes of itself. */
export async function untilPublished(person: Person): Promise<void> {
  const { identity, link } = await person.view();
  const { address, device } = unwrap(identity, 'the person is set up');
  if (link.kind !== 'online') throw new Error(`${person.name} is not online`);
  await untilRetained(link.url, chainTopic(userTag(address), device));
}
