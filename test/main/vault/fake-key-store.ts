// A stand-in for the system's key store with its nasty sides: it can be locked out, wiped,
// or change its backend, its boxes carry no authentication, and it opens what it should not,
// as Chromium does. Shaped like Electron's safeStorage, so the real adapter is under test.
import { randomBytes } from 'node:crypto';
import type { SafeStorageLike } from '../../../src/main/vault/key-store.ts';
import { chromiumBox, openChromiumBox } from '../../support/public-boxes.ts';

/** A safeStorage over a keyring in memory. */
export class FakeKeyring {
  backend = 'gnome_libsecret';
  isAvailable = true;
  /** The keyring itself is locked: it opens nothing for now. */
  isShut = false;
  /** The keyring gives no password: Chromium then wraps under the built-in one, and says that all is well. */
  givesPassword = true;
  password: string | Buffer = randomBytes(16);

  /** The keyring was emptied: it answers, and opens nothing from before. */
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
