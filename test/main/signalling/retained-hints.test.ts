// A hint that is rewritten again and again while it is read, with clock and broker under the test's control.
import { expect, test } from 'vitest';
import { utf8 } from '../../../src/core/bytes.ts';
import { chainTopic, hintTopic } from '../../../src/core/signal/topics.ts';
import { createMarkers } from '../../../src/main/signalling/marker.ts';
import { createRetainedCollector } from '../../../src/main/signalling/retained-collector.ts';
import { FakeConnection } from './fake-connection.ts';
import { ANNA, castOf } from './connection-scene.ts';
import { heldClock, systemRandom } from './test-clock.ts';

test('a reading unsubscribes a hint that is rewritten endlessly, keeps its eighth version, and still reads a chain', async () => {
  const { tag } = castOf(0);
  const clock = heldClock();
  const markers = createMarkers('own', clock, systemRandom);
  const collector = createRetainedCollector(markers, clock, systemRandom, () => expect.fail('no new connection'));
  const line = new FakeConnection();
  collector.attach(line);
  const bounds = { timeoutMs: 3000, mostPayloads: 80, mostBytes: 1024 * 1024 };
  const reading = collector.read(tag, { devices: [ANNA], isEverybody: true }, bounds);
  const of = { userTag: tag, retained: true, identifiers: [] };
  const hint = (n: number): void =>
    collector.arrived({ ...of, topic: hintTopic(tag), device: undefined, payload: utf8(`hint ${n}`) });
  for (let n = 1; n <= 8; n++) hint(n);
  expect(line.unsubscribed).toEqual([]);
  for (let n = 9; n <= 1000; n++) hint(n);
  expect(line.unsubscribed).toContain(hintTopic(tag));
  collector.arrived({ ...of, topic: chainTopic(tag, ANNA), device: ANNA, payload: utf8('of anna') });
  clock.advance(3000);
  const chains = new Map([[ANNA, utf8('of anna')]]);
  expect(await reading).toEqual({ chains, hint: utf8('hint 8'), isWhole: false, isFlooded: true });
});
