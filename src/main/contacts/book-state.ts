// The trust book as it is sealed on disk: one entry per address that was ever called, answered or added. Plain data; what the
// entries mean is book.ts's business.
import * as v from 'valibot';
import { fromB64u, toB64u } from '../../core/bytes.ts';
import type { ListPin } from '../../core/keys/device-list.ts';
import { unwrap } from '../../core/assert.ts';
import { b64uOf } from '../../core/signal/field.ts';

const timeMs = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What is wrong with a list that does not follow from the pinned one (protocol §2). */
export const KeyChange = v.picklist(['identity', 'rollback', 'conflict', 'broken-chain']);
export type KeyChange = v.InferOutput<typeof KeyChange>;

const Entry = v.strictObject({
  address: v.string(),
  /** Present for a contact; '' where the person gave none. */
  name: v.optional(v.string()),
  /** The name of a contact that was removed, for as long as that may be undone. */
  removedName: v.optional(v.string()),
  /** Rings also while nobody is to be disturbed; says nothing where the entry is no contact. */
  alwaysRings: v.optional(v.boolean()),
  pin: v.optional(
    v.strictObject({
      person: b64uOf(32),
      version: v.pipe(v.number(), v.integer(), v.minValue(1)),
      hash: b64uOf(32),
      sinceMs: timeMs,
    }),
  ),
  /** Where the code was compared: on this device, or on another one of this person. */
  verified: v.optional(v.strictObject({ atMs: timeMs, way: v.picklist(['code', 'own-device']) })),
  change: v.optional(v.strictObject({ kind: KeyChange, seenAtMs: timeMs })),
  /** When the person last read of a change and accepted it. */
  acceptedAtMs: v.optional(timeMs),
  failedSecureCalls: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

/** One address and all that is known of it. */
export type BookEntry = v.InferOutput<typeof Entry>;

/** The sealed state; its version is the store's. */
export const BookState = v.strictObject({ entries: v.array(Entry) });
export type BookState = v.InferOutput<typeof BookState>;

/** A pin as it is stored. */
export function storePin(pin: ListPin, sinceMs: number): NonNullable<BookEntry['pin']> {
  return { person: toB64u(pin.person), version: pin.version, hash: toB64u(pin.hash), sinceMs };
}

/** A stored pin as core compares it. */
export function loadPin(pin: NonNullable<BookEntry['pin']>): ListPin {
  return {
    person: unwrap(fromB64u(pin.person), 'checked by the schema'),
    version: pin.version,
    hash: unwrap(fromB64u(pin.hash), 'checked by the schema'),
  };
}
