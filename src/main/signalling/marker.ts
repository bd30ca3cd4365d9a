// Markers: random bytes sent to our own inbox. When one comes back, the broker has handed on all that it had for us before.
// They never reach the listener: a device is not its own caller (protocol §5).
import { type Bytes, toHex } from '../../core/bytes.ts';
import type { Clock, Random } from '../app/clock.ts';
import type { Connection } from './connection.ts';

const MARKER_BYTES = 16;
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
  return {
    bounce: (connection) =>
      new Promise((resolve) => {
        const marker = random(MARKER_BYTES);
        const id = toHex(marker);
        let cancel = (): void => undefined;
        const settle = (how: 'passed' | 'lost'): void => {
          cancel();
          awaited.delete(id);
          resolve(how);
        };
        awaited.set(id, () => {
          settle('passed');
        });
        void connection.publish(ownTopic, marker, { retain: false, expirySeconds: EXPIRY_SECONDS }).then((outcome) => {
          if (outcome === 'lost') settle('lost');
          else if (awaited.has(id)) {
            cancel = clock.after(ECHO_TIMEOUT_MS, () => {
              settle('passed');
            });
          }
        });
      }),
    arrived: (bytes) => {
      awaited.get(toHex(bytes))?.();
    },
  };
}
