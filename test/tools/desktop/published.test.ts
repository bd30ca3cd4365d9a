// Waiting for retained messages at a broker, as tests and demos do for two people at once.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { utf8 } from '../../../src/core/bytes.ts';
import { chainTopic } from '../../../src/core/signal/topics.ts';
import { createBrokerConnection, type BrokerConnection } from '../../../src/main/signalling/broker-connection.ts';
import { untilRetained } from '../../../tools/desktop/published.ts';
import { castOf } from '../../main/signalling/connection-scene.ts';
import { embedded, quiet, type TestBroker } from '../../main/signalling/test-broker.ts';
import { realClock, systemRandom } from '../../main/signalling/test-clock.ts';

const { annaId, tag } = castOf(0);
const other = castOf(1).tag;
let broker: TestBroker;
let connection: BrokerConnection;

beforeEach(async () => {
  broker = await embedded('tcp');
  connection = createBrokerConnection({ clock: realClock(), random: systemRandom, log: quiet });
  connection.onMessage(() => undefined);
  connection.open(broker.target(annaId));
});
afterEach(async () => {
  await connection.close();
  await broker.stop();
});

test('two simultaneous waits for retained messages on different topics both succeed', async () => {
  const { url } = broker.target(annaId);
  const first = untilRetained(url, chainTopic(tag, annaId));
  const second = untilRetained(url, chainTopic(other, annaId));
  await new Promise<void>((resolve) => connection.onDrained(resolve));
  for (const each of [tag, other]) expect(await connection.publishChain(each, utf8('a chain'))).toBe('sent');
  expect(await Promise.all([first, second])).toEqual([undefined, undefined]);
});
