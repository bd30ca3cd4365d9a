// Devices of one person that contradict each other, as the main window shows them to whoever has to decide between them.
import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/**
 * A device of a person, or on one side of a dispute: its id, and when this device first saw it, in ms since 1970; absent where that was too many
 * devices ago to know. `isRevoked`: on a side, and the organisation has revoked its certificate, which decides nothing.
 */
export const SideDevice = v.strictObject({
  device: v.string(),
  firstSeen: v.optional(count),
  isRevoked: v.optional(v.boolean()),
});
export type SideDevice = v.InferOutput<typeof SideDevice>;

/** One side. `side` names its last link, b64u of 32 bytes; `devices` are those that another side has not, of the only one those it has. */
export const SideView = v.strictObject({
  side: v.string(),
  devices: v.array(SideDevice),
  isFollowed: v.boolean(), // by this device, so far, and no other side as well
});
export type SideView = v.InferOutput<typeof SideView>;

/** What there is to decide: the side followed first. Of `more` sides nothing is shown. */
export const DisputeView = v.variant('kind', [
  v.strictObject({ kind: v.literal('sides'), sides: v.array(SideView), more: count }),
  v.strictObject({ kind: v.literal('over') }), // nothing waits for a decision
  v.strictObject({ kind: v.literal('nobody') }), // nobody is pinned, and nobody is there any more
  v.strictObject({ kind: v.literal('several') }), // nobody is pinned, and several persons claim the address
  v.strictObject({ kind: v.literal('unread') }), // the server did not answer, or not in full
]);
export type DisputeView = v.InferOutput<typeof DisputeView>;

/** A dispute at an address that is no contact's. */
export const AddressDispute = v.strictObject({ address: v.string(), seenAt: count });
export type AddressDispute = v.InferOutput<typeof AddressDispute>;
