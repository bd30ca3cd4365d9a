// A person who is online has perhaps not published a device yet, and cannot be found before that. Here another client
// of the broker waits until the device is published.
import { randomBytes } from 'node:crypto';
import { connectAsync } from 'mqtt';
import { assert, unwrap } from '../../src/core/assert.ts';
import { toBase32 } from '../../src/core/bytes.ts';
import { userTag } from '../../src/core/keys/address.ts';
import { chainTopic } from '../../src/core/signal/topics.ts';
import type { Person } from './person.ts';

const PATIENCE_MS = 30_000; // a device whose first reading fails publishes 15 s later

/** Resolves once something is retained on this topic at the broker of `url` (`mqtt:`); rejects after 30 s. */
export async function untilRetained(url: string, topic: string): Promise<void> {
  // A name of its own: the embedded broker admits a client only if client id and user name are equal, and a broker ends
  // the first connection when a second one comes under the same client id.
  const name = toBase32(randomBytes(17), 26);
  const client = await connectAsync(url, { protocolVersion: 5, clientId: name, username: name });
  const told = new Promise<void>((resolve, reject) => {
    client.on('message', () => resolve());
    setTimeout(() => reject(new Error(`nothing is retained on ${topic}`)), PATIENCE_MS).unref();
  });
  try {
    await Promise.all([client.subscribeAsync(topic), told]);
  } finally {
    await client.endAsync(true);
  }
}

/** Resolves once the person is connected, and the broker has what their device publishes about itself. */
export async function untilPublished(person: Person): Promise<void> {
  const { identity, link } = await person.until(
    'online',
    (view) => view.identity !== undefined && view.link.kind === 'online',
  );
  const { address, device } = unwrap(identity, 'the person is set up');
  assert(link.kind === 'online', 'the connection was waited for');
  await untilRetained(link.url, chainTopic(userTag(address), device));
}
