// What a person's own picture shows behind them.
import * as v from 'valibot';

/** `off`: the room as it is. `blurred`: the room without its details. `still`: a drawn wall instead of it. */
export const Background = v.picklist(['off', 'blurred', 'still']);
export type Background = v.InferOutput<typeof Background>;
