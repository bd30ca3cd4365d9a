// Boxes as Chromium's os_crypt makes them on Linux, and a vault made elsewhere with a password that everybody knows.
// Written from Chromium's constants, independently of the product: `saltysalt`, one round of PBKDF2-HMAC-SHA1,
// AES-128-CBC, and 16 spaces as the IV.
import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { makeIdentity } from '../../src/main/devices/identity.ts';
import { openState } from '../../src/main/app/opened.ts';
import { systemClock, systemRandom } from '../../src/main/time/system-clock.ts';
import type { KeyStore } from '../../src/main/vault/key-store.ts';
import { openVault } from '../../src/main/vault/vault.ts';

const IV = Buffer.alloc(16, ' ');
const keyOf = (password: string | Buffer): Buffer => pbkdf2Sync(password, 'saltysalt', 1, 16, 'sha1');

/** A box under `password` with Chromium's mark before it: `v10` for the built-in password, `v11` for a keyring's. */
export function chromiumBox(mark: 'v10' | 'v11', password: string | Buffer, text: string): Buffer {
  const cipher = createCipheriv('aes-128-cbc', keyOf(password), IV);
  return Buffer.concat([Buffer.from(mark), cipher.update(text, 'utf8'), cipher.final()]);
}

/** The content of such a box, whatever its mark; throws if the padding is wrong. */
export function openChromiumBox(password: string | Buffer, box: Uint8Array): string {
  const cipher = createDecipheriv('aes-128-cbc', keyOf(password), IV);
  return Buffer.concat([cipher.update(box.subarray(3)), cipher.final()]).toString('utf8');
}

/**
 * Kinds of vaults made elsewhere: Chromium opens the boxes of all of them under any keyring. `bytes` is the length of
 * the vault's key, 32 by default; AES takes keys of 16, 24 and 32 bytes.
 */
export const elsewhere = {
  'the built-in password': { mark: 'v10', password: 'peanuts' },
  'the empty password': { mark: 'v11', password: '' },
  'the empty password around a key of 16 bytes': { mark: 'v11', password: '', bytes: 16 },
  'the empty password around a key of 24 bytes': { mark: 'v11', password: '', bytes: 24 },
} as const;

/**
 * Makes a whole vault in `directory` with an identity of `address`, in place of what was there. Everything in it is
 * valid, except that its key is in a box under `password` and may be shorter than 32 bytes.
 */
export async function vaultMadeElsewhere(
  directory: string,
  { mark, password, bytes = 32 }: { readonly mark: 'v10' | 'v11'; readonly password: string; readonly bytes?: number },
  address = 'mallory@klinik.example',
  backend = 'gnome_libsecret',
): Promise<void> {
  rmSync(directory, { recursive: true, force: true });
  const keyStore: KeyStore = {
    backend: () => backend,
    available: () => true,
    wrap: (key) => new Uint8Array(chromiumBox(mark, password, Buffer.from(key).toString('base64url'))),
    unwrap: (box) => new Uint8Array(Buffer.from(openChromiumBox(password, box), 'base64url')),
  };
  let isOuter = true; // the first value drawn is the key that the store wraps
  const random = (length: number): Uint8Array<ArrayBuffer> => {
    const drawn = new Uint8Array(randomBytes(isOuter ? bytes : length));
    isOuter = false;
    return drawn;
  };
  const vault = openVault({ directory, keyStore, profile: 'default', random, appVersion: '1.2.3' });
  await vault.create();
  const opened = openState(vault, fail, () => undefined);
  const identity = makeIdentity(opened, { address, name: 'Mallory' }, systemRandom, systemClock);
  if (identity === 'disk') fail();
  vault.close();
}

function fail(): never {
  throw new Error('the vault of a test could not be written');
}
