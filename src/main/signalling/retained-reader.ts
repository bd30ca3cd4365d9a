// Reads what is retained under one topic at the broker (a certificate), afresh each time. MQTT never says "there
// is none": a marker sent behind the subscription does, once it has come back and a moment has passed. Each reading's
// subscription has an identifier of its own, so what an earlier one left on the way is not taken for fresh; and whoever asks while a
// reading is under way gets the next one, since the broker may have given that one its answer before. What is read is bytes; what
// they are is core's to say.
import { type Bytes, readUint } from '../../core/bytes.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { Connection } from './connection.ts';
import type { Markers } from './marker.ts';
import type { Retained } from './transport.ts';

/** Brokers hand retained messages on beside the answer, not before it: how much later they may be. */
const ABSENT_AFTER_MS = 250;

type Waiters = Set<(result: Retained) => void>;

interface Reading {
  readonly topic: string;
  readonly identifier: number;
  readonly waiters: Waiters;
  /** The broker was asked: what it gives may be of any time from then on. */
  isAsked: boolean;
  cancelAbsent: () => void;
}

/** Readings under way, one per topic at a time; what is read was there after the question. */
export interface RetainedReader {
  readonly read: (topic: string, timeoutMs: number) => Promise<Retained>;
  readonly arrived: (topic: string, payload: Bytes, identifiers: readonly number[]) => void;
  readonly attach: (connection: Connection) => void;
  readonly detach: () => void;
}

/** A reader without a connection yet; readings that start before one comes wait for it. */
export function createRetainedReader(markers: Markers, clock: Clock, random: Random): RetainedReader {
  const readings = new Map<string, Reading>();
  const later = new Map<string, Waiters>(); // by topic, for the next reading of it
  let connection: Connection | undefined;
  // Sessions outlive us at the broker: a random start keeps identifiers apart from those of the last run (1 to 2^28 − 1).
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

  // Another one begins where somebody has asked meanwhile, and waits yet.
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
      // A subscription that outlived its reading (our session is kept by the broker): nobody needs it any more.
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
