/* oxlint-disable vitest/expect-expect -- the cases are handed on */
// What a device can do at a broker, and what the broker's access rules prevent: writing as another device, reading what
// is meant for another device, and connecting as another device.
import { MqttClient } from 'mqtt';
import { expect } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { type Bytes, utf8 } from '../../../src/core/bytes.ts';
import { chainTopic, credentialTopic, hintTopic, inboxTopic, presenceTopic } from '../../../src/core/signal/topics.ts';
import { openStream, parseBrokerUrl } from '../../../src/main/signalling/stream.ts';
import { refused, type Scene, until } from './connection-scene.ts';

/** Declares one test. */
export type Trouble = (what: string, run: (scene: Scene) => Promise<void>) => void;

/** Every promise of the access rules. */
export function accessContract(trouble: Trouble): void {
  trouble('a device cannot write under the name of another', async ({ ready, raw, annaId, bertId, carlId }) => {
    const bert = await ready(bertId);
    await refused(await raw(carlId), inboxTopic(bertId, annaId), false);
    const { client: carl } = await raw(carlId);
    await carl.publishAsync(inboxTopic(bertId, carlId), 'mine', { qos: 1 });
    await until(() => expect(bert.heard).toEqual([{ from: carlId, text: 'mine', backlog: false }]));
  });

  trouble(
    'a device reads no inbox but its own, neither by name nor by wildcard',
    async ({ ready, raw, annaId, bertId, carlId }) => {
      const [anna, bert] = [await ready(annaId), await ready(bertId)];
      const heard: string[] = [];
      const filters = [`sgl/1/in/${bertId}/+`, inboxTopic(bertId, annaId), 'sgl/1/in/+/+', 'sgl/1/#', '#'];
      for (const filter of filters) {
        const { client: carl } = await raw(carlId);
        const isOver = new Promise((resolve) => carl.once('close', () => resolve('closed')));
        carl.on('message', (topic) => heard.push(topic));
        await Promise.race([carl.subscribeAsync(filter, { qos: 1 }).catch(() => undefined), isOver]);
        expect(await anna.connection.send(bertId, utf8(filter), 30)).toBe('sent');
        await until(() => expect(bert.heard.at(-1)?.text).toBe(filter));
        carl.end(true);
      }
      // If carl had got a message for another inbox, it would arrive before the one that he sends himself.
      const { client: carl } = await raw(carlId);
      carl.on('message', (topic) => heard.push(topic));
      await carl.subscribeAsync(`sgl/1/in/${carlId}/+`, { qos: 1 });
      await carl.publishAsync(inboxTopic(carlId, carlId), 'mine', { qos: 1 });
      await until(() => expect(heard).toContain(inboxTopic(carlId, carlId)));
      expect(heard.filter((topic) => topic.startsWith('sgl/1/in/') && !topic.includes(`/in/${carlId}/`))).toEqual([]);
    },
  );

  trouble('a device cannot publish the presence of another', async ({ ready, raw, annaId, bertId, carlId }) => {
    const bert = await ready(bertId);
    const seen: string[] = [];
    bert.connection.watchPresence([annaId], (_device, status) => seen.push(status));
    await refused(await raw(carlId), presenceTopic(annaId), true);
    const anna = await ready(annaId);
    anna.connection.publishPresence('busy');
    await until(() => expect(seen).toEqual(['busy']));
  });

  trouble(
    'a device that connects under the id of another gets none of the other’s messages',
    async ({ broker, ready, annaId, bertId, carlId }) => {
      const [anna, bert] = [await ready(annaId), await ready(bertId)];
      const { url, username, password, tls } = broker.target(carlId);
      const at = unwrap(parseBrokerUrl(url), 'a test broker has an address');
      const line = await openStream(at, { tls: tls ?? {} }, 100_000, new AbortController().signal);
      const thief = new MqttClient(() => line, {
        protocolVersion: 5,
        clientId: bertId,
        ...(tls?.clientCertificate === undefined && { username: username ?? carlId }),
        ...(password !== undefined && { password: password.text }),
        reconnectPeriod: 0,
      });
      thief.on('error', () => undefined);
      const stolen: string[] = [];
      thief.on('message', (topic) => stolen.push(topic));
      await new Promise((resolve) => {
        thief.once('connect', () => resolve(undefined));
        thief.once('close', () => resolve(undefined));
      });
      if (!broker.bindsIds) {
        // RabbitMQ ends the genuine connection before it checks whether the other client may have the device's
        // queue: a nuisance, and no more.
        await until(() => expect(bert.connection.view()).toMatchObject({ kind: 'waiting', cause: 'taken-over' }));
        bert.connection.retryNow();
        await until(() => expect(bert.drains()).toBe(2));
      }
      expect(await anna.connection.send(bertId, utf8('for bert'), 30)).toBe('sent');
      await until(() => expect(bert.heard.map((m) => m.text)).toEqual(['for bert']));
      expect(stolen).toEqual([]);
      expect(bert.drains()).toBe(broker.bindsIds ? 1 : 2); // one drain: bert was never disconnected
      thief.end(true);
    },
  );

  trouble(
    'a certificate is written by its own device only, and read by its exact name',
    async ({ broker, ready, raw, annaId, bertId, carlId }) => {
      const [anna, bert] = [await ready(annaId), await ready(bertId)];
      expect(await bert.connection.readCredential(annaId, 5000)).toBeUndefined();
      const large = utf8('c'.repeat(8192));
      expect(await anna.connection.publishCredential(large)).toBe('sent');
      const reads = async (bytes: Bytes | undefined): Promise<void> =>
        expect(await bert.connection.readCredential(annaId, 5000)).toEqual(bytes);
      const soonReads = (bytes: Bytes | undefined): Promise<void> =>
        broker.storesLater ? until(() => reads(bytes)) : reads(bytes);
      await soonReads(large);
      await refused(await raw(carlId), credentialTopic(annaId), true);
      expect(await bert.connection.readCredential(annaId, 5000)).toEqual(large);
      expect(await anna.connection.publishCredential(utf8(''))).toBe('sent');
      await soonReads(undefined);
    },
  );

  trouble(
    'wildcards over all hints, chains, presence and certificates give nothing at a broker that forbids them, and everything at others',
    async ({ broker, ready, raw, annaId, bertId, carlId, tag }) => {
      const anna = await ready(annaId);
      expect(await anna.connection.publishHint(tag, utf8('a hint'))).toBe('sent');
      expect(await anna.connection.publishCredential(utf8('a certificate'))).toBe('sent');
      expect(await anna.connection.publishChain(tag, utf8('a chain'))).toBe('sent');
      anna.connection.publishPresence('busy');
      const bert = await ready(bertId);
      const seen: string[] = [];
      bert.connection.watchPresence([annaId], (_device, status) => seen.push(status));
      await until(() => expect(seen).toContain('busy'));
      const topics = [hintTopic(tag), chainTopic(tag, annaId), credentialTopic(annaId), presenceTopic(annaId)];
      const listed = new Set<string>();
      const listen = async (...filters: readonly string[]): Promise<void> => {
        const { client } = await raw(carlId);
        const isOver = new Promise((resolve) => client.once('close', () => resolve('closed')));
        client.on('message', (topic) => listed.add(topic));
        for (const filter of filters) {
          await Promise.race([client.subscribeAsync(filter, { qos: 1 }).catch(() => undefined), isOver]);
        }
        // Retained messages, and those published now, would arrive before the message that carl sends to himself.
        expect(await anna.connection.publishHint(tag, utf8(`for ${filters.join()}`))).toBe('sent');
        expect(await anna.connection.publishChain(tag, utf8(`for ${filters.join()}`))).toBe('sent');
        if (client.connected) {
          const own = inboxTopic(carlId, carlId);
          await Promise.race([
            client.subscribeAsync(`sgl/1/in/${carlId}/+`, { qos: 1 }).catch(() => undefined),
            isOver,
          ]);
          await Promise.race([client.publishAsync(own, 'mine', { qos: 1 }).catch(() => undefined), isOver]);
          await Promise.race([until(() => expect(listed).toContain(own)), isOver]);
        }
        client.end(true);
      };
      for (const filter of ['#', 'sgl/1/#', 'sgl/1/dir/#', '$share/all/sgl/1/dir/+', 'sgl/1/dir/+'])
        await listen(filter);
      for (const filter of ['sgl/1/dir/+/+', `sgl/1/dir/+/${annaId}`, `sgl/1/dir/${tag}/#`]) await listen(filter);
      for (const filter of ['sgl/1/org/+', 'sgl/1/pr/+']) await listen(filter);
      expect(topics.filter((topic) => listed.has(topic))).toEqual(broker.bindsNames ? [] : topics);
    },
  );
}
