// Waiting for what is retained at a broker, as tests and demos do for two people at once.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { utf8 } from '../../../src/core/bytes.ts';
import { chainTopic } from '../../../src/core/signal/topics.ts';
import { createLink, type Link } from '../../../src/main/signalling/link.ts';
import { untilRetained } from '../../../tools/desktop/published.ts';
import { castOf } from '../../main/signalling/link-scene.ts';
import { embedded, quiet, type TestBroker } from '../../main/signalling/test-broker.ts';
import { realClock, systemRandom } from '../../main/signalling/test-clock.ts';

const { annaId, tag } = castOf(0);
const other = castOf(1).tag;
let broker: TestBroker;
let link: Link;

beforeEach(async () => {
  broker = await embedded('tcp');
  link = createLink({ clock: realClock(), random: systemRandom, log: quiet });
  link.onMessage(() => undefined);
  link.open(broker.target(annaId));
});
afterEach(async () => {
  await link.close();
  await broker.stop();
});

test('two waiters for different topics at the same time do not disturb each other', async () => {
  const { url } = broker.target(annaId);
  const first = untilRetained(url, chainTopic(tag, annaId));
  const second = untilRetained(url, chainTopic(other, annaId));
  await new Promise<void>((resolve) => link.onDrained(resolve));
  for (const each of [tag, other]) expect(await link.publishChain(each, utf8('a chain'))).toBe('sent');
  expect(await Promise.all([first, second])).toEqual([undefined, undefined]);
});
