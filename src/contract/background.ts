// What stands behind a person in the picture of their own camera.
import * as v from 'valibot';

/** The room as it is, the room without its details, or a drawn wall in its place. */
export const Background = v.picklist(['off', 'blurred', 'still']);
export type Background = v.InferOutput<typeof Background>;
