// The helpers from which the steps of the media region are built.
import type { Session } from '../signal/message.ts';
import type { Effect } from './effect.ts';
import type { MediaEvent, PageCommand } from './media-event.ts';
import type { OpenPath } from './media-path.ts';
import type { Restarts } from './media-restarts-state.ts';
import { unmeasured, withoutStalls } from './media-stalls.ts';
import { cameraStepOf } from './media-picture.ts';
import { hasSound } from './media-share-state.ts';
import { type MediaState, pictureOf, screenStepOf } from './media-state.ts';
import type { CallEvent } from './event.ts';
import type { KeysState } from './keys-state.ts';
import type { PageState } from './page-state.ts';
import type { Step } from './region.ts';
import type { RingState } from './ring-state.ts';

/** A step of the media. */
export type Media = Step<MediaState>;

/** An event of the media with its time. */
export type EventOf<K extends MediaEvent['kind']> = Extract<CallEvent, { kind: K }>;

/** The event was handled; these are the next state and the effects. */
export function stays(next: MediaState, ...effects: readonly Effect[]): Media {
  return { next, effects };
}

/** The event was handled, and raises these events for the call. */
export function raises(next: MediaState, ...raised: readonly CallEvent[]): Media {
  return { next, effects: [], raised };
}

/** Applies one step after another, in the order given. */
export function inTurn(state: MediaState, ...steps: readonly ((state: MediaState) => Media)[]): Media {
  return steps.reduce<Media>(
    (done, step) => {
      const { effects, next, raised = [] } = step(done.next);
      return { next, effects: [...done.effects, ...effects], raised: [...(done.raised ?? []), ...raised] };
    },
    { next: state, effects: [], raised: [] },
  );
}

/** Changes this much of the path, if there is one. */
export function withPath(state: MediaState, change: Partial<OpenPath>): MediaState {
  return state.path.kind === 'none' ? state : { ...state, path: { ...state.path, ...change } };
}

/** Changes this much of the path's restarts, if there is a path. */
export function withRestarts(state: MediaState, change: Partial<Restarts>): MediaState {
  const { path } = state;
  return path.kind === 'none' ? state : withPath(state, { restarts: { ...path.restarts, ...change } });
}

/** Sends these messages to the peer. */
export function saying(...messages: readonly Session[]): readonly Effect[] {
  return messages.map((message) => ({ kind: 'say', message }));
}

/** Tells the page to do this. */
export function command(command: PageCommand): Effect {
  return { kind: 'command', command };
}

/**
 * Tells the page how much of the camera and of the screen is sent, and whether the computer's sound goes with the
 * screen, as far as this has changed.
 */
export function followPictures(before: MediaState, next: MediaState): readonly Effect[] {
  const step = cameraStepOf(pictureOf(next));
  const screen = { step: screenStepOf(next), sound: hasSound(next.share) };
  const isSameScreen = screenStepOf(before) === screen.step && hasSound(before.share) === screen.sound;
  return [
    ...(cameraStepOf(pictureOf(before)) === step ? [] : [command({ kind: 'picture', step })]),
    ...(isSameScreen ? [] : [command({ kind: 'screen', ...screen })]),
  ];
}

/** When something happens, and the state of ring, page and keys at that time. */
export interface Moment {
  readonly atMs: number;
  readonly ring: RingState;
  readonly page: PageState;
  readonly keys: KeysState;
}

/**
 * Whether we are the caller of a call that is connecting, live or reconnecting. The caller's restart wins, and the
 * caller renews the keys (protocol §5 rule 11, §6).
 */
export function isCaller(ring: RingState): boolean {
  return 'role' in ring && ring.role === 'caller';
}

/**
 * Starts the measurements anew, because the connection broke, is up again, or changed its path: round trips differ on
 * another path. The time for which a stream opened no frame is forgotten too, except in a live call: there a peer could
 * otherwise reset it by restarting ICE.
 */
export function measuredAnew(state: MediaState, ring: Moment['ring']): Media {
  const { path } = state;
  const measured = path.kind === 'none' ? state : withPath(state, { life: unmeasured(path.life) });
  const next: MediaState =
    measured.kind === 'closed' ? measured : { ...measured, picture: { ...measured.picture, tripsMs: [] } };
  return ring.kind === 'live' ? stays(next) : silenceForgotten(next);
}

/** Forgets for how long each stream has opened no frame. */
export function silenceForgotten(state: MediaState): Media {
  const { path } = state;
  const next = path.kind === 'none' ? state : withPath(state, { stalls: withoutStalls(path.stalls) });
  return stays(next, { kind: 'count-anew', isNewPage: false });
}
