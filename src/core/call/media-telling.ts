// What the switches let out, what they let in, and what the peer is told of them. All of this changes because of a
// person, the peer's `media`, policy, a failing device, or a slow network (protocol §5 rules 4 and 12, §9;
// docs/decisions/0018, 0028).
import type { Effect } from './effect.ts';
import type { CallEvent } from './event.ts';
import { cameraStepOf, type Measured, nextPicture, withPictures } from './media-picture.ts';
import { peerShares } from './media-share.ts';
import {
  heardOf,
  isOnHold,
  isPicturePaused,
  type MediaState,
  openedMedia,
  pictureOf,
  picturesOf,
  toldOf,
} from './media-state.ts';
import {
  command,
  type EventOf,
  followPictures,
  inTurn,
  type Media,
  type Moment,
  silenceForgotten,
  raises,
  stays,
} from './media-step.ts';
import {
  isOn,
  playedOf,
  sentOf,
  type SwitchChange,
  type Switched,
  type Switches,
  withChange,
  withFailed,
  withoutTalk,
  withTalk,
} from './media-switches.ts';
import { askedAgain, paced } from './pace.ts';
import { hasConnection } from './page-state.ts';
import { isSecured } from './ring-state.ts';

/** Limits the peer's `media` to ten in a second. If more come, the newest waits its turn (protocol §9). */
const PEER_PACE = { most: 10, withinMs: 1000 } as const;
/** One request per 300 ms and stream: a peer must not make us encode nothing but key frames (protocol §7). */
const KEY_FRAME_PACE = { most: 1, withinMs: 300 } as const;
/** If the peer repeats its state this long or longer after our last `media`, we send ours again (protocol §5.12.4). */
const TELL_AGAIN_MS = 10_000;

/**
 * READY or CONFIRM: sound is sent, and pictures if wanted. The peer may be heard and seen (protocol §5 rule 4).
 */
export function speechOpened(before: MediaState, { atMs }: Moment): Media {
  const state = openedMedia(before, atMs);
  return stays(state, played(state), announce(state), sent(state));
}

/** A wrong code was typed: nothing leaves any more in this call. */
export function speechSilenced(before: MediaState, { atMs }: Moment): Media {
  const state = before.kind === 'closed' ? openedMedia(before, atMs) : before;
  const switches = withoutTalk(state.switches);
  return stays({ ...state, kind: 'silenced', switches, text: { ...state.text, unsent: [] } }, NOTHING_SENT);
}

/** A ringing call is accepted, with a picture or without. Nothing runs yet, and the peer is not told yet. */
export function accepted(state: MediaState, { media }: Extract<CallEvent, { kind: 'accept' }>): Media {
  return stays({ ...state, switches: withChange(state.switches, { camera: media === 'video' }) });
}

/** A person switches something, or the program does it for them. */
export function switched(state: MediaState, { change }: Pick<EventOf<'switched'>, 'change'>, moment: Moment): Media {
  return changed(state, withChange(state.switches, change), change, moment);
}

/** A person begins to hold a key down to talk. The microphone opens if they are muted and sound may leave. */
export function talkBegun(state: MediaState, { by }: Pick<EventOf<'talk'>, 'by'>, moment: Moment): Media {
  const switches = state.kind === 'open' ? withTalk(state.switches, by, moment.atMs) : state.switches;
  return switches === state.switches ? stays(state) : changed(state, switches, {}, moment);
}

/** The key was released, or its release can no longer be noticed: whoever talked while holding it is muted. */
export function talkEnded(state: MediaState, { by }: Pick<EventOf<'talk-over'>, 'by'>, moment: Moment): Media {
  const { talk } = state.switches;
  if (talk.kind === 'none' || (by !== undefined && by !== talk.by)) return stays(state);
  return changed(state, withoutTalk(state.switches), {}, moment);
}

/** The clock: a key was held for so long that its release may have been missed. */
export function talkOnTime(state: MediaState, moment: Moment): Media | undefined {
  const { talk } = state.switches;
  return talk.kind === 'none' || moment.atMs < talk.untilMs ? undefined : talkEnded(state, {}, moment);
}

/** The peer's `media`. Of the messages that come too soon, the newest waits. */
export function peerSwitched(before: MediaState, { state: peer }: EventOf<'peer-switched'>, moment: Moment): Media {
  const heard = heardOf(before);
  const isAgain = heard !== undefined && isSame(heard, peer);
  return inTurn(
    before,
    (state) => applied(state, peer, moment),
    (state) => answered(state, isAgain, moment),
  );
}

/** The clock: a `media` of the peer that came too soon has its turn. */
export function peerOnTime(state: MediaState, moment: Moment): Media | undefined {
  const { peer } = state;
  return peer.kind === 'idle' || moment.atMs < peer.dueAtMs ? undefined : applied(state, peer.newest, moment);
}

/**
 * The peer asks for a key frame. A request that comes too soon is dropped, since the last key frame is recent enough.
 */
export function keyFrameAsked(state: MediaState, { atMs, stream }: EventOf<'key-frame-asked'>): Media {
  const [camera, screen] = state.keyFrames;
  const pace = paced(stream === 1 ? camera : screen, KEY_FRAME_PACE, atMs);
  if (!pace.isDue) return stays(state);
  const keyFrames = stream === 1 ? ([pace.done, screen] as const) : ([camera, pace.done] as const);
  return stays({ ...state, keyFrames }, { kind: 'key-frame', stream });
}

/**
 * Policy allows sending and showing pictures, or no longer does. While pictures are not allowed, the worker holds no
 * key for them. When they are allowed again, the camera stays off.
 */
export function picturesLimited(before: MediaState, { isAllowed }: EventOf<'pictures'>, moment: Moment): Media {
  if (isAllowed === before.switches.mayVideo) return stays(before);
  const state: MediaState = { ...before, switches: { ...before.switches, mayVideo: isAllowed } };
  const isOver = !isAllowed && state.switches.local.camera;
  return inTurn(
    state,
    (now) => stays(now, ...playedAgain(now)),
    (now) => (isOver ? switched(now, { change: { camera: false } }, moment) : stays(now)),
  );
}

/**
 * A device does not run: its switch shows that, the peer is told, and the next press tries again. No call begins
 * without a microphone.
 */
export function withoutDevice(state: MediaState, { device, cause }: EventOf<'no-device'>, moment: Moment): Media {
  if (device === 'microphone' && !isSecured(moment.ring)) {
    return raises(state, { kind: 'fault', reason: 'no-device', atMs: moment.atMs });
  }
  if (!isOn(state.switches, device)) return stays(state);
  const change: SwitchChange = device === 'camera' ? { camera: false } : { mute: true };
  return changed(state, withFailed(state.switches, device, cause), change, moment);
}

/**
 * The network was measured, and the step of the picture may change. Sound comes before picture (docs/decisions/0028).
 * The peer is told when the camera's picture pauses or resumes.
 */
export function lineMeasured(before: MediaState, line: Measured, atMs: number): Media {
  if (before.kind === 'closed') return stays(before);
  const state: MediaState = { ...before, picture: nextPicture(before.picture, line, picturesOf(before)) };
  const isPauseChanged = isPicturePaused(before) !== isPicturePaused(state);
  return inTurn(
    state,
    (now) => stays(now, ...followPictures(before, now)),
    (now) => (isPauseChanged && now.kind === 'open' ? announced(now, atMs) : stays(now)),
  );
}

/**
 * Our broker connection is back: the peer is told our switches now, and once more when its next `media` comes.
 */
export function brokerBack(before: MediaState, { atMs }: Moment): Media | undefined {
  return before.kind === 'open' ? announced({ ...before, told: { kind: 'unsure' } }, atMs) : undefined;
}

/** `media` leaves now, or has just left under new keys. */
export function toldAt(state: MediaState, atMs: number): MediaState {
  if (state.kind === 'closed' || state.told.kind === 'unsure') return state;
  return { ...state, told: { kind: 'told', atMs } };
}

/** The worker knows that a hold began or ended. Now the page is told what leaves and what is played. */
export function holdFollowed(state: MediaState): Media {
  return stays(state, ...switchedAgain(state));
}

/** Tells the peer that our screen is sent now, or no longer is, unless another message has just said so. */
export function screenTold(before: MediaState, now: MediaState, effects: readonly Effect[], { atMs }: Moment): Media {
  if (now.kind !== 'open') return stays(now);
  const told = effects.findLast((effect) => effect.kind === 'announce')?.state ?? toldOf(before);
  return told.screen === toldOf(now).screen ? stays(now) : announced(now, atMs);
}

/** What must be told again to a page that replaces another one. */
export function saidAgain(state: MediaState): readonly Effect[] {
  const step = cameraStepOf(pictureOf(state));
  const isPart = state.kind === 'open' && step !== 'first'; // every page begins with `first`
  return [...switchedAgain(state), ...(isPart ? [command({ kind: 'picture', step })] : [])];
}

function changed(before: MediaState, switches: Switches, change: SwitchChange, { atMs, page }: Moment): Media {
  const isCameraOff = change.camera === false;
  const changed: MediaState = { ...before, switches };
  const state: MediaState =
    isCameraOff && changed.kind !== 'closed'
      ? { ...changed, picture: withPictures(changed.picture, picturesOf(changed)) } // the next picture is tried anew
      : changed;
  const isHeldAnew = isOnHold(before) !== isOnHold(state); // if so, `holdFollowed` tells the page, after the worker
  return inTurn(
    state,
    (now) => followHold(before, now, atMs),
    (now) => stays(now, ...followPictures(before, now)),
    (now) => {
      if (now.kind === 'open') {
        const told = announced(now, atMs);
        return { ...told, effects: [...(isHeldAnew ? [] : [sent(now)]), ...told.effects] };
      }
      // Nothing leaves yet, but the camera runs for the preview: switching it off must stop it.
      return stays(now, ...(isCameraOff && hasConnection(page) ? [NOTHING_SENT] : []));
    },
  );
}

function applied(before: MediaState, switched: Switched, moment: Moment): Media {
  const { atMs } = moment;
  const peer = askedAgain(before.peer, switched, PEER_PACE, atMs);
  if (peer.kind === 'waiting') return stays({ ...before, peer });
  const next: MediaState = { ...before, peer, switches: { ...before.switches, peer: switched } };
  const isSharing = switched.screen && !before.switches.peer.screen;
  return inTurn(
    next,
    (state) => followHold(before, state, atMs),
    (state) => (switched.hold ? talkEnded(state, {}, moment) : stays(state)),
    (state) => (isSharing ? peerShares(state, moment) : stays(state)),
  );
}

// A peer repeats a known state if its broker connection was down or its keys are new. We send our state again, since
// the peer may have missed it.
function answered(before: MediaState, isAgain: boolean, { atMs }: Moment): Media {
  if (before.kind === 'closed') return stays(before); // the peer sends `media` only from READY on
  const { told } = before;
  const isDue = told.kind === 'unsure' || (isAgain && atMs - told.atMs >= TELL_AGAIN_MS);
  return isDue ? announced({ ...before, told: { kind: 'told', atMs } }, atMs) : stays(before);
}

function announced(state: MediaState, atMs: number): Media {
  return stays(toldAt(state, atMs), announce(state));
}

function announce(state: MediaState): Effect {
  return { kind: 'announce', state: toldOf(state) };
}

// The page region tells the worker first: from then on no frame passes, whatever the page does.
function followHold(before: MediaState, next: MediaState, atMs: number): Media {
  const isHeld = isOnHold(next);
  if (isOnHold(before) === isHeld) return stays(next);
  return { ...silenceForgotten(next), raised: [{ kind: 'held', isHeld, atMs }] };
}

function isSame(one: Switched, other: Switched): boolean {
  return (['mute', 'camera', 'hold', 'screen'] as const).every((name) => one[name] === other[name]);
}

function sent({ switches }: MediaState): Effect {
  return command({ kind: 'send', ...sentOf(switches) });
}

function switchedAgain(state: MediaState): readonly Effect[] {
  return [...playedAgain(state), ...(state.kind === 'open' ? [sent(state)] : [])];
}

function playedAgain(state: MediaState): readonly Effect[] {
  return state.kind === 'closed' ? [] : [played(state)];
}

function played({ switches }: MediaState): Effect {
  return command({ kind: 'play', ...playedOf(switches) });
}

const NOTHING_SENT = command({ kind: 'send', microphone: false, camera: false });
