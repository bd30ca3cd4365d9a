// Everything of the link that belongs to one broker and one device id: one connection at a time, a new one after a jittered
// pause when it is lost, the backlog marked as such until it is drained. Topics are claims; content is core's to check.
import type { Bytes } from '../../core/bytes.ts';
import {
  credentialTopic,
  inboxFilter,
  inboxTopic,
  listTopic,
  presenceTopic,
  readTopic,
} from '../../core/signal/topics.ts';
import type { LinkView } from '../../contract/view.ts';
import type { Clock, Random } from '../app/clock.ts';
import type { Log } from '../log.ts';
import { backoffMs, takeoverBackoffMs } from './backoff.ts';
import { type Arrived, type Connection, type ConnectionOptions, openConnection } from './connection.ts';
import type { LinkCause } from './link-cause.ts';
import { createMarkers } from './marker.ts';
import { createOutbox } from './outbox.ts';
import { createPresenceBoard, PRESENCE_EXPIRY_SECONDS, type PresenceBoard } from './presence.ts';
import { createRetainedReader } from './retained-reader.ts';
import type { TlsOptions } from './stream.ts';
import type { Retained, Sent } from './transport.ts';

const MOST_BYTES = 65_535;
/** What a certificate with its chain may have, in bytes (protocol §3). */
export const MOST_CREDENTIAL_BYTES = 8192;
/** A backlog has ended when nothing came for so long; a broker that never stops is believed after the second one. */
const QUIET_MS = 250;
const MOST_BACKLOG_MS = 5000;
/** A connection that held so long was a good one: the next loss starts with the shortest pause again. */
const GOOD_AFTER_MS = 10_000;

/** What a session is made with. */
export interface SessionOptions {
  readonly device: string;
  readonly url: URL;
  readonly username?: string;
  readonly password?: string;
  readonly tls: TlsOptions;
  readonly willDelaySeconds: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** What a session tells. */
export interface SessionHooks {
  readonly onMessage: (from: string, bytes: Bytes, isBacklog: boolean) => void;
  readonly onDrained: () => void;
  readonly onView: (view: LinkView) => void;
}

/** A session that runs until it is stopped. */
export interface LinkSession {
  readonly board: PresenceBoard;
  readonly send: (to: string, bytes: Bytes, expirySeconds: number) => Promise<Sent>;
  readonly readList: (userTag: string, timeoutMs: number) => Promise<Retained>;
  readonly publishList: (userTag: string, bytes: Bytes) => Promise<Sent>;
  readonly readCredential: (device: string, timeoutMs: number) => Promise<Retained>;
  readonly publishCredential: (bytes: Bytes) => Promise<Sent>;
  /** Ends the pause before the next attempt, if there is one. */
  readonly retryNow: () => void;
  /** Disconnects for good; what waits is `not-connected`. */
  readonly stop: () => void;
}

/** Connects, and keeps connecting. */
export function startSession(options: SessionOptions, hooks: SessionHooks): LinkSession {
  const { device, clock, random, log } = options;
  const url = options.url.href;
  const outbox = createOutbox(clock);
  const markers = createMarkers(inboxTopic(device, device), clock, random);
  const reader = createRetainedReader(markers, clock, random);
  const board = createPresenceBoard(device, clock, random);
  let connection: Connection | undefined;
  let isStopped = false;
  let isDrained = false;
  let arrivals = 0;
  let attempt = 0;
  let waiting: { readonly cancel: () => void } | undefined;

  function connect(): void {
    waiting?.cancel();
    waiting = undefined;
    isDrained = false;
    hooks.onView({ kind: 'connecting', url });
    let openedAtMs: number | undefined;
    const mine = openConnection(
      connectionOptions(options, board.will()),
      {
        onOpen: (isResumed) => {
          openedAtMs = clock.nowMs();
          void welcome(mine, isResumed);
        },
        onMessage: (message) => {
          if (connection === mine) route(message);
        },
        onClosed: (cause) => {
          if (connection !== mine) return;
          leave();
          if (openedAtMs !== undefined && clock.nowMs() - openedAtMs >= GOOD_AFTER_MS) attempt = 0;
          pause(cause);
        },
      },
      clock,
      log,
    );
    connection = mine;
  }

  async function welcome(mine: Connection, isResumed: boolean): Promise<void> {
    const outcome = await mine.subscribe([inboxFilter(device)], { qos: 1, retained: false });
    if (connection !== mine) return;
    if (outcome !== 'subscribed') {
      mine.cut(outcome === 'refused' ? 'not-authorised' : 'unreachable');
      return;
    }
    hooks.onView({ kind: 'online', url, since: clock.nowMs() });
    board.attach(mine);
    reader.attach(mine);
    outbox.attach(mine);
    const bounced = await markers.bounce(mine);
    if (bounced === 'lost' || connection !== mine) return;
    // Some brokers let what is new overtake the backlog of a kept session: the marker alone proves nothing there.
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
    outbox.detach();
    reader.detach();
    board.detach();
  }

  function pause(cause: LinkCause): void {
    const delayMs = cause === 'taken-over' ? takeoverBackoffMs(random) : backoffMs(attempt, random);
    attempt++;
    log.info('the link waits', { cause, delayMs, attempt });
    waiting = { cancel: clock.after(delayMs, connect) };
    hooks.onView({ kind: 'waiting', url, retryAt: clock.nowMs() + delayMs, cause });
  }

  function route(message: Arrived): void {
    const topic = readTopic(message.topic);
    if (topic === undefined || message.payload.length > MOST_BYTES) return;
    if (topic.kind === 'list') reader.arrived(message.topic, message.payload, message.identifiers);
    else if (topic.kind === 'credential') {
      if (message.payload.length > MOST_CREDENTIAL_BYTES) return; // as good as none
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
    readList: (userTag, timeoutMs) => reader.read(listTopic(userTag), timeoutMs),
    publishList: (userTag, bytes) => retain(listTopic(userTag), bytes),
    readCredential: (of, timeoutMs) => reader.read(credentialTopic(of), timeoutMs),
    publishCredential: (bytes) => retain(credentialTopic(device), bytes),
    retryNow: () => {
      if (waiting !== undefined && !isStopped) connect();
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

function connectionOptions(options: SessionOptions, gone: Bytes): ConnectionOptions {
  return {
    url: options.url,
    clientId: options.device,
    ...(options.username === undefined ? {} : { username: options.username }),
    ...(options.password === undefined ? {} : { password: options.password }),
    tls: options.tls,
    will: {
      topic: presenceTopic(options.device),
      payload: gone,
      delaySeconds: options.willDelaySeconds,
      expirySeconds: PRESENCE_EXPIRY_SECONDS,
    },
  };
}
