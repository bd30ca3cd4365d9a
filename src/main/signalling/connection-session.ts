// Everything of the broker connection that belongs to one device id and its brokers. There is one connection at a time.
// After a loss and a jittered pause the next connection follows, at the next broker if the last did not answer or the
// connection did not last. Messages count as queued until the queue at the broker is drained. Topics are claims; core
// checks the content.
import type { Bytes } from '../../core/bytes.ts';
import {
  chainTopic,
  credentialTopic,
  hintTopic,
  inboxFilter,
  inboxTopic,
  presenceTopic,
  readTopic,
} from '../../core/signal/topics.ts';
import type { ConnectionCause, ConnectionView } from '../../contract/connection-view.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { Log } from '../log.ts';
import { backoffMs, takeoverBackoffMs } from './backoff.ts';
import { type BrokerTurn, createBrokerTurn } from './broker-turn.ts';
import { type Arrived, type Connection, type ConnectionOptions, openConnection } from './connection.ts';
import { createMarkers } from './marker.ts';
import { createOutbox } from './outbox.ts';
import { createPresenceBoard, PRESENCE_EXPIRY_SECONDS, type PresenceBoard } from './presence.ts';
import { createRetainedCollector, type RetainedCollector } from './retained-collector.ts';
import { createRetainedReader } from './retained-reader.ts';
import { isReachable, isSecure, type Way } from './stream.ts';
import { type BrokerPassword, placeOf } from './endpoint.ts';
import type { Retained, Sent } from './transport.ts';

const MOST_BYTES = 65_535;
/** How many bytes a certificate with its chain may have (protocol §3). */
export const MOST_CREDENTIAL_BYTES = 8192;
/**
 * The queue has ended when nothing came for this long. If messages never stop, it counts as ended after
 * `MOST_BACKLOG_MS`.
 */
const QUIET_MS = 250;
const MOST_BACKLOG_MS = 5000;
/** A connection that lasted this long was good: after its loss the pauses start at the shortest again. */
const GOOD_AFTER_MS = 10_000;

/** Where a connection session connects, and how. */
export interface SessionTarget {
  /** The first broker, and its substitutes. */
  readonly urls: readonly URL[];
  readonly username?: string;
  /** Sent only to brokers for which it was typed, and to a substitute only if nobody on the network can read it. */
  readonly password?: BrokerPassword;
  readonly way: Way;
}

/** What a connection session is made with. */
export interface SessionOptions {
  readonly device: string;
  readonly willDelaySeconds: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** What a connection session reports. */
export interface SessionHooks {
  readonly onMessage: (from: string, bytes: Bytes, isBacklog: boolean) => void;
  readonly onDrained: () => void;
  readonly onView: (view: ConnectionView) => void;
}

/** A connection session, which runs until it is stopped. */
export interface ConnectionSession {
  readonly board: PresenceBoard;
  readonly send: (to: string, bytes: Bytes, expirySeconds: number) => Promise<Sent>;
  readonly readDirectory: RetainedCollector['read'];
  readonly publishChain: (userTag: string, bytes: Bytes) => Promise<Sent>;
  readonly publishHint: (userTag: string, bytes: Bytes) => Promise<Sent>;
  readonly watchHints: RetainedCollector['watchHints'];
  readonly readCredential: (device: string, timeoutMs: number) => Promise<Retained>;
  readonly publishCredential: (bytes: Bytes) => Promise<Sent>;
  /** During a pause before the next attempt, tries the first broker now. Has no effect otherwise. */
  readonly retryNow: () => void;
  /** Reconnects now, with the current certificate. Unanswered messages are sent again. */
  readonly reconnect: () => void;
  /** Connects to this target instead, now. Waiting messages and readings continue there. */
  readonly retarget: (target: SessionTarget) => void;
  /** Disconnects finally. Waiting messages are `not-connected`. */
  readonly stop: () => void;
}

/** Connects, and keeps connecting. */
export function startSession(options: SessionOptions, first: SessionTarget, hooks: SessionHooks): ConnectionSession {
  const { device, clock, random, log } = options;
  let target = first;
  let turn = turnOf(first);
  const outbox = createOutbox(clock);
  const markers = createMarkers(inboxTopic(device, device), clock, random);
  const reader = createRetainedReader(markers, clock, random);
  const collector = createRetainedCollector(markers, clock, random, () => {
    log.info('an address is flooded');
    reconnect();
  });
  const board = createPresenceBoard(device, clock, random);
  let connection: Connection | undefined;
  let isStopped = false;
  let isDrained = false;
  let arrivals = 0;
  let attempt = 0;
  let waiting: { readonly cancel: () => void } | undefined;

  function turnOf({ urls, way }: SessionTarget): BrokerTurn {
    return createBrokerTurn(urls, (url) => isReachable(url, way, clock), clock, random);
  }

  function connect(): void {
    waiting?.cancel();
    waiting = undefined;
    isDrained = false;
    const url = turn.current();
    hooks.onView({ kind: 'connecting', url: url.href });
    let openedAtMs: number | undefined;
    const mine = openConnection(
      connectionOptions(options, target, url, board.will()),
      {
        onOpen: (isResumed) => {
          openedAtMs = clock.nowMs();
          void welcome(mine, url, isResumed);
        },
        onMessage: (message) => {
          if (connection === mine) route(message);
        },
        onClosed: (cause) => {
          if (connection !== mine) return;
          leave();
          const wasGood = openedAtMs !== undefined && clock.nowMs() - openedAtMs >= GOOD_AFTER_MS;
          if (wasGood) attempt = 0;
          else if (cause !== 'taken-over') turn.pass();
          pause(url, cause);
        },
      },
      clock,
      log,
    );
    connection = mine;
  }

  async function welcome(mine: Connection, url: URL, isResumed: boolean): Promise<void> {
    const outcome = await mine.subscribe([inboxFilter(device)], { qos: 1, retained: false });
    if (connection !== mine) return;
    if (outcome !== 'subscribed') {
      mine.cut(outcome === 'refused' ? 'not-authorised' : 'unreachable');
      return;
    }
    hooks.onView({ kind: 'online', url: url.href, since: clock.nowMs() });
    turn.settle(() => {
      log.info('the first broker is back');
      turn.toFirst();
      reconnect();
    });
    board.attach(mine);
    reader.attach(mine);
    collector.attach(mine);
    outbox.attach(mine);
    const bounced = await markers.bounce(mine);
    if (bounced === 'lost' || connection !== mine) return;
    // Some brokers let new messages overtake the queue of a kept MQTT session: there the marker alone proves nothing.
    if (isResumed) await quiet(mine);
    if (connection !== mine) return;
    isDrained = true;
    hooks.onDrained();
  }

  async function quiet(mine: Connection): Promise<void> {
    const untilMs = clock.nowMs() + MOST_BACKLOG_MS;
    for (;;) {
      const seen = arrivals;
      await new Promise<void>((resolve) => void clock.after(QUIET_MS, resolve));
      if (arrivals === seen || clock.nowMs() >= untilMs || connection !== mine) return;
    }
  }

  async function retain(topic: string, bytes: Bytes): Promise<Sent> {
    const outcome = await connection?.publish(topic, bytes, { retain: true });
    return outcome === undefined || outcome === 'lost' ? 'not-connected' : outcome;
  }

  function leave(): void {
    connection = undefined;
    turn.leave();
    outbox.detach();
    reader.detach();
    collector.detach();
    board.detach();
  }

  function pause(url: URL, cause: ConnectionCause): void {
    // The pause doubles only once all brokers were tried, so that each of them is tried as often as a single one.
    const rounds = Math.floor(attempt / target.urls.length);
    const delayMs = cause === 'taken-over' ? takeoverBackoffMs(random) : backoffMs(rounds, random);
    attempt++;
    log.info('the connection waits', { cause, delayMs, attempt });
    waiting = { cancel: clock.after(delayMs, connect) };
    hooks.onView({ kind: 'waiting', url: url.href, retryAt: clock.nowMs() + delayMs, cause });
  }

  function reconnect(): void {
    if (isStopped) return;
    const last = connection;
    leave();
    last?.end();
    attempt = 0;
    connect();
  }

  function route(message: Arrived): void {
    const topic = readTopic(message.topic);
    if (topic === undefined || message.payload.length > MOST_BYTES) return;
    if (topic.kind === 'chain') collector.arrived({ ...message, ...topic });
    else if (topic.kind === 'hint') collector.arrived({ ...message, userTag: topic.userTag, device: undefined });
    else if (topic.kind === 'credential') {
      if (message.payload.length > MOST_CREDENTIAL_BYTES) return; // treated as no certificate
      reader.arrived(message.topic, message.payload, message.identifiers);
    } else if (topic.kind === 'presence') board.arrived(topic.device, message.payload);
    // Nobody may leave a message behind that rings at every start (protocol §3).
    else if (topic.to !== device || message.retained) return;
    else if (topic.from === device) markers.arrived(message.payload);
    else {
      arrivals++;
      hooks.onMessage(topic.from, message.payload, !isDrained);
    }
  }

  connect();
  return {
    board,
    send: (to, bytes, expirySeconds) => outbox.send(inboxTopic(to, device), bytes, expirySeconds),
    readDirectory: collector.read,
    publishChain: (userTag, bytes) => retain(chainTopic(userTag, device), bytes),
    publishHint: (userTag, bytes) => retain(hintTopic(userTag), bytes),
    watchHints: collector.watchHints,
    readCredential: (of, timeoutMs) => reader.read(credentialTopic(of), timeoutMs),
    publishCredential: (bytes) => retain(credentialTopic(device), bytes),
    retryNow: () => {
      if (waiting === undefined || isStopped) return;
      turn.toFirst();
      connect();
    },
    reconnect,
    retarget: (next) => {
      turn.leave();
      target = next;
      turn = turnOf(next);
      reconnect();
    },
    stop: () => {
      isStopped = true;
      waiting?.cancel();
      const last = connection;
      leave();
      outbox.drop();
      last?.end();
    },
  };
}

function connectionOptions(
  { device, willDelaySeconds }: SessionOptions,
  { urls, username, password, way }: SessionTarget,
  url: URL,
  gone: Bytes,
): ConnectionOptions {
  // The certificate is fixed for this connection: a newer one is for the next connection.
  const own = way.tls.clientCertificate?.();
  // A certificate says who we are. RabbitMQ refuses a user name without a password, whatever the certificate says.
  const name = username ?? (own === undefined || !isSecure(url) ? device : undefined);
  const mayTell = (url === urls[0] || isSecure(url)) && password?.places.includes(placeOf(url)) === true;
  return {
    url,
    clientId: device,
    ...(name === undefined ? {} : { username: name }),
    ...(mayTell && { password: password.text }),
    way: { ...way, tls: { ...way.tls, clientCertificate: () => own } },
    will: {
      topic: presenceTopic(device),
      payload: gone,
      delaySeconds: willDelaySeconds,
      expirySeconds: PRESENCE_EXPIRY_SECONDS,
    },
  };
}
