// Outgoing envelopes. What the broker has not acknowledged survives a lost connection and is sent again, byte for byte,
// until the message expires: receivers recognise repeats by counters or ids (protocol §4, §5). Nothing here outlives
// the process.
import type { Bytes } from '../../core/bytes.ts';
import type { Clock } from '../time/clock.ts';
import type { Connection } from './connection.ts';
import type { Sent } from './transport.ts';

/** For this long after a loss, new messages wait for the connection instead of being refused. */
const BRIDGE_MS = 10_000;
const MOST_WAITING = 256;

interface Waiting {
  readonly topic: string;
  readonly bytes: Bytes;
  readonly expiresAtMs: number;
  readonly settle: (sent: Sent) => void;
}

/** Messages that wait for the broker's acknowledgement. */
export interface Outbox {
  /**
   * Sends now, or, within 10 s of a loss, once the connection is back. Resolves with `not-connected` when the message
   * expires unanswered, or at once if the connection is down for longer or too many messages wait.
   */
  readonly send: (topic: string, bytes: Bytes, expirySeconds: number) => Promise<Sent>;
  /** Takes an open connection and sends waiting messages, in order. */
  readonly attach: (connection: Connection) => void;
  /** The connection was lost; another may follow. */
  readonly detach: () => void;
  /** No connection will follow: all waiting messages are `not-connected`. */
  readonly drop: () => void;
}

/** An empty outbox. */
export function createOutbox(clock: Clock): Outbox {
  const waiting = new Set<Waiting>();
  let connection: Connection | undefined;
  let bridgeUntilMs = 0;

  async function transmit(message: Waiting): Promise<void> {
    if (connection === undefined) return;
    const leftSeconds = Math.max(1, Math.ceil((message.expiresAtMs - clock.nowMs()) / 1000));
    const outcome = await connection.publish(message.topic, message.bytes, {
      retain: false,
      expirySeconds: leftSeconds,
    });
    if (outcome !== 'lost') message.settle(outcome);
  }

  return {
    send: (topic, bytes, expirySeconds) =>
      new Promise((resolve) => {
        const isBridging = clock.nowMs() < bridgeUntilMs;
        if ((connection === undefined && !isBridging) || waiting.size >= MOST_WAITING) {
          resolve('not-connected');
          return;
        }
        const message: Waiting = {
          topic,
          bytes,
          expiresAtMs: clock.nowMs() + expirySeconds * 1000,
          settle: (sent) => {
            cancel();
            waiting.delete(message);
            resolve(sent);
          },
        };
        const cancel = clock.after(expirySeconds * 1000, () => {
          message.settle('not-connected');
        });
        waiting.add(message);
        void transmit(message);
      }),
    attach: (open) => {
      connection = open;
      for (const message of waiting) void transmit(message);
    },
    detach: () => {
      if (connection !== undefined) bridgeUntilMs = clock.nowMs() + BRIDGE_MS;
      connection = undefined;
    },
    drop: () => {
      connection = undefined;
      bridgeUntilMs = 0;
      for (const message of waiting) message.settle('not-connected');
    },
  };
}
