// The key store and its health: whether it is one, whether it gives back what it is given, whether it still opens this profile.
// What goes in for the trial is random and worth nothing.
import type { DoctorCheck } from '../../../contract/managed.ts';
import type { KeyStoreView } from '../../../contract/view.ts';
import { equal } from '../../../core/bytes.ts';
import type { PolicyValues } from '../../../core/policy/table.ts';
import type { Random } from '../../app/clock.ts';
import type { KeyStore } from '../../vault/key-store.ts';
import { found } from '../check.ts';

const TRIAL_BYTES = 32;

function givesBack(keyStore: KeyStore, random: Random): boolean {
  const trial = random(TRIAL_BYTES);
  const wrapped = keyStore.wrap(trial);
  const opened = wrapped && keyStore.unwrap(wrapped);
  return opened !== undefined && equal(opened, trial);
}

/** What is to be said of the key store; `view` is the vault's. */
export function checkKeyStore(
  view: KeyStoreView,
  keyStore: KeyStore,
  policy: Pick<PolicyValues, 'KeyStoreMinimum'>,
  random: Random,
): DoctorCheck {
  switch (view.kind) {
    case 'none':
      return found('key-store-none', { backend: view.backend });
    case 'passphrase':
      return policy.KeyStoreMinimum === 'system'
        ? found('key-store-below-policy', { isLocked: view.locked })
        : found('key-store-passphrase', { isLocked: view.locked });
    case 'damaged': {
      const facts = { backend: view.backend, now: keyStore.backend() };
      if (view.cause === 'will-not-open') return found('key-store-will-not-open', facts);
      return found(view.cause === 'backend-changed' ? 'key-store-changed' : 'key-file-unreadable', facts);
    }
    case 'os':
      return found(givesBack(keyStore, random) ? 'key-store-good' : 'key-store-round-trip', { backend: view.backend });
    default:
      return view satisfies never;
  }
}
