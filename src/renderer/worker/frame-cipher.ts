// The only user of crypto.subtle: AES-256-GCM with a key that becomes non-extractable on arrival (protocol §7). No key
// is derived here, and no key bytes exist after the import.
import type { Stream } from '../../contract/ports.ts';
import type { Bytes } from '../../core/bytes.ts';
import { additionalData, additionalDataLength, nonce, NONCE_BYTES, TAG_BYTES } from '../../core/frame/nonce.ts';

const AES_GCM = 'AES-GCM';

/** Makes a non-extractable key from the 32 bytes of `raw` for one direction, and wipes `raw` in any case. */
export async function importFrameKey(raw: Bytes, usage: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  try {
    return await crypto.subtle.importKey('raw', raw, AES_GCM, false, [usage]);
  } finally {
    raw.fill(0);
  }
}

/** A key of one direction, with the salt of its nonces. */
interface FrameKey {
  readonly key: CryptoKey;
  readonly salt: Bytes;
}

/** What the nonce and the additional data of a frame are made of. `bytes` begins with the header. */
export interface FrameParameters {
  readonly counter: bigint;
  readonly bytes: Uint8Array;
  readonly headerLength: number;
  readonly keyFrame: boolean;
  readonly timestamp: number;
}

/**
 * Seals or opens the frames of one stream. All their nonces and additional data are written into the same memory,
 * because an engine takes longer to allocate two fresh arrays than to encrypt a small frame (decision 0076). This is
 * safe, because WebCrypto copies both before its method returns ("normalizing an algorithm").
 */
export class FrameCipher {
  readonly #stream: Stream;
  readonly #nonce: Bytes = new Uint8Array(NONCE_BYTES);
  /** By length of the header. */
  readonly #additionalData: Bytes[] = [];

  constructor(stream: Stream) {
    this.#stream = stream;
  }

  /** Ciphertext and tag of `plain` (RFC 9605 §4.4.3). */
  seal(key: FrameKey, parameters: FrameParameters, plain: ArrayBuffer): Promise<ArrayBuffer> {
    const sealed = crypto.subtle.encrypt(this.#algorithm(key.salt, parameters), key.key, plain);
    this.#nonce.fill(0); // the nonce would still reveal the salt after the salt was erased
    return sealed;
  }

  /** The plaintext of `sealed`. Rejects if the tag does not verify. */
  open(key: FrameKey, parameters: FrameParameters, sealed: Bytes): Promise<ArrayBuffer> {
    const plain = crypto.subtle.decrypt(this.#algorithm(key.salt, parameters), key.key, sealed);
    this.#nonce.fill(0);
    return plain;
  }

  #algorithm(salt: Bytes, { counter, bytes, headerLength, keyFrame, timestamp }: FrameParameters): AesGcmParams {
    const out = (this.#additionalData[headerLength] ??= new Uint8Array(additionalDataLength(headerLength)));
    return {
      name: AES_GCM,
      iv: nonce(salt, counter, this.#nonce),
      additionalData: additionalData(bytes, headerLength, this.#stream, keyFrame, timestamp, out),
      tagLength: TAG_BYTES * 8,
    };
  }
}
