/* oxlint-disable vitest/valid-title, vitest/expect-expect -- the names and the cases are handed in */
// The contract of the broker connection, which every supported broker must fulfil. Each test has devices of its own,
// and most have a broker of their own, so they run in parallel. All tests wait for conditions. The tests that end the
// broker come last, one by one.
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../../src/core/bytes.ts';
import { inboxTopic, presenceTopic } from '../../../src/core/signal/topics.ts';
import { accessContract, type Trouble } from './access-contract.ts';
import { directoryContract } from './directory-contract.ts';
import { castOf, openScene, type Start, until } from './connection-scene.ts';

/** Every promise of the Transport in which a broker takes part. */
export function connectionContract(name: string, start: Start, missing?: string): void {
  let count = 0;
  const trouble: Trouble = (what, run) => {
    const cast = castOf(count++);
    test(what, async (context) => {
      if (missing !== undefined) context.skip(missing);
      await run(await openScene(start, cast, context));
    });
  };

  describe.concurrent(name, () => {
    accessContract(trouble);
    directoryContract(trouble);

    trouble('messages arrive whole, in order, with the id of their sender', async ({ ready, annaId, bertId }) => {
      const [anna, bert] = [await ready(annaId), await ready(bertId)];
      const large = 'x'.repeat(65_535);
      const sent = await Promise.all(['one', 'two', large].map((text) => anna.connection.send(bertId, utf8(text), 30)));
      expect(sent).toEqual(['sent', 'sent', 'sent']);
      await until(() => expect(bert.heard.map((m) => m.text)).toEqual(['one', 'two', large]));
      expect(bert.heard.every((m) => m.from === annaId && !m.backlog)).toBe(true);
      expect(anna.heard).toEqual([]);
    });

    trouble(
      'a retained message in an inbox is handed on neither at once nor at the next start',
      async ({ broker, ready, raw, bertId, carlId }) => {
        const bert = await ready(bertId);
        const { client: carl } = await raw(carlId);
        // Mosquitto and RabbitMQ accept this message, and the embedded broker refuses it. In neither case may the
        // listener receive it.
        const outcome = await carl.publishAsync(inboxTopic(bertId, carlId), 'poison', { qos: 1, retain: true }).then(
          () => 'taken',
          () => 'refused',
        );
        expect(outcome).toBe(broker.remembers ? 'taken' : 'refused');
        await carl.publishAsync(inboxTopic(bertId, carlId), 'after', { qos: 1 });
        await until(() => expect(bert.heard.map((m) => m.text)).toEqual(['after']));
        await bert.connection.close();
        const again = await ready(bertId);
        await carl.publishAsync(inboxTopic(bertId, carlId), 'later', { qos: 1 });
        await until(() => expect(again.heard.map((m) => m.text)).toEqual(['later']));
      },
    );

    trouble(
      'a certificate is read afresh each time, and a missing certificate is reported as missing',
      async ({ ready, annaId, bertId }) => {
        const [anna, bert] = [await ready(annaId), await ready(bertId)];
        const read = () => bert.connection.readCredential(annaId, 5000);
        expect(await read()).toBeUndefined();
        for (const certificate of [utf8('version 1'), utf8('version 2'), utf8('v'.repeat(8192))]) {
          expect(await anna.connection.publishCredential(certificate)).toBe('sent');
          // An acknowledged message may not be stored yet: RabbitMQ hands retained messages to a separate process, and
          // MQTT allows that.
          await until(async () => expect(await read()).toEqual(certificate));
          expect(await Promise.all([read(), read()])).toEqual([certificate, certificate]);
        }
      },
    );

    trouble(
      'presence follows its device: online, busy, and gone after the will’s delay when the connection is cut',
      async ({ ready, raw, bertId, carlId }) => {
        const bert = await ready(bertId);
        const seen: string[] = [];
        bert.connection.watchPresence([carlId], (device, status) =>
          seen.push(`${device === carlId ? 'carl' : device} ${status}`),
        );
        const session = '00112233445566ff';
        const payload = (status: string, of = session): string => JSON.stringify({ v: 1, status, session: of, at: 1 });
        const { client: carl, cutTheLine } = await raw(carlId, {
          properties: { sessionExpiryInterval: 60 },
          will: {
            topic: presenceTopic(carlId),
            payload: Buffer.from(payload('gone')),
            qos: 1,
            retain: true,
            properties: { willDelayInterval: 1 },
          },
        });
        const publish = (text: string) => carl.publishAsync(presenceTopic(carlId), text, { qos: 1, retain: true });
        await publish(payload('online'));
        await publish('{"v":1,"status":"busy"'); // garbage is ignored
        await publish(payload('gone', 'ffffffffffffffff')); // the end of another session is not the end of this one
        await publish(payload('busy'));
        await until(() => expect(seen).toEqual(['carl online', 'carl busy']));
        const cutAtMs = Date.now();
        cutTheLine();
        await until(() => expect(seen).toEqual(['carl online', 'carl busy', 'carl gone']));
        expect(Date.now() - cutAtMs).toBeGreaterThanOrEqual(900);
      },
    );

    trouble(
      'our presence reaches a device that watches later, and becomes “gone” when our connection is closed',
      async ({ ready, annaId, bertId, carlId }) => {
        const anna = await ready(annaId);
        anna.connection.publishPresence('dnd');
        const bert = await ready(bertId);
        const seen: string[] = [];
        bert.connection.watchPresence([annaId, carlId], (_device, status) => seen.push(status));
        await until(() => expect(seen).toEqual(['dnd']));
        await anna.connection.close();
        await until(() => expect(seen).toEqual(['dnd', 'gone']));
        expect(anna.connection.view()).toEqual({ kind: 'off' });
      },
    );

    trouble(
      'a message that expired while its recipient was offline is never delivered',
      async ({ ready, annaId, bertId }) => {
        const anna = await ready(annaId);
        const bert = await ready(bertId);
        await bert.connection.close();
        await anna.connection.send(bertId, utf8('short'), 1);
        await anna.connection.send(bertId, utf8('long'), 60);
        const sentAtMs = Date.now();
        await until(() => expect(Date.now() - sentAtMs).toBeGreaterThan(2100));
        const again = await ready(bertId);
        expect(again.heard).toEqual([{ from: annaId, text: 'long', backlog: true }]);
      },
    );

    trouble(
      'queued messages are handed on as backlog, then `onDrained` is called, then messages are live',
      async ({ station, ready, annaId, bertId }) => {
        const anna = await ready(annaId);
        const bert = await ready(bertId);
        await bert.connection.close();
        const texts = Array.from({ length: 30 }, (_, n) => `message ${n}`);
        for (const text of texts) expect(await anna.connection.send(bertId, utf8(text), 60)).toBe('sent');
        const again = station(bertId);
        await until(() => expect(again.drains()).toBe(1));
        expect(again.heard.map((m) => m.text)).toEqual(texts);
        expect(again.heard.every((m) => m.backlog)).toBe(true);
        await anna.connection.send(bertId, utf8('live'), 60);
        await until(() => expect(again.heard.at(-1)).toEqual({ from: annaId, text: 'live', backlog: false }));
      },
    );

    trouble(
      'a message that could not be recorded is not acknowledged and comes again',
      async ({ ready, annaId, bertId }) => {
        const anna = await ready(annaId);
        let refusals = 0;
        const bert = await ready(bertId, () => {
          refusals++;
          throw new Error('the disk is full');
        });
        await anna.connection.send(bertId, utf8('important'), 60);
        await until(() => expect(refusals).toBeGreaterThan(0));
        expect(refusals).toBeLessThan(20); // it does not come again without a pause
        await bert.connection.close();
        const again = await ready(bertId);
        expect(again.heard.map((m) => m.text)).toEqual(['important']);
      },
    );

    trouble(
      'of two installations with the same identity, one is online, and the other waits with the cause “taken over”',
      async ({ broker, station, ready, bertId }) => {
        const [first, second] = [await ready(bertId), station(bertId)];
        const [online, waiting] = broker.keepsFirst ? [first, second] : [second, first];
        await until(() => expect(waiting.connection.view()).toMatchObject({ kind: 'waiting', cause: 'taken-over' }));
        const view = waiting.connection.view();
        expect(view.kind === 'waiting' && view.retryAt - Date.now()).toBeGreaterThan(10_000);
        await until(() => expect(online.connection.view().kind).toBe('online'));
      },
    );
  });

  describe(`${name}, when the broker fails`, () => {
    trouble('reading a certificate without a connection ends with a timeout', async ({ broker, ready, annaId }) => {
      const anna = await ready(annaId);
      await broker.kill();
      await until(() => expect(anna.connection.view().kind).not.toBe('online'));
      expect(await anna.connection.readCredential(annaId, 100)).toBe('timeout');
    });

    trouble(
      'a killed broker that comes back acknowledges a message sent meanwhile, and delivers the message if the broker keeps sessions',
      async ({ broker, ready, annaId, bertId }) => {
        const [anna, bert] = [await ready(annaId), await ready(bertId)];
        if (broker.remembers) await until(() => expect(anna.connection.view().kind).toBe('online'));
        const before = { anna: anna.drains(), bert: bert.drains() };
        await broker.kill();
        await until(() => expect(anna.connection.view().kind).toBe('waiting'));
        // If the broker takes long to return, each device's next attempt may come up to 30 s later (backoff.ts). A
        // message with a shorter life would be acknowledged to one device, and expire before the other is back.
        const sending = anna.connection.send(bertId, utf8('meanwhile'), 300);
        await broker.restart();
        await until(() => {
          expect(anna.drains()).toBeGreaterThan(before.anna);
          expect(bert.drains()).toBeGreaterThan(before.bert);
        }, 100_000);
        expect(await sending).toBe('sent');
        // The embedded broker forgets subscriptions when it stops, so only messages sent from now on must arrive.
        if (broker.remembers) await until(() => expect(bert.heard.map((m) => m.text)).toContain('meanwhile'));
        await anna.connection.send(bertId, utf8('back'), 30);
        await until(() => expect(bert.heard.at(-1)?.text).toBe('back'));
      },
    );
  });
}
