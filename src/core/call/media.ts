// How the media region steps: which function handles which event, and what follows from the state of the ring. Its data
// is in media-state.ts; the life of its path is drawn in media-path.ts.
import type { CallEvent } from './event.ts';
import {
  candidatesLeave,
  connected,
  directAllowed,
  interrupted,
  pageConnected,
  pageDescribed,
  pageGathered,
  pageLeft,
  pathChecked,
  pathOpened,
  peerGathered,
  tightened,
} from './media-path-steps.ts';
import { asked, byPeer, lives, peerSet, restartsOnTime, said } from './media-restarts.ts';
import {
  shareCaptured,
  shareChosen,
  shareEnded,
  shareFollows,
  shareHanded,
  shareLost,
  shareSoundLost,
} from './media-share.ts';
import type { MediaState } from './media-state.ts';
import { command, inTurn, type Media, type Moment, stays } from './media-step.ts';
import {
  accepted,
  holdFollowed,
  keyFrameAsked,
  brokerBack,
  peerOnTime,
  peerSwitched,
  picturesLimited,
  screenTold,
  speechOpened,
  speechSilenced,
  switched,
  talkBegun,
  talkEnded,
  talkOnTime,
  toldAt,
  withoutDevice,
} from './media-telling.ts';
import { textOnTime, textTyped } from './media-text.ts';
import { framesOpened, measured } from './media-watch.ts';
import { withoutTalk } from './media-switches.ts';
import { hearsPage, isPageLeft } from './page-state.ts';
import type { Seen, Step } from './region.ts';
import { isSecured, type RingState } from './ring-state.ts';
import type { CallState } from './state.ts';

/** The next state of the media and what to do, in order. Undefined if the event does not concern them. */
export function stepMedia(state: MediaState, event: CallEvent, { before, now }: Seen): Step<MediaState> | undefined {
  const moment: Moment = { atMs: event.atMs, ring: now.ring, page: now.page, keys: now.keys };
  const follows = followers(state, event, before, moment);
  const followed = follows.length === 0 ? undefined : inTurn(state, ...follows);
  const step = take(followed?.next ?? state, event, moment);
  const steps = [followed, step].filter((each) => each !== undefined);
  const isPageLost = isPageLeft(before.page, now.page);
  const share = shareFollows(steps.at(-1)?.next ?? state, isPageLost, moment);
  const done = share.next === steps.at(-1)?.next || share.next === state ? steps : [...steps, share];
  if (done.length === 0) return undefined;
  const taken = inTurn(state, ...done.map((each) => () => each));
  const told = screenTold(state, taken.next, taken.effects, moment);
  if (told.effects.length === 0) return done.length === 1 ? done[0] : taken;
  return inTurn(
    state,
    () => taken,
    () => told,
  );
}

/** What a page reports about its connection, its devices, sharing and the network. */
const REPORTS: readonly CallEvent['kind'][] = [
  'local-description',
  'local-candidates',
  'connection',
  'no-device',
  'share-captured',
  'share-lost',
  'share-sound-lost',
  'measured',
];

type Follower = (state: MediaState) => Media;

// What steps of the ring and of the page mean for the media.
function followers(media: MediaState, event: CallEvent, before: CallState, moment: Moment): readonly Follower[] {
  const { page, ring } = moment;
  const left: readonly Follower[] = isPageLeft(before.page, page)
    ? [
        ...(media.path.kind === 'open' ? [pageLeft] : []),
        ...(media.switches.talk.kind === 'held' ? [(state: MediaState) => talkEnded(state, {}, moment)] : []),
      ]
    : [];
  if (before.ring.kind === ring.kind) return left;
  const taken: readonly Follower[] = event.kind === 'accept' ? [(state) => accepted(state, event)] : [];
  return [...left, ...taken, ...following(media, before.ring, moment)];
}

function following(media: MediaState, before: RingState, moment: Moment): readonly Follower[] {
  const { ring } = moment;
  if (ring.kind === 'confirming') return [candidatesLeave]; // CONFIRM has left
  if (ring.kind === 'reconnecting') return [(state) => interrupted(state, moment)];
  if (ring.kind === 'live') return [(state) => lives(state, moment)];
  if (ring.kind === 'ended') {
    const ended = (state: MediaState): MediaState => ({ ...state, switches: withoutTalk(state.switches) });
    return media.path.kind === 'none' ? [] : [(state) => stays(ended(state), command({ kind: 'close' }))];
  }
  if (!isSecured(ring) || isSecured(before)) return [];
  // READY has left or has come. The path may already be up, which the page reports only once.
  return [candidatesLeave, (state) => speechOpened(state, moment), directAllowed, (state) => connected(state, moment)];
}

// Until the new page reports, a late report may come from the page that it replaces.
function isUnheard({ kind }: CallEvent, { page }: Moment): boolean {
  return REPORTS.includes(kind) && !hearsPage(page);
}

function take(state: MediaState, event: CallEvent, moment: Moment): Media | undefined {
  if (isUnheard(event, moment)) return undefined;
  switch (event.kind) {
    case 'switched':
      return switched(state, event, moment);
    case 'talk':
      return talkBegun(state, event, moment);
    case 'talk-over':
      return talkEnded(state, event, moment);
    case 'held-for':
      return stays({ ...state, heldFor: event.what });
    case 'peer-switched':
      return peerSwitched(state, event, moment);
    case 'key-frame-asked':
      return keyFrameAsked(state, event);
    case 'pictures':
      return picturesLimited(state, event, moment);
    case 'sharing-allowed':
      return stays({ ...state, mayShare: event.what });
    case 'share-chosen':
      return shareChosen(state, event, moment);
    case 'share-handed':
      return shareHanded(state);
    case 'share-captured':
      return shareCaptured(state, event, moment);
    case 'share-lost':
      return shareLost(state, event);
    case 'share-sound-lost':
      return shareSoundLost(state);
    case 'share-stopped':
      return shareEnded(state, event.why);
    case 'no-device':
      return withoutDevice(state, event, moment);
    case 'network':
      return event.change === 'broker' ? brokerBack(state, moment) : undefined;
    case 'text-typed':
      return textTyped(state, event);
    case 'announced':
      return stays(toldAt(state, event.atMs));
    case 'silenced':
      return speechSilenced(state, moment);
    case 'path-opened':
      return pathOpened(state, event, moment);
    case 'rules':
      return tightened(state, event, moment);
    case 'local-description':
      return pageDescribed(state, event, moment);
    case 'local-candidates':
      return pageGathered(state, event);
    case 'connection':
      return pageConnected(state, event, moment);
    case 'measured':
      return measured(state, event, moment);
    case 'frames':
      return framesOpened(state, event);
    case 'path-checked':
    case 'keys-renewed':
      return pathChecked(state, moment);
    case 'held':
      return holdFollowed(state);
    case 'remote-description':
      return peerSet(state, event.type, event.sdp, event.fingerprint);
    case 'remote-candidates':
      return peerGathered(state, event);
    case 'peer-restart':
      return byPeer(state, event.message, moment);
    case 'candidates-leave':
      return candidatesLeave(state);
    case 'describe-again':
      return said(state, event.message);
    case 'restart-asked':
      return asked(state, event.cause, moment);
    case 'time':
      return onTime(state, moment);
    default:
      return undefined;
  }
}

function onTime(state: MediaState, moment: Moment): Media | undefined {
  const peer = peerOnTime(state, moment);
  const restarts = restartsOnTime(peer?.next ?? state, moment);
  const text = textOnTime(restarts?.next ?? peer?.next ?? state, moment.atMs);
  const talk = talkOnTime(text?.next ?? restarts?.next ?? peer?.next ?? state, moment);
  const [first, ...others] = [peer, restarts, text, talk].filter((step) => step !== undefined);
  if (first === undefined || others.length === 0) return first;
  return inTurn(state, () => first, ...others.map((step) => () => step));
}
