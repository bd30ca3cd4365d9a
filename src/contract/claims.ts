// Who claims an address, as the main window shows it to the person who has to choose.
import * as v from 'valibot';
import { OrganisationMark } from './managed.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Somebody who claims an address: what a person can tell them apart by. */
export const ClaimView = v.strictObject({
  person: v.string(), // person id, b64u of 32 bytes
  fingerprint: v.optional(v.string()), // 30 digits in six groups, as their own settings show them; once worked out
  firstSeen: count, // by this device, in ms since 1970
  organisation: OrganisationMark,
});
export type ClaimView = v.InferOutput<typeof ClaimView>;

/** An address at which nobody is known yet, and whoever claims it, those first seen first; of `more` others nothing is kept. */
export const AddressClaims = v.strictObject({ address: v.string(), claims: v.array(ClaimView), more: count });
export type AddressClaims = v.InferOutput<typeof AddressClaims>;

/** Who else claims the address of a person who was verified, as read now; the person themselves is not among them. */
export const OthersView = v.variant('kind', [
  v.strictObject({ kind: v.literal('others'), claims: v.array(ClaimView), more: count }), // as in AddressClaims
  v.strictObject({ kind: v.literal('nobody') }), // or nobody is pinned any more
  v.strictObject({ kind: v.literal('unread') }), // the server did not answer
]);
export type OthersView = v.InferOutput<typeof OthersView>;
