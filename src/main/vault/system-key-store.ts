// The only importer of Electron's safeStorage. Whatever can be decided without Electron is in key-store.ts.
import { safeStorage } from 'electron';
import { createKeyStore, type KeyStore } from './key-store.ts';

/** The key store of this system; call after the app is ready. */
export function systemKeyStore(): KeyStore {
  return createKeyStore(safeStorage, process.platform);
}
