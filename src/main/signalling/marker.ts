// Markers: random bytes sent to our own inbox. When one comes back, the broker has handed on all that it had for us before.
// They never reach the listener: a device is not its own caller (protocol §5).
import { type Bytes, toHex } from '../../core/bytes.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { Connection } from './connection.ts';

/** What a device sends to its own inbox has so many bytes: fewer than any message of the protocol. */
export const MARKER_BYTES = 16;
const EXPIRY_SECONDS = 10;
/** How long to wait for the echo once the broker has acknowledged or refused the marker. */
const ECHO_TIMEOUT_MS = 1000;

/** Sends markers and knows them again. */
export interface Markers {
  /** `passed` once the broker has answered and the echo came (or did not come for a second); `lost` with the connection. */
  readonly bounce: (connection: Connection) => Promise<'passed' | 'lost'>;
  /** Something came from ourselves. */
  readonly arrived: (bytes: Bytes) => void;
}

/** Markers over the inbox topic from ourselves to ourselves. */
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
