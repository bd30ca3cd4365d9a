/* oxlint-disable vitest/expect-expect -- the cases are handed on */
// The directory of chains at each kind of broker: who may write which chain, and what a reader gets.
import { expect } from 'vitest';
import { type Bytes, utf8 } from '../../../src/core/bytes.ts';
import { writeHint } from '../../../src/core/signal/hint.ts';
import { chainTopic, hintTopic } from '../../../src/core/signal/topics.ts';
import type { DirectoryPart, DirectoryQuestion } from '../../../src/main/signalling/transport.ts';
import type { Trouble } from './access-contract.ts';
import { castOf, refused, type Station, until } from './connection-scene.ts';

const BOUNDS = { timeoutMs: 10_000, mostPayloads: 80, mostBytes: 1024 * 1024 };

async function read({ connection }: Station, tag: string, question: DirectoryQuestion): Promise<DirectoryPart> {
  const part = await connection.readDirectory(tag, question, BOUNDS);
  if (part === 'timeout') throw new Error('the broker did not answer');
  return part;
}

// An acknowledged message may not be stored yet: RabbitMQ hands retained messages to a separate process, and MQTT
// allows that.
async function untilRead(
  reader: Station,
  tag: string,
  question: DirectoryQuestion,
  chains: ReadonlyMap<string, Bytes>,
) {
  return await until(async () => {
    const part = await read(reader, tag, question);
    expect(part.chains).toEqual(chains);
    return part;
  });
}

/** Every promise of the directory. */
export function directoryContract(trouble: Trouble): void {
  trouble(
    'chains are read by exact name, afresh each time, and a missing chain leaves the reading complete',
    async ({ ready, annaId, bertId, carlId, tag }) => {
      const [anna, bert] = [await ready(annaId), await ready(bertId)];
      const nobody = await read(anna, tag, { devices: [annaId, bertId] });
      expect(nobody).toEqual({ chains: new Map(), hint: undefined, isWhole: true });
      expect(await bert.connection.publishChain(tag, utf8('of bert'))).toBe('sent');
      // The most names that a reader ever asks for: 64 members and a caller.
      const devices = [annaId, bertId, ...Array.from({ length: 63 }, (_, n) => castOf(1000 + n).annaId)];
      const large = utf8('c'.repeat(64_000));
      for (const chain of [utf8('first'), utf8('second'), large]) {
        expect(await anna.connection.publishChain(tag, chain)).toBe('sent');
        const both = new Map([
          [annaId, chain],
          [bertId, utf8('of bert')],
        ]);
        const part = await untilRead(bert, tag, { devices }, both);
        expect([part.hint, part.isWhole]).toEqual([undefined, true]);
      }
      const other = await read(bert, castOf(2000).tag, { devices: [annaId, carlId] });
      expect(other.chains.size).toBe(0);
    },
  );

  trouble(
    'a reading of everybody’s chains gets them if the broker supports the wildcard, and gets the hint at every broker',
    async ({ broker, ready, annaId, bertId, carlId, tag }) => {
      const [anna, bert, carl] = [await ready(annaId), await ready(bertId), await ready(carlId)];
      expect(await anna.connection.publishChain(tag, utf8('of anna'))).toBe('sent');
      expect(await bert.connection.publishChain(tag, utf8('of bert'))).toBe('sent');
      const hint = writeHint([annaId, bertId]);
      expect(await bert.connection.publishHint(tag, hint)).toBe('sent');
      const both = new Map([
        [annaId, utf8('of anna')],
        [bertId, utf8('of bert')],
      ]);
      await untilRead(carl, tag, { devices: [annaId, bertId] }, both);
      await until(async () => expect((await read(carl, tag, { isEverybody: true })).hint).toEqual(hint));
      const all = await read(carl, tag, { isEverybody: true });
      expect(all.chains).toEqual(broker.hasRetainedByWildcard ? both : new Map());
      expect([all.hint, all.isWhole]).toEqual([hint, true]);
      expect(carl.connection.view().kind).toBe('online'); // no broker disconnects a client for the wildcard
    },
  );

  trouble(
    'no account can write the chain of another device, and each can write its own chain under any address',
    async ({ ready, raw, annaId, bertId, carlId, tag }) => {
      const [anna, bert] = [await ready(annaId), await ready(bertId)];
      expect(await anna.connection.publishChain(tag, utf8('of anna'))).toBe('sent');
      await untilRead(bert, tag, { devices: [annaId] }, new Map([[annaId, utf8('of anna')]]));
      for (const forged of [annaId, bertId, 'x', `${carlId}/x`, '']) {
        await refused(await raw(carlId), `${hintTopic(tag)}/${forged}`, true);
      }
      const { client: carl } = await raw(carlId);
      await carl.publishAsync(chainTopic(tag, carlId), 'a claim', { qos: 1, retain: true });
      const both = new Map([
        [annaId, utf8('of anna')],
        [carlId, utf8('a claim')],
      ]);
      await untilRead(bert, tag, { devices: [annaId, bertId, carlId] }, both);
    },
  );

  trouble(
    'a watched hint arrives when it is written, before and after a reading of its address',
    async ({ ready, annaId, bertId, tag }) => {
      const [anna, bert] = [await ready(annaId), await ready(bertId)];
      const heard: string[] = [];
      anna.connection.watchHints([tag], (of, hint) => heard.push(`${of} ${new TextDecoder().decode(hint)}`));
      await read(anna, tag, { isEverybody: true });
      const hints = [[annaId], [bertId], [annaId, bertId]].map(writeHint);
      for (const hint of hints) {
        expect(await bert.connection.publishHint(tag, hint)).toBe('sent');
        await until(() => expect(heard.at(-1)).toBe(`${tag} ${new TextDecoder().decode(hint)}`));
        await read(anna, tag, { isEverybody: true });
      }
    },
  );

  trouble(
    'simultaneous readings of one address are all whole, and disturb neither each other nor the inbox',
    async ({ ready, annaId, bertId, tag }) => {
      const [anna, bert] = [await ready(annaId), await ready(bertId)];
      expect(await anna.connection.publishChain(tag, utf8('of anna'))).toBe('sent');
      const chains = new Map([[annaId, utf8('of anna')]]);
      await untilRead(bert, tag, { devices: [annaId] }, chains);
      const readings = Array.from({ length: 6 }, (_, n) =>
        read(bert, tag, { devices: [annaId, bertId], isEverybody: n % 2 === 1 }),
      );
      const texts = Array.from({ length: 20 }, (_, n) => `message ${n}`);
      for (const text of texts) expect(await anna.connection.send(bertId, utf8(text), 30)).toBe('sent');
      for (const part of await Promise.all(readings)) expect([part.chains, part.isWhole]).toEqual([chains, true]);
      await until(() => expect(bert.heard.map((message) => message.text)).toEqual(texts));
    },
  );
}
