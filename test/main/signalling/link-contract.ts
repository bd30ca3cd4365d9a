/* oxlint-disable vitest/valid-title, vitest/expect-expect -- the names and the cases are handed in */
// The contract of the link, to be tried against every broker it must work with. Each test has a broker of its own, so they
// run beside each other; all wait for conditions.
import { type IClientOptions, MqttClient } from 'mqtt';
import { describe, expect, test, type TestContext, vi } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { toBase32, utf8 } from '../../../src/core/bytes.ts';
import { credentialTopic, inboxTopic, presenceTopic } from '../../../src/core/signal/topics.ts';
import { createLink, type Link } from '../../../src/main/signalling/link.ts';
import { openStream, parseBrokerUrl } from '../../../src/main/signalling/stream.ts';
import { quiet, type TestBroker } from './test-broker.ts';
import { realClock, systemRandom } from './test-clock.ts';

export const [ANNA, BERT, CARL] = [1, 2, 3].map((n) => toBase32(new Uint8Array(32).fill(n), 26)) as [
  string,
  string,
  string,
];
const TAG = toBase32(new Uint8Array(32).fill(9), 26);
interface Station {
  readonly link: Link;
  readonly heard: { readonly from: string; readonly text: string; readonly backlog: boolean }[];
  readonly drains: () => number;
}

export const until = <T>(check: () => T | Promise<T>, timeout = 10_000): Promise<T> =>
  vi.waitFor(check, { timeout, interval: 10 });

interface Scene {
  readonly broker: TestBroker;
  readonly station: (device: string, listen?: (text: string) => void) => Station;
  /** A station whose backlog is drained. */
  readonly ready: (device: string, listen?: (text: string) => void) => Promise<Station>;
  /** A client that keeps to nothing: what a hostile device could send. */
  readonly raw: (device: string, more?: IClientOptions) => Promise<Raw>;
}

interface Raw {
  readonly client: MqttClient;
  readonly cutTheLine: () => void;
}

async function openScene(start: () => Promise<TestBroker>, context: TestContext): Promise<Scene> {
  const broker = await start();
  const open: Link[] = [];
  const raws: MqttClient[] = [];
  context.onTestFinished(async () => {
    await Promise.all(open.map((link) => link.close()));
    for (const raw of raws) raw.end(true);
    await broker.stop();
  });

  function station(device: string, listen?: (text: string) => void): Station {
    const link = createLink({ clock: realClock(), random: systemRandom, log: quiet, willDelaySeconds: 1 });
    const heard: Station['heard'][number][] = [];
    let drained = 0;
    link.onMessage((from, bytes, backlog) => {
      const text = new TextDecoder().decode(bytes);
      listen?.(text);
      heard.push({ from, text, backlog });
    });
    link.onDrained(() => drained++);
    link.open(broker.target(device));
    open.push(link);
    return { link, heard, drains: () => drained };
  }

  async function ready(device: string, listen?: (text: string) => void): Promise<Station> {
    const made = station(device, listen);
    await until(() => expect(made.drains()).toBeGreaterThan(0));
    return made;
  }

  async function raw(device: string, more: IClientOptions = {}): Promise<Raw> {
    const { url, username, password, tls } = broker.target(device);
    const at = unwrap(parseBrokerUrl(url), 'a test broker has an address');
    let line: { readonly destroy: () => void } | undefined;
    const connectLine = () => {
      const stream = openStream(at, tls ?? {}, 100_000);
      line = stream;
      return stream;
    };
    const client = new MqttClient(connectLine, {
      protocolVersion: 5,
      clientId: device,
      username: username ?? device,
      ...(password === undefined ? {} : { password }),
      reconnectPeriod: 0,
      ...more,
    });
    client.on('error', () => undefined);
    raws.push(client);
    await until(() => expect(client.connected).toBe(true));
    return { client, cutTheLine: () => line?.destroy() };
  }

  return { broker, station, ready, raw };
}

/** Every promise of the Transport that a broker has a part in. */
export function linkContract(name: string, start: () => Promise<TestBroker>, missing?: string): void {
  describe.concurrent(name, () => {
    const trouble = (what: string, run: (scene: Scene) => Promise<void>, timeout = 20_000): void => {
      test(what, { timeout }, async (context) => {
        if (missing !== undefined) context.skip(missing);
        await run(await openScene(start, context));
      });
    };

    trouble('what was sent arrives whole, in order, under its sender', async ({ ready }) => {
      const [anna, bert] = [await ready(ANNA), await ready(BERT)];
      const large = 'x'.repeat(65_535);
      const sent = await Promise.all(['one', 'two', large].map((text) => anna.link.send(BERT, utf8(text), 30)));
      expect(sent).toEqual(['sent', 'sent', 'sent']);
      await until(() => expect(bert.heard.map((m) => m.text)).toEqual(['one', 'two', large]));
      expect(bert.heard.every((m) => m.from === ANNA && !m.backlog)).toBe(true);
      expect(anna.heard).toEqual([]);
    });

    trouble('a device cannot write under the name of another', async ({ ready, raw }) => {
      const bert = await ready(BERT);
      const { client: carl } = await raw(CARL);
      await expect(carl.publishAsync(inboxTopic(BERT, ANNA), 'forged', { qos: 1 })).rejects.toMatchObject({
        code: 135,
      });
      await carl.publishAsync(inboxTopic(BERT, CARL), 'mine', { qos: 1 });
      await until(() => expect(bert.heard).toEqual([{ from: CARL, text: 'mine', backlog: false }]));
    });

    trouble(
      'a retained message in an inbox never rings, at once or at the next start',
      async ({ broker, ready, raw }) => {
        const bert = await ready(BERT);
        const { client: carl } = await raw(CARL);
        // Mosquitto takes it, the embedded broker refuses it: the listener must not hear it either way.
        const outcome = await carl.publishAsync(inboxTopic(BERT, CARL), 'poison', { qos: 1, retain: true }).then(
          () => 'taken',
          () => 'refused',
        );
        expect(outcome).toBe(broker.remembers ? 'taken' : 'refused');
        await carl.publishAsync(inboxTopic(BERT, CARL), 'after', { qos: 1 });
        await until(() => expect(bert.heard.map((m) => m.text)).toEqual(['after']));
        await bert.link.close();
        const again = await ready(BERT);
        await carl.publishAsync(inboxTopic(BERT, CARL), 'later', { qos: 1 });
        await until(() => expect(again.heard.map((m) => m.text)).toEqual(['later']));
      },
    );

    trouble('a list is read afresh each time, and its absence is an answer', async ({ ready }) => {
      const [anna, bert] = [await ready(ANNA), await ready(BERT)];
      expect(await bert.link.readList(TAG, 5000)).toBeUndefined();
      const large = utf8('v'.repeat(65_535));
      for (const list of [utf8('version 1'), utf8('version 2'), large]) {
        expect(await anna.link.publishList(TAG, list)).toBe('sent');
        const [one, two] = await Promise.all([bert.link.readList(TAG, 5000), bert.link.readList(TAG, 5000)]);
        expect(one).toEqual(list);
        expect(two).toEqual(list);
      }
    });

    trouble('a certificate is written by its own device only, and read by its exact name', async ({ ready, raw }) => {
      const [anna, bert] = [await ready(ANNA), await ready(BERT)];
      expect(await bert.link.readCredential(ANNA, 5000)).toBeUndefined();
      const large = utf8('c'.repeat(8192));
      expect(await anna.link.publishCredential(large)).toBe('sent');
      expect(await bert.link.readCredential(ANNA, 5000)).toEqual(large);
      const { client: carl } = await raw(CARL);
      const forged = carl.publishAsync(credentialTopic(ANNA), 'forged', { qos: 1, retain: true });
      await expect(forged).rejects.toMatchObject({ code: 135 });
      expect(await bert.link.readCredential(ANNA, 5000)).toEqual(large);
      expect(await anna.link.publishCredential(utf8(''))).toBe('sent');
      expect(await bert.link.readCredential(ANNA, 5000)).toBeUndefined();
    });

    trouble('reading a list without a link ends in time', async ({ broker, ready }) => {
      const anna = await ready(ANNA);
      await broker.kill();
      await until(() => expect(anna.link.view().kind).not.toBe('online'));
      expect(await anna.link.readList(TAG, 100)).toBe('timeout');
    });

    trouble(
      'presence follows its device: online, busy, gone after the delay when the line is cut',
      async ({ ready, raw }) => {
        const bert = await ready(BERT);
        const seen: string[] = [];
        bert.link.watchPresence([CARL], (device, status) =>
          seen.push(`${device === CARL ? 'carl' : device} ${status}`),
        );
        const session = '00112233445566ff';
        const payload = (status: string, of = session): string => JSON.stringify({ v: 1, status, session: of, at: 1 });
        const { client: carl, cutTheLine } = await raw(CARL, {
          properties: { sessionExpiryInterval: 60 },
          will: {
            topic: presenceTopic(CARL),
            payload: Buffer.from(payload('gone')),
            qos: 1,
            retain: true,
            properties: { willDelayInterval: 1 },
          },
        });
        const publish = (text: string) => carl.publishAsync(presenceTopic(CARL), text, { qos: 1, retain: true });
        await publish(payload('online'));
        await publish('{"v":1,"status":"busy"'); // garbage is passed over
        await publish(payload('gone', 'ffffffffffffffff')); // another session's end is not this one's
        await publish(payload('busy'));
        await until(() => expect(seen).toEqual(['carl online', 'carl busy']));
        const cutAtMs = Date.now();
        cutTheLine();
        await until(() => expect(seen).toEqual(['carl online', 'carl busy', 'carl gone']));
        expect(Date.now() - cutAtMs).toBeGreaterThanOrEqual(900);
      },
    );

    trouble('our presence is there for who comes later, and gone after a planned end', async ({ ready }) => {
      const anna = await ready(ANNA);
      anna.link.publishPresence('dnd');
      const bert = await ready(BERT);
      const seen: string[] = [];
      bert.link.watchPresence([ANNA, CARL], (_device, status) => seen.push(status));
      await until(() => expect(seen).toEqual(['dnd']));
      await anna.link.close();
      await until(() => expect(seen).toEqual(['dnd', 'gone']));
      expect(anna.link.view()).toEqual({ kind: 'off' });
    });

    trouble('a message that expired while its device was off is never delivered', async ({ ready }) => {
      const anna = await ready(ANNA);
      const bert = await ready(BERT);
      await bert.link.close();
      await anna.link.send(BERT, utf8('short'), 1);
      await anna.link.send(BERT, utf8('long'), 60);
      const sentAtMs = Date.now();
      await until(() => expect(Date.now() - sentAtMs).toBeGreaterThan(2100));
      const again = await ready(BERT);
      expect(again.heard).toEqual([{ from: ANNA, text: 'long', backlog: true }]);
    });

    trouble(
      'what waited is handed on as backlog, then drained is said, then messages are live',
      async ({ station, ready }) => {
        const anna = await ready(ANNA);
        const bert = await ready(BERT);
        await bert.link.close();
        const texts = Array.from({ length: 30 }, (_, n) => `message ${n}`);
        for (const text of texts) expect(await anna.link.send(BERT, utf8(text), 60)).toBe('sent');
        const again = station(BERT);
        await until(() => expect(again.drains()).toBe(1));
        expect(again.heard.map((m) => m.text)).toEqual(texts);
        expect(again.heard.every((m) => m.backlog)).toBe(true);
        await anna.link.send(BERT, utf8('live'), 60);
        await until(() => expect(again.heard.at(-1)).toEqual({ from: ANNA, text: 'live', backlog: false }));
      },
    );

    trouble('a message that could not be recorded is not acknowledged and comes again', async ({ ready }) => {
      const anna = await ready(ANNA);
      let refusals = 0;
      const bert = await ready(BERT, () => {
        refusals++;
        throw new Error('the disk is full');
      });
      await anna.link.send(BERT, utf8('important'), 60);
      await until(() => expect(refusals).toBe(1));
      await bert.link.close();
      const again = await ready(BERT);
      expect(again.heard.map((m) => m.text)).toEqual(['important']);
    });

    trouble(
      'a broker that is killed and comes back is found again, and nothing on its way is lost',
      async ({ broker, ready }) => {
        const [anna, bert] = [await ready(ANNA), await ready(BERT)];
        if (broker.remembers) await until(() => expect(anna.link.view().kind).toBe('online'));
        await broker.kill();
        await until(() => expect(anna.link.view().kind).toBe('waiting'));
        const sending = anna.link.send(BERT, utf8('meanwhile'), 30);
        await broker.restart();
        await until(() => expect([anna.drains(), bert.drains()]).toEqual([2, 2]), 25_000);
        expect(await sending).toBe('sent');
        // The embedded broker forgets subscriptions with its process, so only what is sent from here on must arrive.
        if (broker.remembers) await until(() => expect(bert.heard.map((m) => m.text)).toContain('meanwhile'));
        await anna.link.send(BERT, utf8('back'), 30);
        await until(() => expect(bert.heard.at(-1)?.text).toBe('back'));
      },
      40_000,
    );

    trouble(
      'a second installation with the same identity takes over, and the first says so instead of fighting',
      async ({ ready }) => {
        const first = await ready(BERT);
        const second = await ready(BERT);
        await until(() => expect(first.link.view()).toMatchObject({ kind: 'waiting', cause: 'taken-over' }));
        const view = first.link.view();
        expect(view.kind === 'waiting' && view.retryAt - Date.now()).toBeGreaterThan(10_000);
        expect(second.link.view().kind).toBe('online');
      },
    );
  });
}
