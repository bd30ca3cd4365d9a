// The scene for tests of the broker connection: devices of one test, watched connections, and clients that follow no
// rule.
import { sha256 } from '@noble/hashes/sha2.js';
import { type IClientOptions, MqttClient } from 'mqtt';
import { expect, type TestContext, vi } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { toBase32, utf8 } from '../../../src/core/bytes.ts';
import { createBrokerConnection, type BrokerConnection } from '../../../src/main/signalling/broker-connection.ts';
import { openStream, parseBrokerUrl } from '../../../src/main/signalling/stream.ts';
import { quiet, type TestBroker } from './test-broker.ts';
import { realClock, systemRandom } from './test-clock.ts';

/** The ids of three devices. */
export const [ANNA, BERT, CARL] = [1, 2, 3].map((n) => toBase32(new Uint8Array(32).fill(n), 26)) as [
  string,
  string,
  string,
];

/** The devices of one test: brokers may be shared, ids are not. */
export interface Cast {
  readonly annaId: string;
  readonly bertId: string;
  readonly carlId: string;
  readonly tag: string;
}

/** The ids of the test with this number, within one file. */
export function castOf(number: number): Cast {
  const id = (who: string): string => toBase32(sha256(utf8(`${who} ${String(number)}`)), 26);
  return { annaId: id('anna'), bertId: id('bert'), carlId: id('carl'), tag: id('tag') };
}

/** A broker connection and what it has received. */
export interface Station {
  readonly connection: BrokerConnection;
  readonly heard: { readonly from: string; readonly text: string; readonly backlog: boolean }[];
  readonly drains: () => number;
}

/**
 * Waits until this holds. One attempt to connect may take 10 s, and the pauses between attempts grow to 30 s
 * (backoff.ts).
 */
export const until = <T>(check: () => T | Promise<T>, timeout = 60_000): Promise<T> =>
  vi.waitFor(check, { timeout, interval: 10 });

/** One test’s broker and devices. */
export interface Scene extends Cast {
  readonly broker: TestBroker;
  readonly station: (device: string, listen?: (text: string) => void) => Station;
  /** A station that has received its backlog. */
  readonly ready: (device: string, listen?: (text: string) => void) => Promise<Station>;
  /** A client that follows no rule, as a hostile device could be. */
  readonly raw: (device: string, more?: IClientOptions) => Promise<Raw>;
}

/** A client that follows no rule. */
export interface Raw {
  readonly client: MqttClient;
  readonly cutTheLine: () => void;
}

/** Starts a broker for these devices. */
export type Start = (cast: Cast) => Promise<TestBroker>;

/** Publishes a message that the broker must refuse, by reason code 0x87 (MQTT 5 §3.4.2.1) or by disconnecting. */
export async function refused({ client }: Raw, topic: string, retain: boolean): Promise<void> {
  const closed = new Promise<unknown>((resolve) => client.once('close', () => resolve({ code: 135 })));
  const outcome = client.publishAsync(topic, 'forged', { qos: 1, retain }).catch((error: unknown) => error);
  expect(await Promise.race([outcome, closed])).toMatchObject({ code: 135 });
  client.end(true);
}

/** The broker and its devices; all of it ends with the test. */
export async function openScene(start: Start, cast: Cast, context: TestContext): Promise<Scene> {
  const broker = await start(cast);
  const open: BrokerConnection[] = [];
  const raws: MqttClient[] = [];
  context.onTestFinished(async () => {
    await Promise.all(open.map((connection) => connection.close()));
    for (const raw of raws) raw.end(true);
    await broker.stop();
  });

  function station(device: string, listen?: (text: string) => void): Station {
    const connection = createBrokerConnection({
      clock: realClock(),
      random: systemRandom,
      log: quiet,
      willDelaySeconds: 1,
    });
    const heard: Station['heard'][number][] = [];
    let drained = 0;
    connection.onMessage((from, bytes, backlog) => {
      const text = new TextDecoder().decode(bytes);
      listen?.(text);
      heard.push({ from, text, backlog });
    });
    connection.onDrained(() => drained++);
    connection.open(broker.target(device));
    open.push(connection);
    return { connection, heard, drains: () => drained };
  }

  async function ready(device: string, listen?: (text: string) => void): Promise<Station> {
    const made = station(device, listen);
    await until(() => expect(made.drains()).toBeGreaterThan(0));
    return made;
  }

  async function raw(device: string, more: IClientOptions = {}): Promise<Raw> {
    const { url, username, password, tls } = broker.target(device);
    const at = unwrap(parseBrokerUrl(url), 'a test broker has an address');
    const line = await openStream(at, { tls: tls ?? {} }, 100_000, new AbortController().signal);
    const client = new MqttClient(() => line, {
      protocolVersion: 5,
      clientId: device,
      ...(tls?.clientCertificate === undefined && { username: username ?? device }),
      ...(password !== undefined && { password: password.text }),
      reconnectPeriod: 0,
      ...more,
    });
    client.on('error', () => undefined);
    raws.push(client);
    await until(() => expect(client.connected).toBe(true));
    return { client, cutTheLine: () => line.destroy() };
  }

  return { ...cast, broker, station, ready, raw };
}
