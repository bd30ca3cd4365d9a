// The trust book as it is sealed on disk: one entry per address that was ever called, answered or added. Plain data;
// book.ts gives it meaning.
import * as v from 'valibot';
import { KeptPin } from '../people/person-pin.ts';

const timeMs = v.pipe(v.number(), v.integer(), v.minValue(0));

const Entry = v.strictObject({
  address: v.string(),
  /** Present for a contact. '' if the person gave no name. */
  name: v.optional(v.string()),
  /** The name of a removed contact, while that can be undone. */
  removedName: v.optional(v.string()),
  /** Rings even under do not disturb. Irrelevant if the entry is no contact. */
  alwaysRings: v.optional(v.boolean()),
  pin: v.optional(KeptPin),
  /** Where the code was compared: on this device, or on another one of this person. */
  verified: v.optional(v.strictObject({ atMs: timeMs, way: v.picklist(['code', 'own-device']) })),
  /** The address has been disputed since then, and the person has neither decided nor read that it is over. */
  change: v.optional(v.strictObject({ seenAtMs: timeMs })),
  /** When the person last decided, read that the dispute is over, or forgot the pinned person. */
  accepted: v.optional(v.strictObject({ atMs: timeMs })),
  /** The pinned person has used the recovery code, which the person here has not read yet. */
  recovery: v.optional(v.strictObject({ seenAtMs: timeMs })),
  failedSecureCalls: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

/** One address and everything known about it. */
export type BookEntry = v.InferOutput<typeof Entry>;

/** The sealed state. Its version is the store's. */
export const BookState = v.strictObject({ entries: v.array(Entry) });
export type BookState = v.InferOutput<typeof BookState>;
