// How the keys of this device are stored, as pages show it.
import * as v from 'valibot';

/** Where the device keys are stored, and why there may be none. */
export const KeyStoreView = v.variant('kind', [
  v.strictObject({ kind: v.literal('os'), backend: v.string() }),
  v.strictObject({ kind: v.literal('passphrase'), locked: v.boolean() }),
  v.strictObject({ kind: v.literal('none'), backend: v.string() }),
  v.strictObject({
    kind: v.literal('damaged'),
    backend: v.string(),
    cause: v.picklist(['will-not-open', 'backend-changed', 'unreadable', 'made-elsewhere', 'other-version']),
    keptAside: v.string(),
  }),
]);
export type KeyStoreView = v.InferOutput<typeof KeyStoreView>;
