// The symmetric half of a Noise handshake: chaining key, transcript hash, cipher key and its counter (Noise §5.1,
// §5.2). Every message is tried on a copy (`clone`), so a failing message changes nothing. Keys are Secrets and wiped
// when replaced.
import { hkdf } from '@noble/hashes/hkdf.js';
import { unwrap } from '../assert.ts';
import { type Bytes, concat, utf8 } from '../bytes.ts';
import type { NoiseSuite } from './noise-suite.ts';
import { Secret } from './secret.ts';

const CIPHER_KEY_BYTES = 32;
const EMPTY = new Uint8Array(0);

/** SymmetricState and CipherState in one (Noise §5.1, §5.2). */
export class NoiseSymmetric {
  readonly #suite: NoiseSuite;
  #hash: Bytes;
  #chainingKey: Secret;
  #key: Secret | undefined;
  #counter = 0n;

  private constructor(suite: NoiseSuite, hash: Bytes, chainingKey: Secret) {
    this.#suite = suite;
    this.#hash = hash;
    this.#chainingKey = chainingKey;
  }

  /** InitializeSymmetric: a name longer than the hash is hashed, a shorter one padded with zeros. */
  static start(suite: NoiseSuite, protocolName: string): NoiseSymmetric {
    const name = utf8(protocolName);
    const length = suite.hash.outputLen;
    const hash: Bytes = name.length > length ? suite.hash(name) : concat(name, new Uint8Array(length - name.length));
    return new NoiseSymmetric(suite, hash, Secret.own(hash.slice()));
  }

  /** The transcript hash `h` so far. */
  get hash(): Bytes {
    return this.#hash.slice();
  }

  /** MixHash. */
  mixHash(data: Uint8Array): void {
    this.#hash = this.#suite.hash(concat(this.#hash, data));
  }

  /** MixKey; erases `input`. */
  mixKey(input: Secret): void {
    const [chainingKey, key] = this.#derive(input, 2);
    input.wipe();
    this.#setKey(unwrap(key, 'two were asked for'));
    this.#setChainingKey(unwrap(chainingKey, 'two were asked for'));
  }

  /** MixKeyAndHash, for pre-shared keys. It does not erase `input`. */
  mixKeyAndHash(input: Secret): void {
    const [chainingKey, mixed, key] = this.#derive(input, 3);
    const psk = unwrap(mixed, 'three were asked for');
    psk.use((bytes) => this.mixHash(bytes));
    psk.wipe();
    this.#setKey(unwrap(key, 'three were asked for'));
    this.#setChainingKey(unwrap(chainingKey, 'three were asked for'));
  }

  /** Whether a key has been mixed in: from then on every payload is sealed before it is hashed. */
  get hasKey(): boolean {
    return this.#key !== undefined;
  }

  /** EncryptAndHash. */
  sealAndHash(plaintext: Uint8Array): Bytes {
    const { cipher } = this.#suite;
    const sealed: Bytes =
      this.#key?.use((key) => cipher.seal(key, this.#counter++, this.#hash, plaintext)) ?? plaintext.slice();
    this.mixHash(sealed);
    return sealed;
  }

  /** DecryptAndHash. Undefined if the tag is wrong; then this object must not be used any more. */
  openAndHash(ciphertext: Uint8Array): Bytes | undefined {
    const { cipher } = this.#suite;
    const plaintext: Bytes | undefined =
      this.#key === undefined
        ? ciphertext.slice()
        : this.#key.use((key) => cipher.open(key, this.#counter++, this.#hash, ciphertext));
    this.mixHash(ciphertext);
    return plaintext;
  }

  /**
   * Noise HKDF(ck, "", count). The first two outputs are those of Split() (Noise §4.3, §5.2), the third is our exporter
   * (protocol §6).
   */
  split(count: 2 | 3): readonly Secret[] {
    const nothing = Secret.own(EMPTY);
    return this.#derive(nothing, count);
  }

  /** `HKDF(salt = h, ikm = ck, info, length)` at this point of the handshake (protocol §5.A.8, early keys). */
  export(info: Uint8Array, length: number): Secret {
    return this.#chainingKey.use((bytes) => Secret.own(hkdf(this.#suite.hash, bytes, this.#hash, info, length)));
  }

  /** An independent copy. */
  clone(): NoiseSymmetric {
    const copy = new NoiseSymmetric(this.#suite, this.#hash, this.#chainingKey.copy());
    copy.#key = this.#key?.copy();
    copy.#counter = this.#counter;
    return copy;
  }

  /** Erases the keys. Using one of them afterwards is a bug. */
  wipe(): void {
    this.#chainingKey.wipe();
    this.#key?.wipe();
  }

  // Noise HKDF (§4.3) is RFC 5869 with the chaining key as salt and no info.
  #derive(input: Secret, count: number): readonly Secret[] {
    const { hash } = this.#suite;
    const length = hash.outputLen;
    const okm = this.#chainingKey.use((salt) => input.use((ikm) => hkdf(hash, ikm, salt, undefined, count * length)));
    const parts = Array.from({ length: count }, (_, i) => Secret.own(okm.slice(i * length, (i + 1) * length)));
    okm.fill(0);
    return parts;
  }

  #setKey(output: Secret): void {
    this.#key?.wipe();
    this.#key = output.use((bytes) => Secret.own(bytes.slice(0, CIPHER_KEY_BYTES)));
    this.#counter = 0n;
    output.wipe();
  }

  #setChainingKey(chainingKey: Secret): void {
    this.#chainingKey.wipe();
    this.#chainingKey = chainingKey;
  }
}
