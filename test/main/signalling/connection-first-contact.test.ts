// A first contact in a flood, at Debian's Mosquitto with the guide's access list: the connection is replaced during the
// reading, because the broker goes on sending claims. The device that the organisation certified is found all the same.
import { expect, test } from 'vitest';
import { equal, utf8 } from '../../../src/core/bytes.ts';
import { userTag } from '../../../src/core/keys/address.ts';
import { writeHint } from '../../../src/core/signal/hint.ts';
import { chainTopic, credentialTopic, hintTopic } from '../../../src/core/signal/topics.ts';
import { createSlices } from '../../../src/main/time/slices.ts';
import { systemClock, systemRandom } from '../../../src/main/time/system-clock.ts';
import { createAddressReader } from '../../../src/main/people/address-reader.ts';
import { ADDRESS, HandChain, paperDevice, realDevice } from '../../core/keys/hand-written-chain.ts';
import { personOf, ask, read } from '../people/reader-rig.ts';
import { castOf, openScene, until } from './connection-scene.ts';
import { MOSQUITTO, mosquitto } from './mosquitto.ts';

const CLAIMS = 5000;

test.skipIf(MOSQUITTO === undefined)(
  'a confirmed person is found among 5,000 claims if the hint names one of their devices',
  async (context) => {
    const cast = castOf(0);
    // Carl stands for Anna, and for thousands of accounts, each of which could write one claim.
    const acl = `user ${cast.carlId}\ntopic write sgl/1/dir/+/+\ntopic write sgl/1/org/+\n`;
    const { ready, raw } = await openScene(() => mosquitto('mqtts', [], { acl }), cast, context);
    const { client: carl } = await raw(cast.carlId);
    const put = async (topic: string, payload: Uint8Array): Promise<unknown> =>
      carl.publishAsync(topic, Buffer.from(payload), { qos: 1, retain: true });
    const tag = userTag(ADDRESS);
    const strangers = Array.from({ length: CLAIMS }, (_, n) => paperDevice(n));
    for (let n = 0; n < CLAIMS; n += 100) {
      const some = strangers.slice(n, n + 100);
      await Promise.all(some.map(async (each) => put(chainTopic(tag, each.id), HandChain.begin(each).payload)));
    }
    const anna = realDevice(1);
    const chain = HandChain.begin(anna);
    const certificate = utf8('as the organisation has issued it');
    await put(chainTopic(tag, anna.id), chain.payload);
    await put(credentialTopic(anna.id), certificate);
    await put(hintTopic(tag), writeHint([...strangers.slice(0, 63).map(({ id }) => id), anna.id]));

    const bert = await ready(cast.bertId);
    const parts = { source: bert.connection, clock: systemClock, random: systemRandom, slices: createSlices() };
    const credentials = {
      read: bert.connection.readCredential,
      isFor: (shown: Uint8Array, address: string) => address === ADDRESS && equal(shown, certificate),
    };
    // On a busy machine a reading may take longer than its three seconds.
    await until(async () => {
      const reading = read(await createAddressReader(parts).read(ask({ credentials })));
      expect(personOf(reading, chain).isFromDirectory).toBe(true);
      expect(reading.isCrowded).toBe(true);
    });
  },
);
