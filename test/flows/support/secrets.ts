// Watches every secret that main makes. A secret counts as held until it is wiped, and wiping must zero the bytes that
// the secret was made from.
import { vi } from 'vitest';
import { Secret } from '../../../src/core/keys/secret.ts';

/** The secrets made since the watch began. */
export class SecretWatch {
  readonly #made = new Map<Secret, Uint8Array>();

  constructor() {
    const own = Secret.own.bind(Secret);
    const note = (secret: Secret): Secret => {
      secret.use((bytes) => void this.#made.set(secret, bytes));
      return secret;
    };
    vi.spyOn(Secret, 'own').mockImplementation((bytes) => note(own(bytes)));
    vi.spyOn(Secret.prototype, 'copy').mockImplementation(function copied(this: Secret) {
      return note(this.use((bytes) => own(bytes.slice())));
    });
  }

  /** The secrets that are not wiped and not empty. Throws if a wiped secret has a byte left. */
  held(): readonly Secret[] {
    for (const [secret, bytes] of this.#made) {
      if (secret.wiped && bytes.some((byte) => byte !== 0)) throw new Error('a wiped secret has bytes left');
    }
    return [...this.#made].filter(([secret, bytes]) => !secret.wiped && bytes.length > 0).map(([secret]) => secret);
  }

  /** How many secrets were made. */
  get count(): number {
    return this.#made.size;
  }
}
