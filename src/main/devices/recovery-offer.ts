// Whether the person has said *not now* to a recovery code on this device: then the home page does not offer it again.
import * as v from 'valibot';
import type { Store } from '../vault/store.ts';

/** What the vault keeps. */
export const KeptOffer = v.strictObject({ isDeclined: v.boolean() });
export type KeptOffer = v.InferOutput<typeof KeptOffer>;

/** The offer as the person has left it. */
export interface RecoveryOffer {
  readonly isDeclined: () => boolean;
  /** Counts in memory also where it did not come to the disk. */
  readonly decline: () => 'written' | 'disk';
}

/** An offer that stands where the store is empty. */
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
