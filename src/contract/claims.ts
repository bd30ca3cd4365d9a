// Who claims an address, as the main window shows it to a person who has to choose.
import * as v from 'valibot';
import { OrganisationMark } from './managed.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A claimant of an address, with what tells them apart from others. */
export const ClaimView = v.strictObject({
  person: v.string(), // person id, b64u of 32 bytes
  fingerprint: v.optional(v.string()), // 30 digits in six groups, as in the claimant's settings; absent until computed
  firstSeen: count, // by this device, in ms since 1970
  organisation: OrganisationMark,
});
export type ClaimView = v.InferOutput<typeof ClaimView>;

/**
 * An address at which nobody is pinned, and its claimants, in the order in which they were first seen. `more`: the
 * number of further claimants, who are not stored.
 */
export const AddressClaims = v.strictObject({ address: v.string(), claims: v.array(ClaimView), more: count });
export type AddressClaims = v.InferOutput<typeof AddressClaims>;

/** Who else claims the address of a pinned person, as read now. The pinned person is not among them. */
export const OthersView = v.variant('kind', [
  v.strictObject({ kind: v.literal('others'), claims: v.array(ClaimView), more: count }), // `more`: not shown
  v.strictObject({ kind: v.literal('nobody') }), // nobody else claims it, or nobody is pinned there any more
  v.strictObject({ kind: v.literal('unread') }), // the server did not answer
]);
export type OthersView = v.InferOutput<typeof OthersView>;
