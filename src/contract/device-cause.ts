// Why what a person has switched on does not run, as the page found it and as windows say it.
import * as v from 'valibot';

/** Why a microphone or camera does not run: something else has it, it is not there any more, or the system does not allow it. */
export const DeviceCause = v.picklist(['busy', 'gone', 'refused']);
export type DeviceCause = v.InferOutput<typeof DeviceCause>;
