// Somebody calls while the program is locked. Nothing else is known (decision 0089).
import * as v from 'valibot';

/** A call to the locked program: the id that its sender gave it, in hex. */
export const Knock = v.strictObject({
  call: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/u)),
  isSilenced: v.boolean(), // the person has seen it
});
export type Knock = v.InferOutput<typeof Knock>;
