// The relay that a person has set, if their organisation names none.
import * as v from 'valibot';

/** As pages see it: the password never comes back. `server` is '' if none is set. */
export const OwnRelay = v.strictObject({ server: v.string(), username: v.string(), hasPassword: v.boolean() });

/** Whose relays calls may use. */
export const RelaysOf = v.picklist(['nobody', 'person', 'organisation']);
export type RelaysOf = v.InferOutput<typeof RelaysOf>;

/**
 * The result of a test: the relay is asked for a path, and if it gives one, this device calls itself through the relay.
 * `carried`, `lost`: what became of that trial call. `allocated`: the relay gave a path, but no trial call was made,
 * because a real call, another trial call, a lock or a change of policy came first.
 */
export const RelayTest = v.picklist([
  'carried',
  'lost',
  'allocated',
  'unreachable',
  'tls',
  'not-authorised',
  'refused',
]);
export type RelayTest = v.InferOutput<typeof RelayTest>;
