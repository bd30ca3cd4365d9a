// Collects what is retained for one address (protocol §2.9): the chains of named devices, all chains and the hint, or
// both. A marker behind the subscriptions shows when everything has arrived. Subscriptions are QoS 0 if the broker has
// QoS 2: while many claims are queued for us at QoS 1, Mosquitto 2.0.21 drops messages to our inbox (decision 0048).
import { type Bytes, readUint } from '../../core/bytes.ts';
import { MAX_PAYLOAD_BYTES } from '../../core/keys/chain-rules.ts';
import { MAX_HINT_BYTES } from '../../core/signal/hint.ts';
import { chainFilter, chainTopic, hintTopic } from '../../core/signal/topics.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { Connection } from './connection.ts';
import type { Markers } from './marker.ts';
import type { DirectoryBounds, DirectoryPart, DirectoryQuestion } from './transport.ts';

/**
 * Once the marker is back, a reading ends when nothing under a new topic has arrived for this long: brokers may deliver
 * some late. A topic that is rewritten again and again must not prolong a reading.
 */
const QUIET_MS = 250;
/**
 * How long to wait after the broker has refused a wildcard, or exact names: with each refusal RabbitMQ disconnects us.
 */
const REFUSED_FOR_MS = 3_600_000;
const NAMES_REFUSED_FOR_MS = 60_000;
const SPARED_FOR_MS = 24 * 3_600_000;
/** Anybody can publish hints without end, so a reading takes at most this many. */
const MOST_HINTS = 8;
/**
 * How many hints of a topic one connection passes on outside readings: at RabbitMQ they share a queue with our inbox.
 */
const MOST_WATCHED_HINTS = 16;
// Lower identifiers belong to retained-reader.ts.
const FIRST_IDENTIFIER = 2 ** 27;

/** A message under a topic of the directory. `device`: whose chain it is; undefined for the hint. */
export interface DirectoryMessage {
  readonly topic: string;
  readonly userTag: string;
  readonly device: string | undefined;
  readonly payload: Bytes;
  readonly retained: boolean;
  readonly identifiers: readonly number[];
}

/** Readings of the directory, any number at once, and the hints watched besides. */
export interface RetainedCollector {
  /** Ends when everything has arrived, at a bound, or after `timeoutMs`. A lost connection does not end it. */
  readonly read: (
    userTag: string,
    question: DirectoryQuestion,
    bounds: DirectoryBounds,
  ) => Promise<DirectoryPart | 'timeout'>;
  /**
   * Passes on each hint that arrives from now on. Outside readings, at most 16 per address and connection are passed
   * on. Replaces earlier watches.
   */
  readonly watchHints: (userTags: readonly string[], listener: (userTag: string, hint: Bytes) => void) => void;
  /** A message of the directory has arrived, by a current or a leftover subscription. */
  readonly arrived: (message: DirectoryMessage) => void;
  readonly attach: (connection: Connection) => void;
  readonly detach: () => void;
}

interface Reading {
  readonly userTag: string;
  /** Topics requested by exact name, and those of them without any message yet. */
  readonly names: Set<string>;
  readonly missing: Set<string>;
  readonly wildcard: string | undefined;
  readonly bounds: DirectoryBounds;
  readonly chains: Map<string, Bytes>;
  readonly settle: (part: DirectoryPart | 'timeout') => void;
  hint: Bytes | undefined;
  identifiers: readonly number[];
  /** The broker has answered the question, or something has arrived. */
  isAnswered: boolean;
  /** Something may be missing: exact names were refused, the wildcard was left out, or a bound was exceeded. */
  isCut: boolean;
  /** This reading, or a recent one, has reached a bound. */
  isFlooded: boolean;
  /** A bound is reached: chains no longer count. */
  isFull: boolean;
  payloads: number;
  bytes: number;
  hints: number;
  /** Under which something has arrived. */
  readonly topics: Set<string>;
}

/** A collector without a connection. `onFlood` asks for a new connection, because nothing else stops a flood. */
export function createRetainedCollector(
  markers: Markers,
  clock: Clock,
  random: Random,
  onFlood: () => void,
): RetainedCollector {
  const readings = new Set<Reading>();
  const owed = new Set<string>(); // filters to be unsubscribed with the next connection
  const sparedUntilMs = new Map<string, number>(); // by user tag
  let watched: ReadonlySet<string> = new Set(); // topics of hints
  const watchedHints = new Map<string, number>(); // by topic, in this connection
  let onHint: (userTag: string, hint: Bytes) => void = () => undefined;
  let refusedUntilMs = 0;
  let namesRefusedUntilMs = 0;
  let connection: Connection | undefined;
  const firstIdentifier = FIRST_IDENTIFIER + Number(readUint(random(4), 0, 4) >> 6n);
  let lastIdentifier = firstIdentifier;

  async function start(reading: Reading): Promise<void> {
    const at = connection;
    if (at === undefined) return;
    const { wildcard, names } = reading;
    reading.identifiers = [];
    // Two SUBSCRIBEs, so that the result of the second does not affect the first.
    const mayAskNames = names.size > 0 && clock.nowMs() >= namesRefusedUntilMs;
    if (names.size > 0 && !mayAskNames) reading.isCut = true;
    const byName = mayAskNames ? subscribe(at, reading, [...names]) : 'subscribed';
    const isUnasked = wildcard !== undefined && isSpared(reading.userTag);
    if (isUnasked) reading.isCut = reading.isFlooded = true;
    const mayAskAll = wildcard !== undefined && !isUnasked && clock.nowMs() >= refusedUntilMs;
    const outcomes = await Promise.all([byName, mayAskAll ? subscribe(at, reading, [wildcard]) : 'subscribed']);
    if (outcomes[1] === 'refused') refusedUntilMs = clock.nowMs() + REFUSED_FOR_MS;
    if (outcomes[0] === 'refused') {
      namesRefusedUntilMs = clock.nowMs() + NAMES_REFUSED_FOR_MS;
      reading.isCut = true;
    }
    if (!isCurrent(reading, at)) return;
    reading.isAnswered ||= outcomes.some((outcome) => outcome !== 'lost');
    if ((reading.missing.size === 0 || !mayAskNames) && (!mayAskAll || outcomes[1] === 'refused')) finish(reading);
    else if ((await markers.bounce(at)) === 'passed') await quiet(reading, at);
  }

  async function subscribe(at: Connection, reading: Reading, filters: readonly string[]) {
    const identifier = ++lastIdentifier;
    reading.identifiers = [...reading.identifiers, identifier];
    return await at.subscribe(filters, { qos: 0, retained: true, identifier });
  }

  async function quiet(reading: Reading, at: Connection): Promise<void> {
    while (isCurrent(reading, at)) {
      const seen = reading.topics.size;
      await new Promise<void>((resolve) => void clock.after(QUIET_MS, resolve));
      if (reading.topics.size === seen && isCurrent(reading, at)) finish(reading);
    }
  }

  function isSpared(userTag: string): boolean {
    return clock.nowMs() < (sparedUntilMs.get(userTag) ?? 0);
  }

  function isCurrent(reading: Reading, at: Connection): boolean {
    return connection === at && readings.has(reading);
  }

  function finish(reading: Reading, isLate = false): void {
    if (!readings.delete(reading)) return;
    const filters = [...reading.names, ...(reading.wildcard === undefined ? [] : [reading.wildcard])];
    unsubscribe(filters);
    const { chains, hint, isCut, isAnswered, isFlooded } = reading;
    const isWhole = !isLate && !isCut;
    reading.settle(isLate && !isAnswered ? 'timeout' : { chains, hint, isWhole, ...(isFlooded && { isFlooded }) });
  }

  function unsubscribe(filters: readonly string[]): void {
    const unused = filters.filter((filter) => !isInUse(filter));
    if (connection !== undefined) connection.unsubscribe(unused);
    else for (const filter of unused) owed.add(filter);
  }

  // The broker keeps one subscription per filter. So a filter that another reading or the watch uses stays subscribed.
  function isInUse(filter: string): boolean {
    return isWatched(filter) || isRead(filter);
  }

  function isWatched(topic: string): boolean {
    return watched.has(topic) && (watchedHints.get(topic) ?? 0) < MOST_WATCHED_HINTS;
  }

  function hear({ topic, userTag, payload }: DirectoryMessage, isRead: boolean): void {
    if (!isWatched(topic)) return;
    if (!isRead) watchedHints.set(topic, (watchedHints.get(topic) ?? 0) + 1);
    if (!isWatched(topic)) unsubscribe([topic]);
    if (payload.length <= MAX_HINT_BYTES) onHint(userTag, payload);
  }

  function isRead(filter: string): boolean {
    for (const { names, wildcard } of readings) if (names.has(filter) || wildcard === filter) return true;
    return false;
  }

  async function subscribeHints(topics: readonly string[]): Promise<void> {
    const fresh = topics.filter((topic) => !isRead(topic)); // a reading's own subscription brings them too
    if (connection === undefined || fresh.length === 0 || clock.nowMs() < namesRefusedUntilMs) return;
    const outcome = await connection.subscribe(fresh, { qos: 0, retained: false, identifier: ++lastIdentifier });
    if (outcome === 'refused') namesRefusedUntilMs = clock.nowMs() + NAMES_REFUSED_FOR_MS;
  }

  function take(reading: Reading, { topic, device, payload }: DirectoryMessage): void {
    reading.isAnswered = true;
    if (device !== undefined && !hasRoom(reading, payload)) return;
    if (device === undefined && ++reading.hints > MOST_HINTS) {
      reading.isCut = reading.isFlooded = true;
      reading.names.delete(topic);
      unsubscribe([topic]);
      return;
    }
    reading.topics.add(topic);
    reading.missing.delete(topic);
    if (device === undefined) reading.hint = payload.length === 0 ? undefined : payload;
    else if (payload.length === 0 || payload.length > MAX_PAYLOAD_BYTES) reading.chains.delete(device);
    else reading.chains.set(device, payload);
    if (reading.isFull || (reading.missing.size === 0 && reading.wildcard === undefined)) finish(reading);
  }

  // Whether chains stay within the bounds. If not, only the hint is still awaited.
  function hasRoom(reading: Reading, payload: Bytes): boolean {
    if (reading.isFull) return false;
    reading.payloads++;
    reading.bytes += payload.length;
    const { mostPayloads, mostBytes } = reading.bounds;
    if (reading.payloads <= mostPayloads && reading.bytes <= mostBytes) return true;
    reading.isFull = reading.isFlooded = true;
    reading.isCut = true;
    const { userTag, wildcard, missing } = reading;
    if (!missing.has(hintTopic(userTag))) finish(reading);
    if (wildcard === undefined || isSpared(userTag)) return false;
    // A new connection ends the flood: queued QoS 0 messages are lost with the old one. On the new connection the
    // broker sends the messages to our inbox again, even those that it dropped.
    sparedUntilMs.set(userTag, clock.nowMs() + SPARED_FOR_MS);
    onFlood();
    return false;
  }

  return {
    read: (userTag, { devices = [], isEverybody = false }, bounds) =>
      new Promise((resolve) => {
        const names = new Set(devices.map((device) => chainTopic(userTag, device)));
        if (isEverybody) names.add(hintTopic(userTag));
        const reading: Reading = {
          userTag,
          names,
          missing: new Set(names),
          wildcard: isEverybody ? chainFilter(userTag) : undefined,
          bounds,
          chains: new Map(),
          settle: (part) => {
            cancel();
            resolve(part);
          },
          hint: undefined,
          identifiers: [],
          isAnswered: false,
          isCut: false,
          isFlooded: false,
          isFull: false,
          payloads: 0,
          bytes: 0,
          hints: 0,
          topics: new Set(),
        };
        const cancel = clock.after(bounds.timeoutMs, () => finish(reading, true));
        readings.add(reading);
        void start(reading);
      }),
    watchHints: (userTags, listener) => {
      const before = watched;
      watched = new Set(userTags.map(hintTopic));
      onHint = listener;
      unsubscribe([...before].filter((topic) => !watched.has(topic)));
      void subscribeHints([...watched].filter((topic) => !before.has(topic)));
    },
    arrived: (message) => {
      const { topic, userTag, identifiers, retained } = message;
      const filter = chainFilter(userTag);
      const isNamed = (of: Reading): boolean => identifiers.some((one) => of.identifiers.includes(one));
      // RabbitMQ sends retained messages without a subscription identifier.
      const takers = [...readings].filter(
        (reading) =>
          (reading.names.has(topic) || (message.device !== undefined && reading.wildcard === filter)) &&
          (identifiers.length === 0 || isNamed(reading)),
      );
      if (retained) for (const reading of takers) take(reading, message);
      const isOwn = identifiers.some((one) => one > firstIdentifier && one <= lastIdentifier);
      // The message came by a subscription left over from an earlier start, unless it is a late one of our own.
      if (takers.length === 0 && !isOwn) unsubscribe(message.device === undefined ? [topic] : [topic, filter]);
      if (message.device === undefined) hear(message, takers.length > 0);
    },
    attach: (open) => {
      connection = open;
      const filters = [...owed];
      owed.clear();
      unsubscribe(filters);
      watchedHints.clear();
      void subscribeHints([...watched]);
      for (const reading of readings) void start(reading);
    },
    detach: () => {
      connection = undefined;
    },
  };
}
