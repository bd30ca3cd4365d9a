// Whom the main window is to show, until it has: of a link somebody followed, or of a call that has ended, with its line in the list.
import * as v from 'valibot';

export const Proposal = v.strictObject({
  address: v.string(),
  from: v.picklist(['link', 'call']),
  line: v.optional(v.strictObject({ id: v.string(), direction: v.picklist(['in', 'out']), address: v.string() })), // its whole key
});
export type Proposal = v.InferOutput<typeof Proposal>;
