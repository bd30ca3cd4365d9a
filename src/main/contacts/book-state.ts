// The trust book as it is sealed on disk: one entry per address that was ever called, answered or added. Plain data; what the
// entries mean is book.ts's business.
import * as v from 'valibot';
import { KeptPin } from '../people/person-pin.ts';

const timeMs = v.pipe(v.number(), v.integer(), v.minValue(0));

const Entry = v.strictObject({
  address: v.string(),
  /** Present for a contact; '' where the person gave none. */
  name: v.optional(v.string()),
  /** The name of a contact that was removed, for as long as that may be undone. */
  removedName: v.optional(v.string()),
  /** Rings also while nobody is to be disturbed; says nothing where the entry is no contact. */
  alwaysRings: v.optional(v.boolean()),
  pin: v.optional(KeptPin),
  /** Where the code was compared: on this device, or on another one of this person. */
  verified: v.optional(v.strictObject({ atMs: timeMs, way: v.picklist(['code', 'own-device']) })),
  /** Whom the address means is disputed since then, and the person has neither decided nor read that it is over. */
  change: v.optional(v.strictObject({ seenAtMs: timeMs })),
  /** When the person last did that, or forgot who was pinned. */
  accepted: v.optional(v.strictObject({ atMs: timeMs })),
  /** The pinned person has recovered with the recovery code, which the person here has not read yet. */
  recovery: v.optional(v.strictObject({ seenAtMs: timeMs })),
  failedSecureCalls: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

/** One address and all that is known of it. */
export type BookEntry = v.InferOutput<typeof Entry>;

/** The sealed state; its version is the store's. */
export const BookState = v.strictObject({ entries: v.array(Entry) });
export type BookState = v.InferOutput<typeof BookState>;
