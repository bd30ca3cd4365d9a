// How sharing a screen or window begins, and everything that ends sharing: a person stops it, the computer is locked or
// sleeps, the peer shares, the shared window is closed, or something makes sharing impossible. Sharing never resumes by
// itself (docs/decisions/0079). media-share-state.ts draws the states.
import type { Effect } from './effect.ts';
import { allowsShare, type Share, type ShareEnd, type ShareKind } from './media-share-state.ts';
import { isOnHold, type MediaState, picturesOf } from './media-state.ts';
import { type EventOf, followPictures, isCaller, type Media, type Moment, stays } from './media-step.ts';
import { withPictures } from './media-picture.ts';
import type { RingState } from './ring-state.ts';

/**
 * If the peer announces its share this soon after ours began, both began at once: nobody replies to a share that fast.
 */
const AT_ONCE_MS = 2000;

/**
 * Why a source of this kind cannot be shared in the call now, or undefined. The computer's sound goes only with a whole
 * screen: no system gives the sound of one window alone.
 */
export function whyNotShare(
  { media, ring }: { readonly media: MediaState; readonly ring: RingState },
  kind: ShareKind,
  sound = false,
): 'unknown-call' | 'call-held' | 'sharing-not-allowed' | undefined {
  if ((ring.kind !== 'live' && ring.kind !== 'reconnecting') || media.kind !== 'open') return 'unknown-call';
  if (isOnHold(media)) return 'call-held';
  const isAllowed = media.switches.mayVideo && allowsShare(media.mayShare, kind) && !(sound && kind === 'window');
  return isAllowed ? undefined : 'sharing-not-allowed';
}

/** A person has chosen what to share. An earlier share ends. Undefined if the choice cannot be shared. */
export function shareChosen(
  state: MediaState,
  { sound, source }: EventOf<'share-chosen'>,
  moment: Moment,
): Media | undefined {
  if (whyNotShare({ media: state, ring: moment.ring }, source.kind, sound) !== undefined) return undefined;
  const { effects, next } = shareEnded(state);
  return shared(next, { kind: 'chosen', source, sound: sound ? 'asked' : 'none' }, effects);
}

/** The page asked for the picture and is given it, once. */
export function shareHanded(state: MediaState): Media | undefined {
  const { share } = state;
  return share.kind === 'chosen' ? stays({ ...state, share: { ...share, kind: 'handed' } }) : undefined;
}

/**
 * The page captures the picture, and the peer is told that a screen is shared. What the page reports about sound counts
 * only if sound was asked for.
 */
export function shareCaptured(
  state: MediaState,
  event: EventOf<'share-captured'>,
  { atMs }: Moment,
): Media | undefined {
  const { share } = state;
  if (share.kind !== 'handed') return undefined;
  const sound = share.sound === 'asked' ? event.sound : share.sound;
  return shared(state, { kind: 'on', source: share.source, sound, sinceMs: atMs }, []);
}

/** The page lost the picture, or could not capture it. A capture with sound that fails is tried once without sound. */
export function shareLost(state: MediaState, { why }: EventOf<'share-lost'>): Media {
  const { share } = state;
  if (why === 'closed' || share.kind !== 'handed' || share.sound !== 'asked') return shareEnded(state, why);
  return shared(state, { kind: 'chosen', source: share.source, sound: 'failed' }, []);
}

/** The computer's sound does not arrive any more, or cannot be sent: sharing goes on without it. */
export function shareSoundLost(state: MediaState): Media | undefined {
  const { share } = state;
  return share.kind === 'on' && share.sound === 'on' ? shared(state, { ...share, sound: 'failed' }, []) : undefined;
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

/** Ends the share if any other event has made sharing impossible. */
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
