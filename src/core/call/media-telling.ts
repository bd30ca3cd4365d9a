// What of the switches leaves, is played and is told to the peer: by a person's press, the peer's word, policy, a device that fails, a
// line that is too thin (protocol §5 rules 4 and 12, §9; docs/decisions/0018, 0028).
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
} from './media-switches.ts';
import { askedAgain, paced } from './pace.ts';
import { hasConnection } from './page-state.ts';
import { isSecured } from './ring-state.ts';

/** Of the peer's `media`: ten in a second, of more the newest in its turn (protocol §9). */
const PEER_PACE = { most: 10, withinMs: 1000 } as const;
/** One request per 300 ms and stream: a peer must not make us encode key frames only (protocol §7). */
const KEY_FRAME_PACE = { most: 1, withinMs: 300 } as const;
/** So long after our last word a peer that says again what was known is told again what is so here (protocol §5 rule 12). */
const TELL_AGAIN_MS = 10_000;

/** READY or CONFIRM: the microphone opens, and the camera if wanted; the peer may be heard and seen (protocol §5 rule 4). */
export function speechOpened(before: MediaState, { atMs }: Moment): Media {
  const state = openedMedia(before, atMs);
  return stays(state, played(state), announce(state), sent(state));
}

/** A wrong code: nothing leaves any more; there is no way back in this call. */
export function speechSilenced(before: MediaState, { atMs }: Moment): Media {
  const state = before.kind === 'closed' ? openedMedia(before, atMs) : before;
  return stays({ ...state, kind: 'silenced', text: { ...state.text, unsent: [] } }, NOTHING_SENT);
}

/** A call that rings is accepted, with a picture or without. Nothing runs yet, and nobody is to be told. */
export function accepted(state: MediaState, { media }: Extract<CallEvent, { kind: 'accept' }>): Media {
  return stays({ ...state, switches: withChange(state.switches, { camera: media === 'video' }) });
}

/** A person switches, or somebody for them. */
export function switched(state: MediaState, { change }: Pick<EventOf<'switched'>, 'change'>, moment: Moment): Media {
  return changed(state, withChange(state.switches, change), change, moment);
}

/** The peer's `media`: what comes too soon waits, and of that the newest. */
export function peerSwitched(before: MediaState, { state: peer }: EventOf<'peer-switched'>, moment: Moment): Media {
  const heard = heardOf(before);
  const isAgain = heard !== undefined && isSame(heard, peer);
  return inTurn(
    before,
    (state) => applied(state, peer, moment),
    (state) => answered(state, isAgain, moment),
  );
}

/** The clock: the peer's word that came too soon has its turn. */
export function peerOnTime(state: MediaState, moment: Moment): Media | undefined {
  const { peer } = state;
  return peer.kind === 'idle' || moment.atMs < peer.dueAtMs ? undefined : applied(state, peer.newest, moment);
}

/** The peer asks for a key frame: what comes too soon is dropped, since one of a moment ago is as good. */
export function keyFrameAsked(state: MediaState, { atMs, stream }: EventOf<'key-frame-asked'>): Media {
  const [camera, screen] = state.keyFrames;
  const pace = paced(stream === 1 ? camera : screen, KEY_FRAME_PACE, atMs);
  if (!pace.isDue) return stays(state);
  const keyFrames = stream === 1 ? ([pace.done, screen] as const) : ([camera, pace.done] as const);
  return stays({ ...state, keyFrames }, { kind: 'key-frame', stream });
}

/** Policy lets pictures be sent and shown, or no longer: without, no key for them is with the worker. Given back, the camera stays off. */
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

/** The switch follows what is so, the peer is told, and the next press tries again. Without a microphone no call begins. */
export function withoutDevice(state: MediaState, { device, cause }: EventOf<'no-device'>, moment: Moment): Media {
  if (device === 'microphone' && !isSecured(moment.ring)) {
    return raises(state, { kind: 'fault', reason: 'no-device', atMs: moment.atMs });
  }
  if (!isOn(state.switches, device)) return stays(state);
  const change: SwitchChange = device === 'camera' ? { camera: false } : { mute: true };
  return changed(state, withFailed(state.switches, device, cause), change, moment);
}

/** The line was measured: perhaps another step of the picture. Sound before picture (docs/decisions/0028): where it is paused or goes on the peer is told. */
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

/** Our link is back: what was switched meanwhile is told now, and once more when the peer is heard. */
export function linkBack(before: MediaState, { atMs }: Moment): Media | undefined {
  return before.kind === 'open' ? announced({ ...before, told: { kind: 'unsure' } }, atMs) : undefined;
}

/** `media` leaves, or left with new keys. */
export function toldAt(state: MediaState, atMs: number): MediaState {
  if (state.kind === 'closed' || state.told.kind === 'unsure') return state;
  return { ...state, told: { kind: 'told', atMs } };
}

/** The worker knows of a hold, or of its end: now the page hears what leaves and what is played. */
export function holdFollowed(state: MediaState): Media {
  return stays(state, ...switchedAgain(state));
}

/** The peer hears of it where a screen is shared from now on, or no more, unless it was just told with something else. */
export function screenTold(before: MediaState, now: MediaState, effects: readonly Effect[], { atMs }: Moment): Media {
  if (now.kind !== 'open') return stays(now);
  const told = effects.findLast((effect) => effect.kind === 'announce')?.state ?? toldOf(before);
  return told.screen === toldOf(now).screen ? stays(now) : announced(now, atMs);
}

/** What another page has to hear of what the one before was told. */
export function saidAgain(state: MediaState): readonly Effect[] {
  const step = cameraStepOf(pictureOf(state));
  const isPart = state.kind === 'open' && step !== 'first'; // as which every page begins
  return [...switchedAgain(state), ...(isPart ? [command({ kind: 'picture', step })] : [])];
}

function changed(before: MediaState, switches: Switches, change: SwitchChange, { atMs, page }: Moment): Media {
  const isCameraOff = change.camera === false;
  const changed: MediaState = { ...before, switches };
  const state: MediaState =
    isCameraOff && changed.kind !== 'closed'
      ? { ...changed, picture: withPictures(changed.picture, picturesOf(changed)) } // the next one is tried anew
      : changed;
  const isHeldAnew = isOnHold(before) !== isOnHold(state); // what leaves then follows the worker
  return inTurn(
    state,
    (now) => followHold(before, now, atMs),
    (now) => stays(now, ...followPictures(before, now)),
    (now) => {
      if (now.kind === 'open') {
        const told = announced(now, atMs);
        return { ...told, effects: [...(isHeldAnew ? [] : [sent(now)]), ...told.effects] };
      }
      // Nothing leaves yet, but the camera runs for the preview: off means off.
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
    (state) => (isSharing ? peerShares(state, moment) : stays(state)),
  );
}

// What was known is said again by one whose link was away, or whose keys are new: what it may have missed it is told again.
function answered(before: MediaState, isAgain: boolean, { atMs }: Moment): Media {
  if (before.kind === 'closed') return stays(before); // the peer says it from READY on
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

// The worker hears of it first, by the page region: from its word on no frame passes, whatever the page does.
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
