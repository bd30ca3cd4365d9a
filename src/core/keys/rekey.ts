// The fresh secrets of a rekey: a new X25519 and a new ML-KEM-768 agreement (protocol §6). Only schedule.ts mixes them
// into the keys of a call. Who may start a rekey, and when, is decided by the call machine.
import { assert } from '../assert.ts';
import type { Bytes } from '../bytes.ts';
import { agree, agreementPair, decapsulate, encapsulate, isKemKey, type KeyPair, kemPair, SIZES } from './kem.ts';
import type { Secret } from './secret.ts';

/** The secrets of a finished rekey. The key schedule erases them. */
export interface RekeySecrets {
  readonly dh: Secret;
  readonly kemShared: Secret;
}

/** The offering side: one `rekey` message and the wait for its `rekeyed`. */
export class RekeyOffer {
  readonly #ephemeral: KeyPair;
  readonly #kem: KeyPair;

  /** Takes over 32 random bytes for `ephemeral` and 64 for `kem` (`d || z`). */
  constructor(random: { readonly ephemeral: Bytes; readonly kem: Bytes }) {
    this.#ephemeral = agreementPair(random.ephemeral);
    this.#kem = kemPair(random.kem);
  }

  /** `e` of the message. */
  get e(): Bytes {
    return this.#ephemeral.publicKey;
  }

  /** `kem` of the message. */
  get kem(): Bytes {
    return this.#kem.publicKey;
  }

  /**
   * The secrets from `e` and `ct` of `rekeyed`; erases the offer. Undefined if `e` is of low order; the offer stays
   * usable then.
   */
  finish(e: Uint8Array, ct: Uint8Array): RekeySecrets | undefined {
    assert(e.length === SIZES.publicKey && ct.length === SIZES.kemCiphertext, 'the message schema has the lengths');
    const dh = agree(this.#ephemeral.secret, e);
    if (dh === undefined) return undefined;
    const secrets = { dh, kemShared: decapsulate(this.#kem.secret, ct) };
    this.wipe();
    return secrets;
  }

  /** Erases the offer. */
  wipe(): void {
    this.#ephemeral.secret.wipe();
    this.#kem.secret.wipe();
  }
}

/**
 * Answers the `rekey` whose fields are `e` and `kem`. Takes over 32 random bytes for `random.ephemeral`, and 32 for
 * `random.kem`, the `m` of the encapsulation. Returns the fields of `rekeyed` and the secrets. Undefined if the peer's
 * keys cannot be used: of low order, or not an ML-KEM key.
 */
export function answerRekey(
  e: Uint8Array,
  kem: Uint8Array,
  random: { readonly ephemeral: Bytes; readonly kem: Bytes },
): { readonly e: Bytes; readonly ct: Bytes; readonly secrets: RekeySecrets } | undefined {
  assert(e.length === SIZES.publicKey && kem.length === SIZES.kemKey, 'the message schema has the lengths');
  const own = agreementPair(random.ephemeral);
  const dh = isKemKey(kem) ? agree(own.secret, e) : undefined;
  own.secret.wipe();
  if (dh === undefined) {
    random.kem.fill(0);
    return undefined;
  }
  const { ciphertext, shared } = encapsulate(kem, random.kem);
  return { e: own.publicKey, ct: ciphertext, secrets: { dh, kemShared: shared } };
}
