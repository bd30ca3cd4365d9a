// Devices of one person that contradict each other, as the main window shows them to the person who decides.
import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/**
 * A device of a person or of one side in a dispute: its id, and when our own device first saw it, in ms since 1970.
 * `firstSeen` is absent if our own device has stored no such time, for example because it had stored too many others.
 * `isRevoked`: the device belongs to a side, and the organisation has revoked its certificate. A revocation does not
 * decide a dispute.
 */
export const SideDevice = v.strictObject({
  device: v.string(),
  firstSeen: v.optional(count),
  isRevoked: v.optional(v.boolean()),
});
export type SideDevice = v.InferOutput<typeof SideDevice>;

/**
 * One side. `side` names its last link, b64u of 32 bytes. `devices`: those that another side lacks. If there is only
 * one side: while the dispute lasts, its devices that have not counted here so far; once the dispute is over, all of
 * them.
 */
export const SideView = v.strictObject({
  side: v.string(),
  devices: v.array(SideDevice),
  // Our own device has followed this side so far. While the dispute lasts, false for every side if it follows them all.
  isFollowed: v.boolean(),
});
export type SideView = v.InferOutput<typeof SideView>;

/** What there is to decide, with the side followed so far first. `more`: how many sides are not shown. */
export const DisputeView = v.variant('kind', [
  v.strictObject({ kind: v.literal('sides'), sides: v.array(SideView), more: count }),
  v.strictObject({ kind: v.literal('over') }), // nothing waits for a decision
  v.strictObject({ kind: v.literal('nobody') }), // nobody is pinned, and nobody is found at the address now
  v.strictObject({ kind: v.literal('several') }), // nobody is pinned, and several persons claim the address
  v.strictObject({ kind: v.literal('unread') }), // the server did not answer, or not completely
]);
export type DisputeView = v.InferOutput<typeof DisputeView>;

/** A dispute at the address of a person who is no contact. */
export const AddressDispute = v.strictObject({ address: v.string(), seenAt: count });
export type AddressDispute = v.InferOutput<typeof AddressDispute>;
