// How the keys of this device are stored, as pages show it.
import * as v from 'valibot';

/** What protects the stored keys, or would protect new ones. `damaged`: something stored cannot be opened, and why. */
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
