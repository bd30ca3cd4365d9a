// The trust book as it is sealed on disk: one entry per address about which anything was ever noted, for example
// because of a call or for a contact. Plain data; book.ts gives it meaning.
import * as v from 'valibot';
import { KeptPin } from '../people/person-pin.ts';

const timeMs = v.pipe(v.number(), v.integer(), v.minValue(0));

const Entry = v.strictObject({
  address: v.string(),
  /** Present for a contact. '' if the person gave no name. */
  name: v.optional(v.string()),
  /** The name of a removed contact, while the removal can be undone. */
  removedName: v.optional(v.string()),
  /** Whether the contact's calls ring even under do not disturb. Irrelevant if the entry is no contact. */
  alwaysRings: v.optional(v.boolean()),
  pin: v.optional(KeptPin),
  /** When and where the code was compared: on this device, or on another device of the person who uses this one. */
  verified: v.optional(v.strictObject({ atMs: timeMs, way: v.picklist(['code', 'own-device']) })),
  /** Since when the address is disputed. Present until the person here decides, or forgets whoever is pinned. */
  change: v.optional(v.strictObject({ seenAtMs: timeMs })),
  /**
   * When the person here last decided, forgot the pinned person, or was told to compare the code again. A verification
   * on another device counts only if it is more than five minutes later.
   */
  accepted: v.optional(v.strictObject({ atMs: timeMs })),
  /** The pinned person has used the recovery code, and the person here has not read that yet. */
  recovery: v.optional(v.strictObject({ seenAtMs: timeMs })),
  failedSecureCalls: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

/** One address and everything known about it. */
export type BookEntry = v.InferOutput<typeof Entry>;

/** The sealed state. Its version is the store's. */
export const BookState = v.strictObject({ entries: v.array(Entry) });
export type BookState = v.InferOutput<typeof BookState>;
