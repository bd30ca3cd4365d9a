// Derives a 32-byte key from a passphrase by Argon2id (RFC 9106), in slices, so that main keeps responding. The
// passphrase is not stored, and the only check of a passphrase is whether its key opens the box.
import { argon2idAsync } from '@noble/hashes/argon2.js';
import * as v from 'valibot';
import type { Bytes } from '../../core/bytes.ts';
import { utf8 } from '../../core/bytes.ts';
import { Secret } from '../../core/keys/secret.ts';

const bounded = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** The costs in the key file. They are bounded, so that an altered file cannot demand all memory or a day of work. */
export const PassphraseCost = v.strictObject({
  name: v.literal('argon2id'),
  memoryKib: bounded(8, 524_288),
  passes: bounded(1, 16),
  lanes: bounded(1, 16),
});
export type PassphraseCost = v.InferOutput<typeof PassphraseCost>;

/**
 * The costs of a new vault: RFC 9106 §4, second recommended option (64 MiB, 3 passes) with one lane. Measured: about
 * a second.
 */
export const DEFAULT_COST: PassphraseCost = { name: 'argon2id', memoryKib: 65_536, passes: 3, lanes: 1 };

/** The key of `passphrase` (NFC, UTF-8) with a 16-byte salt. */
export async function passphraseKey(passphrase: string, salt: Bytes, cost: PassphraseCost): Promise<Secret> {
  const text = utf8(passphrase.normalize('NFC'));
  const key = await argon2idAsync(text, salt, {
    m: cost.memoryKib,
    t: cost.passes,
    p: cost.lanes,
    dkLen: 32,
    version: 0x13,
    asyncTick: 10,
  });
  text.fill(0);
  return Secret.own(key);
}
