// How sharing a screen begins, and everything that ends it: a person stops it, the peer shares, the window is closed,
// or something makes sharing impossible. It never resumes by itself (docs/decisions/0079). media-share-state.ts draws
// the states.
import type { Effect } from './effect.ts';
import { allowsShare, type Share, type ShareEnd, type ShareKind, type ShareSource } from './media-share-state.ts';
import { isOnHold, type MediaState, picturesOf } from './media-state.ts';
import { followPictures, isCaller, type Media, type Moment, stays } from './media-step.ts';
import { withPictures } from './media-picture.ts';
import type { RingState } from './ring-state.ts';

/**
 * The peer's message that it shares, so soon after we began, means that both began at once: nobody replies to a share
 * that fast.
 */
const AT_ONCE_MS = 2000;

/** Why this cannot be shared in a call now, or undefined. */
export function whyNotShare(
  { media, ring }: { readonly media: MediaState; readonly ring: RingState },
  kind: ShareKind,
): 'unknown-call' | 'call-held' | 'sharing-not-allowed' | undefined {
  if ((ring.kind !== 'live' && ring.kind !== 'reconnecting') || media.kind !== 'open') return 'unknown-call';
  if (isOnHold(media)) return 'call-held';
  return media.switches.mayVideo && allowsShare(media.mayShare, kind) ? undefined : 'sharing-not-allowed';
}

/** A person has chosen. An earlier share ends. */
export function shareChosen(state: MediaState, source: ShareSource, moment: Moment): Media | undefined {
  if (whyNotShare({ media: state, ring: moment.ring }, source.kind) !== undefined) return undefined;
  const { effects, next } = shareEnded(state);
  return shared(next, { kind: 'chosen', source }, effects);
}

/** The page asked for the picture and gets it, once. */
export function shareHanded(state: MediaState): Media | undefined {
  const { share } = state;
  return share.kind === 'chosen' ? stays({ ...state, share: { ...share, kind: 'handed' } }) : undefined;
}

/** The page captures it: the peer is told from here on. */
export function shareCaptured(state: MediaState, { atMs }: Moment): Media | undefined {
  const { share } = state;
  if (share.kind !== 'handed') return undefined;
  return shared(state, { kind: 'on', source: share.source, sinceMs: atMs }, []);
}

/** Sharing ends: stopped by a person, or for `why`. Stopping a share that has already ended dismisses its reason. */
export function shareEnded(state: MediaState, why?: ShareEnd): Media {
  if (state.share.kind === 'none' && why !== undefined) return stays(state);
  return shared(state, { kind: 'none', ...(why === undefined ? {} : { why }) }, []);
}

/** The peer shares from now on. If both began at once, the caller's share stands. */
export function peerShares(state: MediaState, { atMs, ring }: Moment): Media {
  const { share } = state;
  const isAtOnce = share.kind === 'on' && atMs - share.sinceMs < AT_ONCE_MS && isCaller(ring);
  return share.kind === 'none' || isAtOnce ? stays(state) : shareEnded(state, 'peer');
}

/** Ends the share if any other event has made it impossible. */
export function shareFollows(state: MediaState, isPageLost: boolean, { ring }: Moment): Media {
  const { share } = state;
  if (share.kind === 'none' || ring.kind === 'ended') return stays(state);
  if (isPageLost) return shareEnded(state, 'page');
  const why = whyNotShare({ media: state, ring }, share.source.kind);
  if (why === undefined) return stays(state);
  return why === 'unknown-call' ? shareEnded(state) : shareEnded(state, why === 'call-held' ? 'held' : 'policy');
}

function shared(before: MediaState, share: Share, first: readonly Effect[]): Media {
  const local = { ...before.switches.local, screen: share.kind === 'on' };
  const next: MediaState = { ...before, share, switches: { ...before.switches, local } };
  const state = next.kind === 'closed' ? next : { ...next, picture: withPictures(next.picture, picturesOf(next)) };
  return stays(state, ...first, ...followPictures(before, state));
}
