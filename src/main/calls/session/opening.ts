// r_A, the caller's half of the code: INVITE commits to it, CONFIRM opens it (protocol §5). Each rung device gets a
// fresh r_A.
import { type Bytes, toB64u } from '../../../core/bytes.ts';
import { commit } from '../../../core/keys/commitment.ts';
import type { KeySchedule } from '../../../core/keys/schedule.ts';
import { Secret } from '../../../core/keys/secret.ts';
import type { Random } from '../../time/clock.ts';

const OPENING_BYTES = 32;

/** One r_A. */
export class Opening {
  readonly #bytes: Secret;

  constructor(random: Random) {
    this.#bytes = Secret.own(random(OPENING_BYTES));
  }

  /** The commitment in INVITE, in base64url. */
  commitment(callId: Bytes): string {
    return this.#bytes.use((bytes) => toB64u(commit(callId, bytes)));
  }

  /** The code, from this half and the callee's half r_B, once. */
  code(schedule: KeySchedule, nonce: Bytes): string {
    return this.#bytes.use((bytes) => schedule.code(bytes, nonce));
  }

  /** The opening in CONFIRM, in base64url. */
  open(): string {
    return this.#bytes.use(toB64u);
  }

  /** Erases r_A. */
  wipe(): void {
    this.#bytes.wipe();
  }
}
