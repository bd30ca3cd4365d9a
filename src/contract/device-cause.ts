// Why what a person has switched on does not run, as the page found it and as windows say it.
import * as v from 'valibot';

/** Why a microphone or camera does not run: something else has it, it is not there any more, the system does not allow it, or its background could not be hidden. */
export const DeviceCause = v.picklist(['busy', 'gone', 'refused', 'background']);
export type DeviceCause = v.InferOutput<typeof DeviceCause>;
