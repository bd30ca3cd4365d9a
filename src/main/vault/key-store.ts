// The system's protected key store (Keychain, DPAPI, libsecret, KWallet) as two verbs. It wraps one random key and nothing
// else: its boxes carry no authentication of their own, and "available" says nothing about old boxes.
import type { Bytes } from '../../core/bytes.ts';
import { fromB64u, toB64u } from '../../core/bytes.ts';

/** A protected key store, or the lack of one. */
export interface KeyStore {
  /** Its name as a person may look it up: `keychain`, `dpapi`, `gnome_libsecret`, `kwallet6`, `basic_text`… */
  readonly backend: () => string;
  /** Whether it protects anything. `basic_text` (Linux without a keyring) is a fixed password: no protection. */
  readonly available: () => boolean;
  /** The wrapped form of `key`, or undefined where the store refuses. */
  readonly wrap: (key: Bytes) => Bytes | undefined;
  /** What was wrapped, or undefined where this store cannot open it (wiped keyring, other user, other backend). */
  readonly unwrap: (wrapped: Uint8Array) => Bytes | undefined;
}

/** The part of Electron's `safeStorage` that is used. */
export interface SafeStorageLike {
  readonly isEncryptionAvailable: () => boolean;
  readonly encryptString: (text: string) => Uint8Array;
  readonly decryptString: (wrapped: Buffer) => string;
  /** Linux only. */
  readonly getSelectedStorageBackend?: () => string;
}

const UNPROTECTED: readonly string[] = ['basic_text', 'unknown'];

/** A key store over `safeStorage`, which works only after the app is ready. */
export function createKeyStore(safeStorage: SafeStorageLike, platform: NodeJS.Platform): KeyStore {
  const backend = (): string => {
    if (platform === 'darwin') return 'keychain';
    if (platform === 'win32') return 'dpapi';
    return safeStorage.getSelectedStorageBackend?.() ?? 'unknown';
  };
  return {
    backend,
    available: () => safeStorage.isEncryptionAvailable() && !UNPROTECTED.includes(backend()),
    wrap: (key) => attempt(() => new Uint8Array(safeStorage.encryptString(toB64u(key)))),
    unwrap: (wrapped) => attempt(() => fromB64u(safeStorage.decryptString(Buffer.from(wrapped)))),
  };
}

function attempt(run: () => Bytes | undefined): Bytes | undefined {
  try {
    return run();
  } catch {
    // safeStorage throws for a box it cannot open or a store that went away; its text may quote what it read.
    return undefined;
  }
}
