// The key store and its health: whether it protects anything, whether it returns what it was given, and whether it
// still opens this profile. The trial uses random data of no value.
import type { DoctorCheck } from '../../../contract/managed.ts';
import type { KeyStoreView } from '../../../contract/key-store-view.ts';
import { equal } from '../../../core/bytes.ts';
import type { PolicyValues } from '../../../core/policy/table.ts';
import type { Random } from '../../time/clock.ts';
import type { KeyStore } from '../../vault/key-store.ts';
import { found } from '../check.ts';

const TRIAL_BYTES = 32;

function givesBack(keyStore: KeyStore, random: Random): boolean {
  const trial = random(TRIAL_BYTES);
  const wrapped = keyStore.wrap(trial);
  const opened = wrapped && keyStore.unwrap(wrapped, keyStore.backend());
  return opened !== undefined && opened !== 'made-elsewhere' && equal(opened, trial);
}

const damage = {
  'will-not-open': 'key-store-will-not-open',
  'backend-changed': 'key-store-changed',
  'made-elsewhere': 'key-store-foreign',
  'other-version': 'key-file-version',
  unreadable: 'key-file-unreadable',
} as const;

/** The finding about the key store. `view` is the vault's. */
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
    case 'damaged':
      return found(damage[view.cause], { backend: view.backend, now: keyStore.backend() });
    case 'os':
      return found(givesBack(keyStore, random) ? 'key-store-good' : 'key-store-round-trip', { backend: view.backend });
    default:
      return view satisfies never;
  }
}
