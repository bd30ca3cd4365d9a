// Reads retained device lists from the broker, afresh each time. MQTT never says "there is none": a marker sent behind the
// subscription does, once it has come back and a moment has passed. Each reading's subscription has an identifier of its own,
// so what an earlier one left on the way is not taken for fresh. What is read is bytes; core decides whether it is a list.
import { listTopic } from '../../core/signal/topics.ts';
import { type Bytes, readUint } from '../../core/bytes.ts';
import type { Clock, Random } from '../app/clock.ts';
import type { Connection } from './connection.ts';
import type { Markers } from './marker.ts';
import type { Retained } from './transport.ts';

/** Brokers hand retained messages on beside the answer, not before it: how much later they may be. */
const ABSENT_AFTER_MS = 250;

interface Reading {
  readonly userTag: string;
  readonly identifier: number;
  readonly waiters: Set<(result: Retained) => void>;
  cancelAbsent: () => void;
}

/** Readings under way, one per user tag. */
export interface ListReader {
  readonly read: (userTag: string, timeoutMs: number) => Promise<Retained>;
  readonly arrived: (userTag: string, payload: Bytes, identifiers: readonly number[]) => void;
  readonly attach: (connection: Connection) => void;
  readonly detach: () => void;
}

/** A reader without a connection yet; readings that start before one comes wait for it. */
export function createListReader(markers: Markers, clock: Clock, random: Random): ListReader {
  const readings = new Map<string, Reading>();
  let connection: Connection | undefined;
  // Sessions outlive us at the broker: a random start keeps identifiers apart from those of the last run (1 to 2^28 − 1).
  let lastIdentifier = Number(readUint(random(4), 0, 4) >> 5n);

  async function start(reading: Reading): Promise<void> {
    const at = connection;
    if (at === undefined) return;
    const outcome = await at.subscribe([listTopic(reading.userTag)], {
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
    return connection === at && readings.get(reading.userTag) === reading;
  }

  function finish(reading: Reading, result: Bytes | undefined): void {
    forget(reading);
    for (const settle of reading.waiters) settle(result);
  }

  function forget(reading: Reading): void {
    reading.cancelAbsent();
    readings.delete(reading.userTag);
    connection?.unsubscribe([listTopic(reading.userTag)]);
  }

  return {
    read: (userTag, timeoutMs) =>
      new Promise((resolve) => {
        const known = readings.get(userTag);
        const reading = known ?? {
          userTag,
          identifier: ++lastIdentifier,
          waiters: new Set(),
          cancelAbsent: () => undefined,
        };
        const settle = (result: Retained): void => {
          cancel();
          reading.waiters.delete(settle);
          resolve(result);
        };
        const cancel = clock.after(timeoutMs, () => {
          settle('timeout');
          if (reading.waiters.size === 0 && readings.get(userTag) === reading) forget(reading);
        });
        reading.waiters.add(settle);
        if (known !== undefined) return;
        readings.set(userTag, reading);
        void start(reading);
      }),
    arrived: (userTag, payload, identifiers) => {
      const reading = readings.get(userTag);
      if (reading !== undefined && identifiers.length > 0 && !identifiers.includes(reading.identifier)) return;
      if (reading !== undefined) finish(reading, payload.length === 0 ? undefined : payload);
      // A subscription that outlived its reading (our session is kept by the broker): nobody needs it any more.
      else connection?.unsubscribe([listTopic(userTag)]);
    },
    attach: (open) => {
      connection = open;
      for (const reading of readings.values()) void start(reading);
    },
    detach: () => {
      connection = undefined;
      for (const reading of readings.values()) reading.cancelAbsent();
    },
  };
}
