// The system's protected key store (Keychain, DPAPI, libsecret, KWallet) behind a small interface. For the vault it
// wraps one random secret and nothing else: not every system authenticates boxes, and `available` says nothing about
// boxes made earlier.
// Chromium opens too much: whatever keyring is in use, it also opens boxes under publicly known passwords. Such a box
// counts as made elsewhere, and is neither stored nor opened here.
import type { Bytes } from '../../core/bytes.ts';
import { equal, fromB64u, toB64u, utf8 } from '../../core/bytes.ts';
import { opensInPublic, SECRET_BYTES } from './public-password.ts';

/** A protected key store, or the lack of one. */
export interface KeyStore {
  /** The store's name as a person may look it up: `keychain`, `dpapi`, `gnome_libsecret`, `kwallet6`, `basic_text`… */
  readonly backend: () => string;
  /** Whether the store protects anything. `basic_text` (Linux without a keyring) is a fixed password: no protection. */
  readonly available: () => boolean;
  /** The wrapped form of `secret`. Undefined if the store refuses, or wraps it in a way that anybody could open. */
  readonly wrap: (secret: Uint8Array) => Bytes | undefined;
  /**
   * The secret in `wrapped`, which the store `backend` has made. Undefined: this store cannot open it (wiped keyring,
   * other user, other backend). `made-elsewhere`: that store makes no such boxes, or the box does not hold 32 bytes.
   */
  readonly unwrap: (wrapped: Uint8Array, backend: string) => Bytes | 'made-elsewhere' | undefined;
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

// The mark in front of every box, by backend: Chromium's components/os_crypt, `kObfuscationPrefixV10` and `V11`. On
// Linux `v11` means the keyring's password and `v10` the built-in one. On macOS `v10` means the Keychain's password,
// and a box without a mark is returned unchanged. On Windows `v10` means the AES key that DPAPI keeps. A backend of
// another system cannot have wrapped anything here.
const LINUX = [
  ['gnome_libsecret', 'v11'],
  ['kwallet', 'v11'],
  ['kwallet5', 'v11'],
  ['kwallet6', 'v11'],
] as const;
const marksOf = (platform: NodeJS.Platform): ReadonlyMap<string, string> => {
  if (platform === 'darwin') return new Map([['keychain', 'v10']]);
  if (platform === 'win32') return new Map([['dpapi', 'v10']]);
  return new Map(LINUX);
};

/** A key store over `safeStorage`, which works only once the app is ready. */
export function createKeyStore(safeStorage: SafeStorageLike, platform: NodeJS.Platform): KeyStore {
  const marks = marksOf(platform);
  const backend = (): string => {
    if (platform === 'darwin') return 'keychain';
    if (platform === 'win32') return 'dpapi';
    return safeStorage.getSelectedStorageBackend?.() ?? 'unknown';
  };
  const isOf = (box: Uint8Array, name: string): boolean => {
    const mark = utf8(marks.get(name) ?? '');
    return mark.length > 0 && equal(box.subarray(0, mark.length), mark) && !opensInPublic(box);
  };
  return {
    backend,
    available: () => safeStorage.isEncryptionAvailable() && !UNPROTECTED.includes(backend()),
    wrap: (secret) =>
      attempt(() => {
        const box = new Uint8Array(safeStorage.encryptString(toB64u(secret)));
        return isOf(box, backend()) ? box : undefined;
      }),
    unwrap: (wrapped, name) => {
      if (!isOf(wrapped, name)) return 'made-elsewhere';
      const secret = attempt(() => fromB64u(safeStorage.decryptString(Buffer.from(wrapped))));
      // AES also accepts keys of 16 and 24 bytes: a box around one of those is not ours, whoever can open it.
      return secret === undefined || secret.length === SECRET_BYTES ? secret : 'made-elsewhere';
    },
  };
}

function attempt(run: () => Bytes | undefined): Bytes | undefined {
  try {
    return run();
  } catch {
    // safeStorage throws for a box that it cannot open, or if the store is gone. That error is dropped, because its
    // message may quote what was read.
    return undefined;
  }
}
