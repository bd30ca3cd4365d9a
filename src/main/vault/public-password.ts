// The passwords under which Chromium on Linux opens a box whatever keyring is in use (components/os_crypt,
// os_crypt_linux.cc). For the mark `v10` that is the built-in password. For `v11` Chromium also tries the empty
// password if the keyring's password does not match.
import { createDecipheriv, pbkdf2Sync } from 'node:crypto';
import { fromB64u } from '../../core/bytes.ts';

/** The length of the secrets that a key store wraps for us. */
export const SECRET_BYTES = 32;
const MARK_BYTES = 3;
const IV = Buffer.alloc(16, ' ');
const PASSWORDS = ['peanuts', ''];

// Keys of 16 bytes count too, because AES needs no more. Otherwise the store would have to open a box around such a
// key, and it tries its own password first. In one of 256 boxes that gives valid padding and no key. key-store.ts would
// then report a box that cannot be opened, and not one that was made elsewhere.
const LEAST_BYTES = 16;

/** Whether anybody can open this box into a key, whatever mark it has. */
export function opensInPublic(box: Uint8Array): boolean {
  return PASSWORDS.some((password) => {
    const key = pbkdf2Sync(password, 'saltysalt', 1, 16, 'sha1');
    const cipher = createDecipheriv('aes-128-cbc', key, IV);
    try {
      const text = cipher.update(box.subarray(MARK_BYTES), undefined, 'latin1') + cipher.final('latin1');
      // A wrong password gives valid padding once in 256 boxes, but practically never base64url of this length.
      return (fromB64u(text)?.length ?? 0) >= LEAST_BYTES;
    } catch {
      return false; // the padding is wrong: the box has another password
    }
  });
}
