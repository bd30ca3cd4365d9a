// A fake of the system's key store with the dangerous properties of the real one: it can be locked or wiped, it can
// change its backend, its boxes are not authenticated, and it opens boxes that it should not, as Chromium does. It has
// the interface of Electron's safeStorage, so the tests use the product's adapter.
import { randomBytes } from 'node:crypto';
import type { SafeStorageLike } from '../../../src/main/vault/key-store.ts';
import { chromiumBox, openChromiumBox } from '../../support/public-boxes.ts';

/** A safeStorage over a keyring in memory. */
export class FakeKeyring {
  backend = 'gnome_libsecret';
  isAvailable = true;
  /** The keyring itself is locked: it opens nothing for now. */
  isShut = false;
  /** False: the keyring gives no password. Chromium then wraps under its built-in password, and reports success. */
  givesPassword = true;
  password: string | Buffer = randomBytes(16);

  /** Empties the keyring. It still answers, but opens nothing that it wrapped before. */
  wipe(): void {
    this.password = randomBytes(16);
  }

  readonly safeStorage: SafeStorageLike = {
    isEncryptionAvailable: () => this.isAvailable,
    getSelectedStorageBackend: () => this.backend,
    encryptString: (text) =>
      this.givesPassword ? chromiumBox('v11', this.password, text) : chromiumBox('v10', 'peanuts', text),
    decryptString: (wrapped) => {
      if (this.isShut) throw new Error('the keyring is locked');
      if (wrapped.subarray(0, 3).toString() === 'v10') return openChromiumBox('peanuts', wrapped);
      try {
        return openChromiumBox(this.password, wrapped);
      } catch {
        return openChromiumBox('', wrapped);
      }
    },
  };
}
