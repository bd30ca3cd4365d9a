// The person whom the main window should show: from a link that somebody followed, or from an ended call. In the second
// case, the record of that call may be shown too. The proposal lasts until the window has shown the person.
import * as v from 'valibot';

/** The person to show, where the proposal comes from, and the record of an ended call. */
export const Proposal = v.strictObject({
  address: v.string(),
  from: v.picklist(['link', 'call']),
  // The record's whole key.
  line: v.optional(v.strictObject({ id: v.string(), direction: v.picklist(['in', 'out']), address: v.string() })),
});
export type Proposal = v.InferOutput<typeof Proposal>;
