// The passwords under which Chromium on Linux opens a box whatever keyring is in use (components/os_crypt, os_crypt_linux.cc): the
// built-in one for the mark `v10`, and for `v11`, where the keyring's password does not fit, the empty one.
import { createDecipheriv, pbkdf2Sync } from 'node:crypto';
import { fromB64u } from '../../core/bytes.ts';

/** How long the secrets are that we have a key store wrap. */
export const SECRET_BYTES = 32;
const MARK_BYTES = 3;
const IV = Buffer.alloc(16, ' ');
const PASSWORDS = ['peanuts', ''];

// What AES takes is 16 bytes long at least. A store that is asked for a box of a shorter or longer key than ours opens it under its own
// password first, which fits once in 256 boxes and gives no key: what it is would then be told differently from box to box.
const LEAST_BYTES = 16;

/** Whether everybody can open this box into a key, whatever mark it bears. */
export function opensInPublic(box: Uint8Array): boolean {
  return PASSWORDS.some((password) => {
    const key = pbkdf2Sync(password, 'saltysalt', 1, 16, 'sha1');
    const cipher = createDecipheriv('aes-128-cbc', key, IV);
    try {
      const text = cipher.update(box.subarray(MARK_BYTES), undefined, 'latin1') + cipher.final('latin1');
      // A wrong password gives good padding once in 256 boxes, and never the text of so many bytes.
      return (fromB64u(text)?.length ?? 0) >= LEAST_BYTES;
    } catch {
      return false; // the padding is wrong: it was another password
    }
  });
}
