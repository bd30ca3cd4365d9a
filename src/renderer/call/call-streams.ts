// The streams of a call that the page's screens may show.
import type { FilterLoss } from './track-filter.ts';

/** The streams of one call; `undefined` where there is none at the moment. */
export interface CallStreams {
  readonly remote: MediaStream | undefined; // from `play` on
  readonly screen: MediaStream | undefined; // the peer's, from `play` on
  readonly local: MediaStream | undefined; // while the camera runs
  readonly microphone: MediaStreamTrack | undefined; // while it is open, sent or not; filtered where a filter runs
  // Why strong noise suppression stopped; cleared when the microphone is opened again.
  readonly noiseLoss: FilterLoss | undefined;
}

/** No streams: before a call opens any, and after the call. */
export const NOTHING: CallStreams = {
  remote: undefined,
  screen: undefined,
  local: undefined,
  microphone: undefined,
  noiseLoss: undefined,
};
