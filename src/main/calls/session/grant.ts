// How a media key gets from main to the sealing worker. Media keys leave main only here. Main makes a copy of the key
// for the message, and erases that copy once the message is posted (protocol §7).
import { kidOf } from '../../../core/frame/kid.ts';
import { frameKey } from '../../../core/keys/ratchet.ts';
import type { Secret } from '../../../core/keys/secret.ts';
import type { GrantMessage, Stream, WorkerMessage } from '../../../contract/ports.ts';

const SUITE = 5; // AES_256_GCM_SHA512_128 (protocol §7)

/** Main's end of the port to one worker. `post` copies its message before it returns. */
export interface GrantPort {
  readonly post: (message: GrantMessage) => void;
  readonly onMessage: (listener: (message: WorkerMessage) => void) => void;
  /** Our end was closed, by us or because a message of the worker did not parse. */
  readonly onClose: (listener: () => void) => void;
  readonly close: () => void;
}

/** Grants the key of one step in one direction. `base` is the base key of this step, and is not erased here. */
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
