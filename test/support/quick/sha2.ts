// Replaces @noble/hashes/sha2.js in unit tests (vitest.config.ts): the same functions, computed by the platform. Code
// that hashes piece by piece, as HMAC does, uses `create` and so the library's computation.
import { hash } from 'node:crypto';
import * as real from '@noble/hashes/sha2.js';

const byPlatform =
  (name: 'sha256' | 'sha512') =>
  (message: Uint8Array): Uint8Array<ArrayBuffer> =>
    new Uint8Array(hash(name, message, 'buffer'));

/** SHA-256 (FIPS 180-4). */
export const sha256: typeof real.sha256 = Object.assign(byPlatform('sha256'), real.sha256);

/** SHA-512 (FIPS 180-4). */
export const sha512: typeof real.sha512 = Object.assign(byPlatform('sha512'), real.sha512);
