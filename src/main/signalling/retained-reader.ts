// Reads what is retained under one topic at the broker (a certificate), afresh each time. MQTT never says that a topic
// is empty. So a marker is sent after the subscription: the topic counts as empty if the marker has come back, a moment
// has passed, and nothing else has arrived. Each reading's subscription has its own identifier, so a late message of an
// earlier one does not count as fresh. A request during a reading waits for the next reading, because the broker may
// have answered the current one earlier. The result is bytes; core decides what they mean.
import { type Bytes, readUint } from '../../core/bytes.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { Connection } from './connection.ts';
import type { Markers } from './marker.ts';
import type { Retained } from './transport.ts';

/** Brokers may send a retained message after the marker. It may arrive up to this much later. */
const ABSENT_AFTER_MS = 250;

type Waiters = Set<(result: Retained) => void>;

interface Reading {
  readonly topic: string;
  readonly identifier: number;
  readonly waiters: Waiters;
  /** The broker was asked: its answer may be from any time since then. */
  isAsked: boolean;
  cancelAbsent: () => void;
}

/** Readings under way, one per topic at a time. Each returns what the broker held after it was asked. */
export interface RetainedReader {
  readonly read: (topic: string, timeoutMs: number) => Promise<Retained>;
  readonly arrived: (topic: string, payload: Bytes, identifiers: readonly number[]) => void;
  readonly attach: (connection: Connection) => void;
  readonly detach: () => void;
}

/** A reader without a connection yet. Readings wait for one. */
export function createRetainedReader(markers: Markers, clock: Clock, random: Random): RetainedReader {
  const readings = new Map<string, Reading>();
  const later = new Map<string, Waiters>(); // by topic, for its next reading
  let connection: Connection | undefined;
  // The broker keeps MQTT sessions longer than we run: a random start separates identifiers from those of the last run.
  // Identifiers from 2^27 on belong to retained-collector.ts.
  let lastIdentifier = Number(readUint(random(4), 0, 4) >> 5n);

  async function start(reading: Reading): Promise<void> {
    const at = connection;
    if (at === undefined) return;
    reading.isAsked = true;
    const outcome = await at.subscribe([reading.topic], {
      qos: 1,
      retained: true,
      identifier: reading.identifier,
    });
    if (outcome !== 'subscribed' || !isCurrent(reading, at)) return;
    if ((await markers.bounce(at)) === 'lost' || !isCurrent(reading, at)) return;
    reading.cancelAbsent = clock.after(ABSENT_AFTER_MS, () => {
      finish(reading, undefined);
    });
  }

  function isCurrent(reading: Reading, at: Connection): boolean {
    return connection === at && readings.get(reading.topic) === reading;
  }

  function finish(reading: Reading, result: Bytes | undefined): void {
    forget(reading);
    for (const settle of reading.waiters) settle(result);
  }

  // Starts the next reading if somebody has asked meanwhile and still waits.
  function forget(reading: Reading): void {
    const { topic } = reading;
    reading.cancelAbsent();
    readings.delete(topic);
    connection?.unsubscribe([topic]);
    const waiters = later.get(topic);
    later.delete(topic);
    if (waiters !== undefined && waiters.size > 0) begin(topic, waiters);
  }

  function begin(topic: string, waiters: Waiters): void {
    const reading = { topic, identifier: ++lastIdentifier, waiters, isAsked: false, cancelAbsent: () => undefined };
    readings.set(topic, reading);
    void start(reading);
  }

  function waitersFor(topic: string): Waiters {
    const known = readings.get(topic);
    if (known?.isAsked === false) return known.waiters;
    return later.get(topic) ?? new Set();
  }

  return {
    read: (topic, timeoutMs) =>
      new Promise((resolve) => {
        const waiters = waitersFor(topic);
        const settle = (result: Retained): void => {
          cancel();
          waiters.delete(settle);
          resolve(result);
        };
        const cancel = clock.after(timeoutMs, () => {
          settle('timeout');
          const reading = readings.get(topic);
          if (waiters.size === 0 && reading?.waiters === waiters) forget(reading);
        });
        waiters.add(settle);
        const reading = readings.get(topic);
        if (reading === undefined) begin(topic, waiters);
        else if (reading.waiters !== waiters) later.set(topic, waiters);
      }),
    arrived: (topic, payload, identifiers) => {
      const reading = readings.get(topic);
      if (reading !== undefined && identifiers.length > 0 && !identifiers.includes(reading.identifier)) return;
      if (reading !== undefined) finish(reading, payload.length === 0 ? undefined : payload);
      // This subscription has outlived its reading, because the broker keeps our session. Nobody needs it.
      else connection?.unsubscribe([topic]);
    },
    attach: (open) => {
      connection = open;
      for (const reading of readings.values()) void start(reading);
    },
    detach: () => {
      connection = undefined;
      for (const reading of readings.values()) {
        reading.isAsked = false;
        reading.cancelAbsent();
      }
    },
  };
}
