// What the page's screens may show of a call.
import type { FilterLoss } from './track-filter.ts';

/** The streams of one call. */
export interface CallStreams {
  readonly remote: MediaStream | undefined; // from `play` on
  readonly screen: MediaStream | undefined; // the other person's, from `play` on
  readonly local: MediaStream | undefined; // while the camera runs
  readonly microphone: MediaStreamTrack | undefined; // while it is open, sent or not; without its noise, where a filter runs
  readonly noiseLoss: FilterLoss | undefined; // why its noise is not taken out as strongly as was chosen, until it is opened anew
}

/** Of a call of which nothing is there yet, or any more. */
export const NOTHING: CallStreams = {
  remote: undefined,
  screen: undefined,
  local: undefined,
  microphone: undefined,
  noiseLoss: undefined,
};
