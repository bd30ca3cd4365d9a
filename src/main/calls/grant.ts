// The way of a media key from main to the sealing worker. Keys leave main here and nowhere else; what is posted is a copy that
// is erased at once. A worker that does not answer is dead, and a dead worker ends the call (protocol §7).
import { kidOf } from '../../core/frame/kid.ts';
import { frameKey } from '../../core/keys/ratchet.ts';
import type { Secret } from '../../core/keys/secret.ts';
import type { GrantMessage, Stream, WorkerMessage } from '../../contract/ports.ts';
import type { Clock } from '../app/clock.ts';

const SUITE = 5; // AES_256_GCM_SHA512_128 (protocol §7)
const START_MS = 15_000;
const PING_EVERY_MS = 1000;
const MOST_UNANSWERED = 3; // counted in pings, not by the clock: a machine that slept has killed nobody

/** Main's end of the port to one worker. `post` copies its message before it returns. */
export interface GrantPort {
  readonly post: (message: GrantMessage) => void;
  readonly onMessage: (listener: (message: WorkerMessage) => void) => void;
  /** The worker, its page or its process is gone. */
  readonly onClose: (listener: () => void) => void;
  readonly close: () => void;
}

/** Grants the key of one step of `base` in one direction; `base` stays. */
export function grantStep(
  port: Pick<GrantPort, 'post'>,
  kind: 'grant-seal' | 'grant-open',
  base: Secret,
  at: { readonly stream: Stream; readonly generation: number; readonly step: number },
): void {
  const derived = frameKey(base, kidOf(at.generation, at.step), SUITE);
  const key = derived.key.use((bytes) => bytes.slice());
  const salt = derived.salt.use((bytes) => bytes.slice());
  derived.key.wipe();
  derived.salt.wipe();
  port.post({ kind, ...at, key, salt });
  key.fill(0);
  salt.fill(0);
}

/**
 * Calls `onLost` once when the worker is gone: its port closed, no sign of life within 15 s of its making, or no pong for 3 s.
 * Returns what takes its messages, and the end of the watch.
 */
export function watchWorker(
  port: GrantPort,
  clock: Clock,
  onLost: () => void,
): { readonly heard: (message: WorkerMessage) => void; readonly stop: () => void } {
  let isOver = false;
  let pings = 0;
  let unanswered = 0;
  let cancel = clock.after(START_MS, lost);

  function lost(): void {
    if (isOver) return;
    stop();
    onLost();
  }
  function stop(): void {
    isOver = true;
    cancel();
  }
  function ping(): void {
    if (isOver) return;
    if (unanswered >= MOST_UNANSWERED) {
      lost();
      return;
    }
    unanswered++;
    port.post({ kind: 'ping', id: pings++ });
    cancel = clock.after(PING_EVERY_MS, ping);
  }

  port.onClose(lost);
  return {
    heard: (message) => {
      if (isOver || (message.kind !== 'ready' && message.kind !== 'pong')) return;
      unanswered = 0;
      if (message.kind !== 'ready') return;
      cancel();
      ping();
    },
    stop,
  };
}
