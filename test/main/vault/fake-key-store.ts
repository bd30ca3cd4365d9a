// A stand-in for the system's key store with its nasty sides: it can be locked out, wiped, or change its backend, and its
// boxes carry no authentication. Shaped like Electron's safeStorage, so the real adapter is under test.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SafeStorageLike } from '../../../src/main/vault/key-store.ts';

/** A safeStorage over a keyring in memory. */
export class FakeKeyring {
  backend = 'gnome_libsecret';
  isAvailable = true;
  /** The keyring itself is locked: it opens nothing for now. */
  isShut = false;
  #password = randomBytes(16);

  /** The keyring was emptied: it answers, and opens nothing from before. */
  wipe(): void {
    this.#password = randomBytes(16);
  }

  readonly safeStorage: SafeStorageLike = {
    isEncryptionAvailable: () => this.isAvailable,
    getSelectedStorageBackend: () => this.backend,
    // As Chromium on Linux does: AES-128-CBC under one password, a fixed IV, no tag.
    encryptString: (text) => {
      const cipher = createCipheriv('aes-128-cbc', this.#password, Buffer.alloc(16, 32));
      return Buffer.concat([Buffer.from('v11'), cipher.update(text, 'utf8'), cipher.final()]);
    },
    decryptString: (wrapped) => {
      if (this.isShut) throw new Error('the keyring is locked');
      const cipher = createDecipheriv('aes-128-cbc', this.#password, Buffer.alloc(16, 32));
      return Buffer.concat([cipher.update(wrapped.subarray(3)), cipher.final()]).toString('utf8');
    },
  };
}
