// One MQTT 5 connection, from the first byte to its end; each attempt gets a new one. A message is acknowledged only
// after its handler has returned: if it throws, the message is delivered again.
import type { Duplex } from 'node:stream';
import type * as library from 'mqtt';
import type { IClientOptions, IClientSubscribeOptions, IPublishPacket, MqttClient } from 'mqtt';
import { type Bytes, concat } from '../../core/bytes.ts';
import type { ConnectionCause } from '../../contract/connection-view.ts';
import type { Clock } from '../time/clock.ts';
import type { Log } from '../log.ts';
import { causeOfError, causeOfReason, wantsCertificate } from './connection-cause.ts';
import { flush, guardPackets } from './packet-gate.ts';
import { openStream, type Way } from './stream.ts';

// The library is large. It is loaded with the first connection, so that a start does not wait for it.
type Mqtt = typeof library;
const loadMqtt = (): Promise<Mqtt> => import('mqtt');

const CONNECT_TIMEOUT_MS = 10_000;
const END_TIMEOUT_MS = 1000;
/** A broker that does not answer for this long counts as gone, even if the stream is still open. */
const ANSWER_TIMEOUT_MS = 10_000;
const SESSION_EXPIRY_SECONDS = 14 * 24 * 3600;
const KEEPALIVE_SECONDS = 30;
const MOST_TOPICS = 500;
/** The largest packet: a payload of 65,535 bytes, its topic and its properties. */
export const MAX_PACKET_BYTES = 66_560;

/** What the broker must publish for us if we vanish. */
export interface Will {
  readonly topic: string;
  readonly payload: Bytes;
  readonly delaySeconds: number;
  readonly expirySeconds: number;
}

/** Whom to connect to, as whom. */
export interface ConnectionOptions {
  readonly url: URL;
  readonly clientId: string;
  readonly username?: string;
  readonly password?: string;
  readonly way: Way;
  readonly will: Will;
}

/** A message as it arrived. */
export interface Arrived {
  readonly topic: string;
  readonly payload: Bytes;
  readonly retained: boolean;
  /** The identifiers of the matching subscriptions; empty if the broker or the subscription has none. */
  readonly identifiers: readonly number[];
}

/** What a connection reports. `onClosed` comes exactly once, last. */
export interface ConnectionHandlers {
  /** `isResumed`: the broker has kept our MQTT session, so queued messages may follow. */
  readonly onOpen: (isResumed: boolean) => void;
  readonly onMessage: (message: Arrived) => void;
  readonly onClosed: (cause: ConnectionCause) => void;
}

/** A connection, from its first attempt on. Until it is open, `publish` and `subscribe` result in `lost`. */
export interface Connection {
  /** Publishes at QoS 1. `lost`: the connection ended before the broker answered. */
  readonly publish: (
    topic: string,
    payload: Bytes,
    how: { readonly retain: boolean; readonly expirySeconds?: number },
  ) => Promise<'sent' | 'refused' | 'lost'>;
  /** Subscribes. `retained` asks for all retained messages. `qos` 0 becomes 1 at a broker without QoS 2. */
  readonly subscribe: (
    topics: readonly string[],
    how: { readonly qos: 0 | 1; readonly retained: boolean; readonly identifier?: number },
  ) => Promise<'subscribed' | 'refused' | 'lost'>;
  readonly unsubscribe: (topics: readonly string[]) => void;
  /** Ends the connection with DISCONNECT, so that no will is published. If that takes a second, it is cut. */
  readonly end: () => void;
  /** Cuts the connection now. `onClosed` then reports `cause`. */
  readonly cut: (cause: ConnectionCause) => void;
}

/** Starts to connect. */
export function openConnection(
  options: ConnectionOptions,
  handlers: ConnectionHandlers,
  clock: Clock,
  log: Log,
): Connection {
  let cause: ConnectionCause | undefined;
  let isOver = false;
  let isEnding = false;
  let leastQos: 0 | 1 = 0;
  let stopEnd = (): void => undefined;
  const unanswered = new Set<() => void>(); // settles requests that the broker has not answered

  let line: Duplex | undefined;
  let client: MqttClient | undefined;
  const opening = new AbortController();

  const stopTimer = clock.after(CONNECT_TIMEOUT_MS, () => {
    cause ??= 'timeout';
    finish();
  });

  Promise.all([loadMqtt(), openStream(options.url, options.way, MAX_PACKET_BYTES, opening.signal)]).then(
    speak,
    (error: unknown) => {
      cause ??= causeOf(error);
      log.info('the stream does not open', { error });
      finish();
    },
  );

  function speak([mqtt, opened]: readonly [Mqtt, Duplex]): void {
    const stream = guardPackets(opened, MAX_PACKET_BYTES);
    line = stream;
    stream.on('error', (error) => {
      cause ??= causeOf(error);
    });
    if (isOver || stream.destroyed) {
      stream.destroy();
      finish();
      return;
    }
    const speaking = new mqtt.MqttClient(() => stream, clientOptions(mqtt, options));
    client = speaking;
    // Called for messages at QoS 0 and 1. PUBACK follows `done()`, so it is withheld if our handler throws.
    speaking.handleMessage = (packet, done): void => {
      // Nobody handles messages any more: the broker keeps this one for our next connection.
      if (isEnding || isOver) return;
      try {
        handlers.onMessage(arrived(packet));
      } catch (error) {
        log.error('a message could not be handled and stays with the broker', { error });
        done(error instanceof Error ? error : new Error('not an error'));
        return;
      }
      done();
    };
    speaking.on('connect', (connack) => {
      stopTimer();
      // RabbitMQ keeps QoS 0 messages on one node: if that node dies, the device can connect nowhere (decision 0062).
      if (connack.properties?.maximumQoS === 1) leastQos = 1;
      if (!isOver) handlers.onOpen(connack.sessionPresent);
    });
    speaking.on('disconnect', (packet) => {
      cause = causeOfReason(packet.reasonCode ?? 0);
      finish();
    });
    speaking.on('error', (error) => {
      cause ??= causeOf(error) ?? causeOfLibrary(error);
      if (cause === 'protocol') log.warn('the broker does not keep to MQTT', { error });
      else log.debug('connection error', { error });
      finish();
    });
    speaking.on('close', finish);
  }

  function finish(): void {
    if (isOver) return;
    isOver = true;
    stopTimer();
    stopEnd();
    opening.abort();
    client?.end(true);
    line?.destroy(); // `end` has no effect during a polite end
    for (const settle of unanswered) settle();
    handlers.onClosed(cause ?? 'unreachable');
  }

  function ask<T>(run: (mqtt: MqttClient, answer: (result: T) => void) => void, lost: T): Promise<T> {
    return new Promise((resolve) => {
      const settle = (result: T): void => {
        cancel();
        unanswered.delete(settleLost);
        resolve(result);
      };
      const settleLost = (): void => {
        settle(lost);
      };
      let cancel = (): void => undefined;
      if (isOver || client?.connected !== true) {
        resolve(lost);
        return;
      }
      unanswered.add(settleLost);
      cancel = clock.after(ANSWER_TIMEOUT_MS, () => {
        cause ??= 'timeout';
        finish();
      });
      run(client, settle);
      if (line !== undefined) flush(line);
    });
  }

  return {
    publish: (topic, payload, how) =>
      ask<'sent' | 'refused' | 'lost'>((mqtt, answer) => {
        const properties = how.expirySeconds === undefined ? {} : { messageExpiryInterval: how.expirySeconds };
        mqtt.publish(topic, Buffer.from(payload), { qos: 1, retain: how.retain, properties }, (error) => {
          answer(error ? (isReason(error) ? 'refused' : 'lost') : 'sent');
        });
      }, 'lost'),
    subscribe: async (topics, how) => {
      const named = how.identifier === undefined ? {} : { properties: { subscriptionIdentifier: how.identifier } };
      const qos = how.qos === 0 ? leastQos : how.qos;
      const options: IClientSubscribeOptions = { qos, rh: how.retained ? 0 : 2, rap: true, ...named };
      const outcomes = await Promise.all(
        parts(topics).map((part) =>
          ask<'subscribed' | 'refused' | 'lost'>((mqtt, answer) => {
            mqtt.subscribe(part, options, (error) => {
              answer(error ? (isRefusedSubscription(error) ? 'refused' : 'lost') : 'subscribed');
            });
          }, 'lost'),
        ),
      );
      return outcomes.find((outcome) => outcome !== 'subscribed') ?? 'subscribed';
    },
    unsubscribe: (topics) => {
      if (isOver || client?.connected !== true) return;
      for (const part of parts(topics)) client.unsubscribe(part);
    },
    end: () => {
      if (client?.connected !== true) {
        finish();
        return;
      }
      isEnding = true;
      stopEnd = clock.after(END_TIMEOUT_MS, finish);
      client.end(false, { reasonCode: 0 });
    },
    cut: (why) => {
      cause = why;
      finish();
    },
  };
}

// All devices of all contacts are watched, so topics are split: too large a packet ends the connection.
function parts(topics: readonly string[]): string[][] {
  const count = Math.ceil(topics.length / MOST_TOPICS);
  return Array.from({ length: count }, (_, i) => topics.slice(i * MOST_TOPICS, (i + 1) * MOST_TOPICS));
}

function clientOptions({ Store }: Mqtt, options: ConnectionOptions): IClientOptions {
  const { will } = options;
  return {
    protocolVersion: 5,
    clientId: options.clientId,
    ...(options.username === undefined ? {} : { username: options.username }),
    ...(options.password === undefined ? {} : { password: options.password }),
    clean: false,
    keepalive: KEEPALIVE_SECONDS,
    reconnectPeriod: 0,
    connectTimeout: 2 * CONNECT_TIMEOUT_MS, // our own timeout comes first
    resubscribe: false,
    queueQoSZero: false,
    // The library's own stores are gone after its end, while packets that it has already read still use them.
    incomingStore: new Store({ clean: false }),
    outgoingStore: new Store({ clean: false }),
    properties: { sessionExpiryInterval: SESSION_EXPIRY_SECONDS, maximumPacketSize: MAX_PACKET_BYTES },
    will: {
      topic: will.topic,
      payload: Buffer.from(will.payload),
      qos: 1,
      retain: true,
      properties: { willDelayInterval: will.delaySeconds, messageExpiryInterval: will.expirySeconds },
    },
  };
}

function arrived(packet: IPublishPacket): Arrived {
  const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
  // The payload is copied, because the packets of one read share the parser's buffer.
  const identifiers = [packet.properties?.subscriptionIdentifier ?? []].flat();
  return { topic: packet.topic, payload: concat(payload), retained: packet.retain, identifiers };
}

// Streams arrive trusted (stream.ts), so it is the broker that demands a certificate here.
function causeOf(error: unknown): ConnectionCause | undefined {
  return wantsCertificate(error) ? 'no-certificate' : causeOfError(error);
}

// The library's own errors have no code: a keep-alive without an answer, or packets that it cannot read.
function causeOfLibrary(error: Error): ConnectionCause | undefined {
  if ('code' in error) return undefined;
  return error.message === 'Keepalive timeout' ? 'timeout' : 'protocol';
}

// The library rejects with the SUBACK if the broker answered, and without one if the connection ended.
function isRefusedSubscription(error: Error): boolean {
  return isReason(error) || ('packet' in error && error.packet !== undefined);
}

function isReason(error: Error): boolean {
  return 'code' in error && typeof error.code === 'number';
}
