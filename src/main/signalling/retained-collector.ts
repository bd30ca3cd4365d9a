// Collects what is retained for one address (protocol §2.9): chains of devices by exact name, or everybody's and the hint. MQTT
// never says that all has come: a marker behind the subscriptions does, once it is back and nothing has come for a moment.
// Subscriptions are of QoS 0 where the broker has QoS 2: behind a thousand claims at QoS 1 Mosquitto 2.0.21 drops messages to our inbox
// (decision 0048). RabbitMQ has not, and gets QoS 1 (connection.ts).
import { type Bytes, readUint } from '../../core/bytes.ts';
import { MAX_PAYLOAD_BYTES } from '../../core/keys/chain-rules.ts';
import { MAX_HINT_BYTES } from '../../core/signal/hint.ts';
import { chainFilter, chainTopic, hintTopic } from '../../core/signal/topics.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { Connection } from './connection.ts';
import type { Markers } from './marker.ts';
import type { DirectoryBounds, DirectoryPart, DirectoryQuestion } from './transport.ts';

/** Brokers hand retained messages on beside the answer, not before it: how much later they may be. */
const QUIET_MS = 250;
/** What is refused costs the whole connection at RabbitMQ: a wildcard, and exact names where its access list is an old one. */
const REFUSED_FOR_MS = 3_600_000;
const NAMES_REFUSED_FOR_MS = 60_000;
const SPARED_FOR_MS = 24 * 3_600_000;
/** Anybody may write a hint, as often as they like; who does so while it is read is not listened to any longer. */
const MOST_HINTS = 8;
/** So many hints of one topic are handed on in one connection beside readings: at RabbitMQ a flood of them stands before our inbox. */
const MOST_WATCHED_HINTS = 16;
// Identifiers below are those of retained-reader.ts.
const FIRST_IDENTIFIER = 2 ** 27;

/** A message under a topic of the directory; `device` is whose chain it is, undefined for the hint. */
export interface DirectoryMessage {
  readonly topic: string;
  readonly userTag: string;
  readonly device: string | undefined;
  readonly payload: Bytes;
  readonly retained: boolean;
  readonly identifiers: readonly number[];
}

/** Readings of the directory, any number at once, and the hints that are watched beside them. */
export interface RetainedCollector {
  /** Ends when everything has come, when a bound is reached, or after `timeoutMs`; over more than one connection where one is lost. */
  readonly read: (
    userTag: string,
    question: DirectoryQuestion,
    bounds: DirectoryBounds,
  ) => Promise<DirectoryPart | 'timeout'>;
  /**
   * Hands on each hint of these user tags that comes from now on, at most 1,875 bytes; replaces what was watched before. What is
   * retained is not asked for, and comes where somebody reads it. After 16 that nobody read, an address waits for the next connection.
   */
  readonly watchHints: (userTags: readonly string[], listener: (userTag: string, hint: Bytes) => void) => void;
  /** A message of the directory has come, by a subscription of ours or by one that is left over. */
  readonly arrived: (message: DirectoryMessage) => void;
  readonly attach: (connection: Connection) => void;
  readonly detach: () => void;
}

interface Reading {
  readonly userTag: string;
  /** Topics that are asked for by exact name, and those of them of which nothing has come yet. */
  readonly names: Set<string>;
  readonly missing: Set<string>;
  /** The filter for everybody's chains, where they are asked for. */
  readonly wildcard: string | undefined;
  readonly bounds: DirectoryBounds;
  readonly chains: Map<string, Bytes>;
  readonly settle: (part: DirectoryPart | 'timeout') => void;
  hint: Bytes | undefined;
  /** Those of its subscriptions at this connection. */
  identifiers: readonly number[];
  /** The broker has taken the question, or something has come. */
  isAnswered: boolean;
  /** Something may be missing: it was refused by name, spared, or beyond a bound. */
  isCut: boolean;
  /** A bound of this reading or of one a moment ago is reached. */
  isFlooded: boolean;
  /** A bound is reached: of chains nothing counts any more. */
  isFull: boolean;
  payloads: number;
  bytes: number;
  hints: number;
  arrivals: number;
}

/**
 * A collector without a connection yet; readings that start before one comes wait for it. `onFlood`: an address brings more than a bound
 * allows, the broker goes on sending it, and only a new connection is rid of it.
 */
export function createRetainedCollector(
  markers: Markers,
  clock: Clock,
  random: Random,
  onFlood: () => void,
): RetainedCollector {
  const readings = new Set<Reading>();
  const owed = new Set<string>(); // filters that could not be unsubscribed for want of a connection
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
    // Two SUBSCRIBEs, so that what becomes of the second one is no matter to the first.
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
      const seen = reading.arrivals;
      await new Promise<void>((resolve) => void clock.after(QUIET_MS, resolve));
      if (reading.arrivals === seen && isCurrent(reading, at)) finish(reading);
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

  // One filter is one subscription of ours: what is read and watched stays subscribed when the reading is over.
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
    reading.arrivals++;
    reading.missing.delete(topic);
    if (device === undefined) reading.hint = payload.length === 0 ? undefined : payload;
    else if (payload.length === 0 || payload.length > MAX_PAYLOAD_BYTES) reading.chains.delete(device);
    else reading.chains.set(device, payload);
    if (reading.isFull || (reading.missing.size === 0 && reading.wildcard === undefined)) finish(reading);
  }

  // Whether chains stay within the bounds. Where they do not, only the hint is still waited for.
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
    // Messages at QoS 0 that wait for a slow line are gone with it. Those to our inbox come again, also what Mosquitto 2.0.21 dropped from
    // a queue that the flood had filled; without a new connection that would not come at all.
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
          arrivals: 0,
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
      // RabbitMQ names no subscription where it hands out what is retained.
      const takers = [...readings].filter(
        (reading) =>
          (reading.names.has(topic) || (message.device !== undefined && reading.wildcard === filter)) &&
          (identifiers.length === 0 || isNamed(reading)),
      );
      if (retained) for (const reading of takers) take(reading, message);
      const isOwn = identifiers.some((one) => one > firstIdentifier && one <= lastIdentifier);
      // A subscription that an earlier start of ours has left at the broker, which keeps our session. What comes late of our own is no such.
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
