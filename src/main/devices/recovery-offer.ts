// Whether the person has chosen *not now* for a recovery code on this device: then the home page does not offer it
// again.
import * as v from 'valibot';
import type { Store } from '../vault/store.ts';

/** What the vault stores. */
export const KeptOffer = v.strictObject({ isDeclined: v.boolean() });
export type KeptOffer = v.InferOutput<typeof KeptOffer>;

/** Whether a recovery code is still offered. */
export interface RecoveryOffer {
  readonly isDeclined: () => boolean;
  /** Declines the offer. This counts in memory even if it could not be written. */
  readonly decline: () => 'written' | 'disk';
}

/** The offer in this store. If the store is empty, a code is still offered. */
export function openRecoveryOffer(store: Store<KeptOffer>): RecoveryOffer {
  let isDeclined = store.read()?.isDeclined ?? false;
  return {
    isDeclined: () => isDeclined,
    decline: () => {
      isDeclined = true;
      return store.write({ isDeclined });
    },
  };
}
