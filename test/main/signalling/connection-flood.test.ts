// An address that strangers flood, at Debian's Mosquitto with the guide's access list: what the flood costs a device
// that reads the address.
import { expect, test } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { utf8 } from '../../../src/core/bytes.ts';
import { chainTopic } from '../../../src/core/signal/topics.ts';
import { parseBrokerUrl } from '../../../src/main/signalling/stream.ts';
import { castOf, openScene, until } from './connection-scene.ts';
import { connectTo, onlineAt } from './connection-rig.ts';
import { MOSQUITTO, mosquitto } from './mosquitto.ts';
import { slowLine } from './slow-line.ts';

const CLAIMS = 4000;
const BOUNDS = { timeoutMs: 5000, mostPayloads: 80, mostBytes: 1024 * 1024 };

test.skipIf(MOSQUITTO === undefined)(
  'a flooded address costs its reader no inbox message and no chain of a known device',
  async (context) => {
    const cast = castOf(0);
    const { annaId, bertId, carlId, tag } = cast;
    // Carl stands for thousands of accounts, each of which could write one claim.
    const acl = `user ${carlId}\ntopic write sgl/1/dir/+/+\n`;
    const { broker, ready, raw } = await openScene(() => mosquitto('mqtts', [], { acl }), cast, context);
    const anna = await ready(annaId);
    expect(await anna.connection.publishChain(tag, utf8('of anna'))).toBe('sent');
    const { client: carl } = await raw(carlId);
    for (let n = 0; n < CLAIMS; n += 100) {
      const topics = Array.from({ length: 100 }, (_, i) => chainTopic(tag, castOf(1000 + n + i).annaId));
      await Promise.all(topics.map((topic) => carl.publishAsync(topic, 'x'.repeat(8000), { qos: 1, retain: true })));
    }
    const target = broker.target(bertId);
    const { port } = unwrap(parseBrokerUrl(target.url), 'a test broker has an address');
    const url = `mqtts://127.0.0.1:${await slowLine(Number(port), 6_000_000)}`;
    const bert = connectTo({ ...target, url });
    await onlineAt(bert.connection);
    const reading = bert.connection.readDirectory(tag, { isEverybody: true }, BOUNDS);
    const texts = Array.from({ length: 100 }, (_, n) => `message ${n}`);
    for (const text of texts) expect(await anna.connection.send(bertId, utf8(text), 60)).toBe('sent');
    const all = await reading;
    expect(all).toMatchObject({ isWhole: false });
    expect(all !== 'timeout' && all.chains.size).toBe(80);
    await until(() => expect(bert.heard).toEqual(expect.arrayContaining(texts)), 20_000);
    const known = await bert.connection.readDirectory(tag, { devices: [annaId] }, BOUNDS);
    expect(known).toEqual({ chains: new Map([[annaId, utf8('of anna')]]), hint: undefined, isWhole: true });
  },
);
