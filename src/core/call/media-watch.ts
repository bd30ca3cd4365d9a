// What page and worker measure during a call, and what follows: new keys if frames do not open, a smaller picture if
// the network is too slow, a call that is live again if packets still arrive, an end if nothing helps or a picture has
// an absurd size (protocol §7, §9; docs/decisions/0027, 0028). Nothing else follows from the measurements, because they
// are not trusted.
import { connected } from './media-path-steps.ts';
import { judged, livingBy, type PerStream, type Stalls } from './media-stalls.ts';
import type { MediaState } from './media-state.ts';
import { type EventOf, inTurn, type Media, type Moment, raises, stays, withPath } from './media-step.ts';
import { expectedOf, isHeld } from './media-switches.ts';
import { lineMeasured } from './media-telling.ts';

const MOST_PIXELS_A_SIDE = 8192;
const MOST_PIXELS = 35_651_584; // the largest picture of AV1 and H.264 level 6

/** Handles the worker's count of opened frames. */
export function framesOpened(state: MediaState, { atMs, opened }: EventOf<'frames'>): Media {
  const { path } = state;
  if (path.kind === 'none') return stays(state); // no page, no worker
  const { stalls } = path;
  const next = withPath(state, { stalls: { ...stalls, opened } });
  const isMore = sumOf(opened) > sumOf(stalls.opened);
  return isMore ? raises(next, { kind: 'frames-opened', atMs }) : stays(next);
}

/** Handles the page's statistics. A picture of absurd size ends the call (protocol §9). */
export function measured(before: MediaState, event: EventOf<'measured'>, moment: Moment): Media {
  const { atMs, ring } = moment;
  const { height, line, packetsReceived, way, width } = event;
  const isAbsurd = Math.max(width, height) > MOST_PIXELS_A_SIDE || width * height > MOST_PIXELS;
  if (isAbsurd) return raises(before, { kind: 'fault', reason: 'error', atMs });
  const { path } = before;
  if (path.kind === 'none') return stays(before);
  const { hasCome, life } = livingBy(path.life, packetsReceived, way);
  const state = withPath(before, { life });
  // The path was in doubt, for example after the loss of an address, but packets still arrive over it. So it is up,
  // unless the page itself reported the connection as broken.
  if (ring.kind === 'reconnecting') return hasCome ? connected(state, moment) : stays(state);
  if (ring.kind !== 'live') return stays(state);
  const isSent = !isHeld(state.switches) && (state.switches.local.camera || state.switches.local.screen);
  return inTurn(
    state,
    (now) => kept(now, path.stalls, packetsReceived, atMs),
    (now) => (isSent && line !== undefined ? lineMeasured(now, line, atMs) : stays(now)),
  );
}

// Streams that receive packets must open frames. Otherwise keys are renewed, or the call ends.
function kept(state: MediaState, before: Stalls, packets: PerStream, atMs: number): Media {
  const { stalls, verdict } = judged(before, packets, expectedOf(state.switches), atMs);
  const next = withPath(state, { stalls });
  if (verdict === 'end') return raises(next, { kind: 'fault', reason: 'media-keys', atMs });
  return verdict === 'rekey' ? raises(next, { kind: 'keys-wanted', atMs }) : stays(next);
}

function sumOf([sound, camera, screen]: readonly [number, number, number]): number {
  return sound + camera + screen;
}
