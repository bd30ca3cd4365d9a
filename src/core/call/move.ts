// Moving a call to another device: what is asked, announced, believed, taken back and said once more (protocol §5 rules 15, 16). The life
// of it is drawn in move-state.ts. Which of two calls takes the place of the other is decided between calls, not here.
import type { MoveEnd } from '../signal/message.ts';
import { isWithin } from '../within.ts';
import { isBefore } from '../signal/place.ts';
import type { Effect } from './effect.ts';
import type { EndReason } from './end-reason.ts';
import type { CallEvent } from './event.ts';
import type { MoveEffect, MoveEvent } from './move-event.ts';
import {
  type Announcement,
  announcedNow,
  type Asked,
  BELIEVED_MS,
  isAnnounced,
  believesMoved,
  MOST_VOID,
  type MoveState,
  type Offer,
  OFFERED_MS,
  SHOWN_MS,
  TAKEN_EVERY_MS,
  whyNotMove,
} from './move-state.ts';
import type { Seen, Step } from './region.ts';
import { isBeforeAnswer, type RingState } from './ring-state.ts';

type EventOf<K extends MoveEvent['kind']> = Extract<MoveEvent, { kind: K }> & { readonly atMs: number };
type Asking = Extract<Asked, { kind: 'offered' | 'taken' }>;

/** What an event does to the moving of this call; undefined where it is nothing to it. */
export function stepMove(state: MoveState, event: CallEvent, { now }: Seen): Step<MoveState> | undefined {
  if (now.ring.kind === 'ended') return lastWords(state, now.ring.reason, event.atMs);
  if (now.ring.kind === 'live' && state.takenFrom !== undefined) return isHere(state, state.takenFrom);
  switch (event.kind) {
    case 'move':
      return whyNotMove(now, event.atMs) === undefined ? offer(state, event) : undefined;
    case 'dismiss-move':
      return dismiss(state, event.atMs);
    case 'move-unsent':
      return unsent(state, event);
    case 'move-answered':
      return answered(state, event);
    case 'move-announced':
      return announced(state, event, now.ring);
    case 'move-followed':
      if (!isAnnounced(state, event.device, event.call, event.atMs)) return undefined;
      return to({ ...state, announced: undefined }); // it serves once
    case 'taken-over':
      return to({ ...state, takenFrom: event.device });
    case 'offer-over':
      return offerOver(state, event, now.ring);
    case 'follows':
      return to({ ...state, follows: event.call });
    case 'took-place':
      return to({ ...state, follows: undefined, tookPlace: true });
    case 'network':
      return event.change === 'link' ? brokerBack(state, event.atMs) : undefined;
    case 'time':
      return due(state, event.atMs, now.ring);
    default:
      return undefined;
  }
}

function to(next: MoveState, effects: readonly Effect[] = []): Step<MoveState> {
  return { next, effects };
}

function asking({ asked }: MoveState): Asking | undefined {
  return asked.kind === 'offered' || asked.kind === 'taken' ? asked : undefined;
}

// The peer first: it knows of the call before it comes.
function offer(state: MoveState, { atMs, call, device, voidCall }: EventOf<'move'>): Step<MoveState> {
  const ours: Offer = { device, call, voidCall, atMs };
  const older = endOpen(state, 'withdrawn', atMs); // it may lie at its device yet
  const asked: Asked = { kind: 'offered', offer: ours, untilMs: atMs + OFFERED_MS };
  return to({ ...voidAnnounced(older.next), asked, open: ours }, [
    ...older.effects,
    { kind: 'announce-move', device, call },
    { kind: 'offer-move', device, call },
  ]);
}

function dismiss(state: MoveState, atMs: number): Step<MoveState> | undefined {
  const { asked } = state;
  switch (asked.kind) {
    case 'none':
    case 'past':
    case 'moved':
      return undefined;
    default: {
      const { effects, next } = takeBack(state, atMs);
      return to({ ...next, asked: { kind: 'past', offer: asked.offer } }, effects);
    }
  }
}

function unsent(state: MoveState, { atMs, call }: EventOf<'move-unsent'>): Step<MoveState> | undefined {
  const ours = asking(state)?.offer;
  return ours?.call === call ? to(shown(state, 'failed', ours, atMs)) : undefined;
}

function answered(state: MoveState, event: EventOf<'move-answered'>): Step<MoveState> | undefined {
  const ours = asking(state)?.offer;
  if (ours?.device !== event.device || ours.call !== event.call) return undefined;
  const over: MoveState = { ...state, open: undefined };
  if (event.reason !== 'taken')
    return to(shown(over, event.reason === 'refused' ? 'refused' : 'failed', ours, event.atMs));
  // It is the peer's to end this call, and until it does so the call is there.
  return to({ ...over, asked: { kind: 'taken', offer: ours, checkAtMs: event.atMs + TAKEN_EVERY_MS } });
}

function announced(state: MoveState, event: EventOf<'move-announced'>, ring: RingState): Step<MoveState> {
  const { atMs, call, device, place } = event;
  const announcement: Announcement = { device, call, atMs };
  if (isBefore(place, state.announcedIn)) return to(withVoid(state, announcement));
  const heard: MoveState = { ...state, announcedIn: place };
  const ours = asking(state)?.offer;
  if (ours === undefined) return to({ ...voidAnnounced(heard), announced: announcement });
  // Both at once: the caller's stands.
  if ('role' in ring && ring.role === 'caller') return to(withVoid(heard, announcement));
  const { effects, next } = takeBack(heard, atMs);
  return to({ ...shown(next, 'failed', ours, atMs), announced: announcement }, effects);
}

// What was taken back while the broker was away, or just before, may have reached nobody. A newer question has taken its place.
function brokerBack(state: MoveState, atMs: number): Step<MoveState> | undefined {
  const { takenBack } = state;
  if (takenBack === undefined || asking(state) !== undefined) return undefined;
  return isWithin(takenBack.atMs, atMs, BELIEVED_MS) ? to(state, wordsBack(state, takenBack, atMs)) : undefined;
}

function due(state: MoveState, atMs: number, ring: RingState): Step<MoveState> | undefined {
  const { asked } = state;
  switch (asked.kind) {
    case 'offered':
      return atMs < asked.untilMs ? undefined : to(shown(state, 'failed', asked.offer, atMs));
    case 'taken':
      return atMs < asked.checkAtMs ? undefined : awaited(state, asked, atMs, ring);
    case 'failed':
    case 'refused':
      return atMs < asked.untilMs ? undefined : to({ ...state, asked: { kind: 'past', offer: asked.offer } });
    default:
      return undefined;
  }
}

// Where the path to the peer is lost, its word that the call was moved is lost with it: the other device has the call.
function awaited(state: MoveState, { offer: ours }: Asking, atMs: number, ring: RingState): Step<MoveState> {
  if (!believesMoved(state, atMs)) return to(shown(state, 'failed', ours, atMs));
  const step = to({ ...state, asked: { kind: 'taken', offer: ours, checkAtMs: atMs + TAKEN_EVERY_MS } });
  return ring.kind === 'mending' ? { ...step, raised: [{ kind: 'fault', reason: 'transferred', atMs }] } : step;
}

// It was taken over here and is live: said once.
function isHere(state: MoveState, device: string): Step<MoveState> {
  return to({ ...state, takenFrom: undefined }, [{ kind: 'tell-taken', device }]);
}

// From ANSWER on it is the peer's to say what becomes of this call: it has the old one, too.
function offerOver(
  state: MoveState,
  { atMs, device }: EventOf<'offer-over'>,
  ring: RingState,
): Step<MoveState> | undefined {
  if (state.takenFrom !== device || !isBeforeAnswer(ring)) return undefined;
  return { ...to(state), raised: [{ kind: 'fault', reason: 'offer-over', atMs }] };
}

// The call is over.
function lastWords(state: MoveState, reason: EndReason, atMs: number): Step<MoveState> {
  const { asked } = state;
  const isMoved = reason === 'transferred' && believesMoved(state, atMs);
  const { effects } = isMoved ? to(state) : endOpen(state, 'over', atMs);
  // Where a person has ended it, nobody wants to go on with it; where it broke off, its successor may ring.
  const isMeant = reason === 'hung-up' || reason === 'peer-hung-up' || reason === 'transferred';
  const { voided } = isMeant ? voidAnnounced(state) : state;
  const last: Asked = isMoved && asked.kind !== 'none' ? { kind: 'moved', offer: asked.offer } : { kind: 'none' };
  return to(
    { ...state, asked: last, open: undefined, takenBack: undefined, announced: undefined, follows: undefined, voided },
    effects,
  );
}

function shown(state: MoveState, kind: 'failed' | 'refused', ours: Offer, atMs: number): MoveState {
  return { ...state, asked: { kind, offer: ours, untilMs: atMs + SHOWN_MS } };
}

/** The device that was asked is told that its offer is over; nothing where it knows, or where too much time has passed. */
function endOpen(state: MoveState, reason: MoveEnd['reason'], atMs: number): Step<MoveState> {
  const { open } = state;
  if (open === undefined || !isWithin(open.atMs, atMs, BELIEVED_MS)) return to(state);
  const { call, device } = open;
  return to({ ...state, open: undefined }, [{ kind: 'tell-move-end', device, call, reason }]);
}

function takeBack(state: MoveState, atMs: number): Step<MoveState> {
  const { open } = state;
  if (open === undefined || !isWithin(open.atMs, atMs, BELIEVED_MS)) return to(state);
  return to({ ...state, open: undefined, takenBack: open }, wordsBack(state, open, atMs));
}

// The peer is told, too: the broker may keep MOVE-END from the device that was asked (protocol §5 rule 16). Where the peer has announced
// a move of its own since, ours has come to nothing there by that.
function wordsBack(state: MoveState, { call, device, voidCall }: Offer, atMs: number): readonly MoveEffect[] {
  const end: MoveEffect = { kind: 'tell-move-end', device, call, reason: 'withdrawn' };
  return announcedNow(state, atMs) === undefined ? [end, { kind: 'announce-move', device, call: voidCall }] : [end];
}

function voidAnnounced(state: MoveState): MoveState {
  return state.announced === undefined ? state : { ...withVoid(state, state.announced), announced: undefined };
}

function withVoid(state: MoveState, announcement: Announcement): MoveState {
  return { ...state, voided: [...state.voided, announcement].slice(-MOST_VOID) };
}
