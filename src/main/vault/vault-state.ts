// The states of a vault, and what a person may see of them. Nothing here changes the state.
import type { KeyStoreView } from '../../contract/key-store-view.ts';
import type { Secret } from '../../core/keys/secret.ts';
import type { FoundKey } from './find-key.ts';
import type { KeyFile } from './key-file.ts';
import type { KeyStore } from './key-store.ts';
import type { Damage } from './sealed-store.ts';

/** A vault whose key is in memory. `broken`: a required file could not be opened. */
export interface OpenState {
  readonly kind: 'open';
  readonly file: KeyFile;
  readonly key: Secret;
  readonly broken?: Damage;
}

/** No vault yet, or a vault that was found but not opened, that was closed, or that is open. */
export type VaultState = Exclude<FoundKey, { readonly kind: 'open' }> | { readonly kind: 'closed' } | OpenState;

/** The view of `state` with this key store. */
export function vaultView(state: VaultState, keyStore: KeyStore): KeyStoreView {
  const backend = keyStore.backend();
  if (state.kind === 'damaged') {
    return { kind: 'damaged', backend: state.backend, cause: state.cause, keptAside: state.keptAside };
  }
  if (state.kind === 'locked') return { kind: 'passphrase', locked: true };
  if (state.kind === 'open' && state.broken !== undefined) {
    return { kind: 'damaged', backend, cause: 'unreadable', keptAside: state.broken.keptAside };
  }
  if (state.kind === 'open') {
    return state.file.kind === 'os' ? { kind: 'os', backend } : { kind: 'passphrase', locked: false };
  }
  return keyStore.available() ? { kind: 'os', backend } : { kind: 'none', backend };
}
