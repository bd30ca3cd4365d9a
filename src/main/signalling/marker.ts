// Markers: random bytes sent to our own inbox. When one comes back, the broker has handed on all that it had for us before.
// They never reach the listener: a device is not its own caller (protocol §5).
import { type Bytes, toHex } from '../../core/bytes.ts';
import type { Clock, Random } from '../app/clock.ts';
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
  /** Whether a marker that is sent now comes back within this time. */
  readonly echoes: (connection: Connection, withinMs: number) => Promise<boolean>;
  /** Something came from ourselves. */
  readonly arrived: (bytes: Bytes) => void;
}

/** Markers over the inbox topic from ourselves to ourselves. */
export function createMarkers(ownTopic: string, clock: Clock, random: Random): Markers {
  const awaited = new Map<string, () => void>();

  async function isWithin(timeMs: number, echo: Promise<unknown>): Promise<boolean> {
    let cancel = (): void => undefined;
    const late = new Promise<boolean>((resolve) => {
      cancel = clock.after(timeMs, () => resolve(false));
    });
    return await Promise.race([echo.then(() => true), late]).finally(() => cancel());
  }

  // Sends one and waits as `until` says.
  async function send<T>(
    connection: Connection,
    until: (echo: Promise<void>, answer: ReturnType<Connection['publish']>) => Promise<T>,
  ): Promise<T> {
    const marker = random(MARKER_BYTES);
    const id = toHex(marker);
    const echo = new Promise<void>((resolve) => void awaited.set(id, resolve));
    const answer = connection.publish(ownTopic, marker, { retain: false, expirySeconds: EXPIRY_SECONDS });
    return await until(echo, answer).finally(() => awaited.delete(id));
  }

  return {
    bounce: (connection) =>
      send(connection, async (echo, answer) => {
        if ((await answer) === 'lost') return 'lost';
        await isWithin(ECHO_TIMEOUT_MS, echo);
        return 'passed';
      }),
    echoes: (connection, withinMs) => send(connection, (echo) => isWithin(withinMs, echo)),
    arrived: (bytes) => {
      awaited.get(toHex(bytes))?.();
    },
  };
}
