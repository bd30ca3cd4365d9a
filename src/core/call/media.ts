// How the media region steps: what a person and the peer switch, and what follows for the page, the worker and the peer. Its data is
// drawn in media-state.ts.
import type { Effect } from './effect.ts';
import type { CallEvent } from './event.ts';
import type { MediaEvent, PageCommand } from './media-event.ts';
import { FULL_PICTURE, nextPicture, type PictureState } from './media-picture.ts';
import { isOnHold, type MediaState, toldOf } from './media-state.ts';
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
import { paced } from './pace.ts';
import type { Seen, Step } from './region.ts';
import { isSecured } from './ring-state.ts';

/** Of the peer's `media`: ten in a second, of more the newest in its turn (protocol §9). */
const PEER_PACE = { most: 10, withinMs: 1000 } as const;
/** So long after our last word a peer that says again what was known is told again what is so here (protocol §5 rule 12). */
const TELL_AGAIN_MS = 10_000;

type Media = Step<MediaState>;
type EventOf<K extends MediaEvent['kind']> = Extract<CallEvent, { kind: K }>;

/** The next state of the media and what to do, in order; undefined where the event says nothing to them. */
export function stepMedia(state: MediaState, event: CallEvent, seen: Seen): Media | undefined {
  const followed = follows(state, event.atMs, seen);
  const step = taken(followed?.next ?? state, event, seen);
  if (followed === undefined || step === undefined) return followed ?? step;
  return { ...step, effects: [...followed.effects, ...step.effects] };
}

// What the ring's step means for the media.
function follows(state: MediaState, atMs: number, { before, now }: Seen): Media | undefined {
  if (!isSecured(before.ring) && isSecured(now.ring)) return opened(state, atMs);
  // Another page hears what the one before was told.
  if (before.page.nr !== now.page.nr && now.page.nr > 1)
    return { next: onAnotherWay(state), effects: saidAgain(state) };
  const isBroken = before.ring.kind === 'live' && now.ring.kind === 'mending';
  return isBroken ? { next: onAnotherWay(state), effects: [] } : undefined;
}

function taken(state: MediaState, event: CallEvent, seen: Seen): Media | undefined {
  switch (event.kind) {
    case 'switched':
      return changed(state, withChange(state.switches, event.change), event, seen);
    case 'peer-switched':
      return answered(heard(state, event.state, event.atMs), event);
    case 'time':
      return state.peer.waits !== undefined && event.atMs >= state.peer.waits.dueAtMs
        ? heard(state, state.peer.waits.state, event.atMs)
        : undefined;
    case 'pictures':
      return limited(state, event, seen);
    case 'no-device':
      return withoutDevice(state, event, seen);
    case 'line':
      return measured(state, event, seen);
    case 'connected':
    case 'disconnected': // by another way, or none: that is another length
      return state.picture.tripsMs.length === 0 ? undefined : { next: onAnotherWay(state), effects: [] };
    case 'network':
      return event.change === 'link' && state.speech === 'open' ? announced(linkBack(state), event.atMs) : undefined;
    case 'announced':
      return { next: { ...state, told: { ...state.told, atMs: event.atMs } }, effects: [] };
    case 'silenced':
      return { next: { ...state, speech: 'silenced' }, effects: [nothingSent] };
    case 'held':
      return { next: state, effects: switchedAgain(state) };
    default:
      return undefined;
  }
}

// READY or CONFIRM: the microphone opens, and the camera if wanted; the peer may be heard and seen (protocol §5 rule 4).
function opened(before: MediaState, atMs: number): Media {
  const state: MediaState = { ...before, speech: 'open' };
  const told = announced(state, atMs);
  return { next: told.next, effects: [played(state), ...told.effects, sent(state)] };
}

function changed(before: MediaState, switches: Switches, { change, atMs }: Changed, { now }: Seen): Media {
  const isCameraOff = change.camera === false;
  // The next one is tried in full.
  const state: MediaState = { ...before, switches, picture: isCameraOff ? FULL_PICTURE : before.picture };
  const hold = followHold(before, state, atMs);
  const effects = [...hold.effects, ...followPicture(before, state)];
  if (state.speech === 'open') {
    const told = announced(state, atMs);
    const isHeldAnew = hold.raised !== undefined; // what leaves then follows the worker
    return { ...hold, next: told.next, effects: [...effects, ...(isHeldAnew ? [] : [sent(state)]), ...told.effects] };
  }
  // Nothing leaves yet, but the camera runs for the preview: off means off.
  const isPreview = isCameraOff && now.page.isOpen;
  return { ...hold, effects: [...effects, ...(isPreview ? [nothingSent] : [])] };
}

type Changed = Pick<EventOf<'switched'>, 'change' | 'atMs'>;

// Of the peer: what comes too soon waits, and of that the newest.
function heard(before: MediaState, peer: Switched, atMs: number): Media {
  const pace = paced(before.peer.done, PEER_PACE, atMs);
  if (!pace.isDue) {
    return {
      next: { ...before, peer: { ...before.peer, waits: { state: peer, dueAtMs: pace.dueAtMs } } },
      effects: [],
    };
  }
  const switches = { ...before.switches, peer };
  const state: MediaState = { ...before, switches, peer: { done: pace.done, waits: undefined } };
  return followHold(before, state, atMs);
}

// What was known is said again by one whose link was away, or whose keys are new: what it may have missed it is told again.
function answered(step: Media, { state: heardNow, atMs }: EventOf<'peer-switched'>): Media {
  const { next } = step;
  const { atMs: toldAtMs, heard: before, isBack } = next.told;
  const isAgain = before !== undefined && isSame(before, heardNow);
  const isLongAgo = toldAtMs === undefined || atMs - toldAtMs >= TELL_AGAIN_MS;
  const state: MediaState = { ...next, told: { ...next.told, heard: heardNow, isBack: false } };
  if (!isBack && !(isAgain && isLongAgo)) return { ...step, next: state };
  const told = announced(state, atMs);
  return { ...step, next: told.next, effects: [...step.effects, ...told.effects] };
}

// Given back, the camera stays off.
function limited(before: MediaState, { isAllowed, atMs }: EventOf<'pictures'>, seen: Seen): Media {
  if (isAllowed === before.switches.mayVideo) return { next: before, effects: [] };
  const state: MediaState = { ...before, switches: { ...before.switches, mayVideo: isAllowed } };
  const effects = state.speech === 'closed' ? [] : [played(state)];
  if (isAllowed || !state.switches.local.camera) return { next: state, effects };
  const change = { camera: false } as const;
  const off = changed(state, withChange(state.switches, change), { change, atMs }, seen);
  return { next: off.next, effects: [...effects, ...off.effects] };
}

// The switch follows what is so, the peer is told, and the next press tries again. Without a microphone no call begins.
function withoutDevice(state: MediaState, { device, cause, atMs }: EventOf<'no-device'>, seen: Seen): Media {
  if (device === 'microphone' && !isSecured(seen.now.ring)) {
    return { next: state, effects: [], raised: [{ kind: 'fault', reason: 'no-device', atMs }] };
  }
  if (!isOn(state.switches, device)) return { next: state, effects: [] };
  const change: SwitchChange = device === 'camera' ? { camera: false } : { mute: true };
  return changed(state, withFailed(state.switches, device, cause), { change, atMs }, seen);
}

// Sound before picture (docs/decisions/0028).
function measured(state: MediaState, line: EventOf<'line'>, { now }: Seen): Media {
  if (now.ring.kind !== 'live' || !sentOf(state.switches).camera) return { next: state, effects: [] };
  const next: MediaState = { ...state, picture: nextPicture(state.picture, line) };
  const effects = followPicture(state, next);
  if (isPaused(state.picture) === isPaused(next.picture) || state.speech !== 'open') return { next, effects };
  const told = announced(next, line.atMs);
  return { next: told.next, effects: [...effects, ...told.effects] };
}

function linkBack(state: MediaState): MediaState {
  return { ...state, told: { ...state.told, isBack: true } };
}

function announced(state: MediaState, atMs: number): Media {
  return {
    next: { ...state, told: { ...state.told, atMs } },
    effects: [{ kind: 'announce', state: toldOf(state) }],
  };
}

function onAnotherWay(state: MediaState): MediaState {
  return { ...state, picture: { ...state.picture, tripsMs: [] } };
}

function saidAgain(state: MediaState): readonly Effect[] {
  const { step } = state.picture;
  const isSmaller = state.speech === 'open' && step !== 'full';
  return [...switchedAgain(state), ...(isSmaller ? [command({ kind: 'picture', step })] : [])];
}

function switchedAgain(state: MediaState): readonly Effect[] {
  if (state.speech === 'closed') return [];
  return state.speech === 'open' ? [played(state), sent(state)] : [played(state)];
}

// The worker hears of it first, by the page region: from its word on no frame passes, whatever the page does.
function followHold(before: MediaState, next: MediaState, atMs: number): Media {
  const isHeld = isOnHold(next);
  if (isOnHold(before) === isHeld) return { next, effects: [] };
  return { next, effects: [{ kind: 'count-anew' }], raised: [{ kind: 'held', isHeld, atMs }] };
}

function followPicture(before: MediaState, { picture }: MediaState): readonly Effect[] {
  return before.picture.step === picture.step ? [] : [command({ kind: 'picture', step: picture.step })];
}

function isPaused({ step }: PictureState): boolean {
  return step === 'paused';
}

function isSame(one: Switched, other: Switched): boolean {
  return (['mute', 'camera', 'hold', 'screen'] as const).every((name) => one[name] === other[name]);
}

function sent({ switches }: MediaState): Effect {
  return command({ kind: 'send', ...sentOf(switches) });
}

function played({ switches }: MediaState): Effect {
  return command({ kind: 'play', ...playedOf(switches) });
}

function command(command: PageCommand): Effect {
  return { kind: 'command', command };
}

const nothingSent = command({ kind: 'send', microphone: false, camera: false });
