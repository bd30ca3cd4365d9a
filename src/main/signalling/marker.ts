// Markers: random bytes sent to our own inbox. When one comes back, the broker has delivered what it had for us before,
// except that retained messages, and the queue of a kept MQTT session, may still follow (protocol §3.1). Markers never
// reach the listener: a device does not call itself (protocol §5).
import { type Bytes, toHex } from '../../core/bytes.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { Connection } from './connection.ts';

/** The size of a marker in bytes, smaller than any message of the protocol. */
export const MARKER_BYTES = 16;
const EXPIRY_SECONDS = 10;
/** How long to wait for the echo once the broker has acknowledged or refused the marker. */
const ECHO_TIMEOUT_MS = 1000;

/** Sends markers and recognises them. */
export interface Markers {
  /**
   * `passed`: the broker has answered and the echo arrived, or did not arrive within a second. `lost`: the connection
   * ended.
   */
  readonly bounce: (connection: Connection) => Promise<'passed' | 'lost'>;
  /** A message from ourselves has arrived. */
  readonly arrived: (bytes: Bytes) => void;
}

/** Markers on the inbox topic from ourselves to ourselves. */
export function createMarkers(ownTopic: string, clock: Clock, random: Random): Markers {
  const awaited = new Map<string, () => void>();

  function withinTime(echo: Promise<void>): Promise<void> {
    let cancel = (): void => undefined;
    const timeout = new Promise<void>((resolve) => {
      cancel = clock.after(ECHO_TIMEOUT_MS, resolve);
    });
    return Promise.race([echo, timeout]).finally(() => {
      cancel();
    });
  }

  return {
    bounce: async (connection) => {
      const marker = random(MARKER_BYTES);
      const id = toHex(marker);
      const echo = new Promise<void>((resolve) => void awaited.set(id, resolve));
      const answer = await connection.publish(ownTopic, marker, { retain: false, expirySeconds: EXPIRY_SECONDS });
      if (answer !== 'lost') await withinTime(echo);
      awaited.delete(id);
      return answer === 'lost' ? 'lost' : 'passed';
    },
    arrived: (bytes) => {
      awaited.get(toHex(bytes))?.();
    },
  };
}
