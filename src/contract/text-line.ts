// The text written in a call, line by line, as windows show it.
import * as v from 'valibot';

/** One line of the text written in a call. */
export const CallTextLine = v.strictObject({
  id: v.string(),
  from: v.picklist(['us', 'peer']),
  text: v.string(),
  done: v.boolean(), // false while somebody is still typing it
});
export type CallTextLine = v.InferOutput<typeof CallTextLine>;
