// Moving a call to another device: what is asked, announced, believed, taken back and repeated (protocol §5 rules 15,
// 16). move-state.ts draws the states. successors.ts decides which of two calls takes the place of the other.
import type { MoveEnd } from '../signal/message.ts';
import { isWithin } from '../within.ts';
import { isBefore } from '../signal/place.ts';
import type { Effect } from './effect.ts';
import type { EndReason } from './end-reason.ts';
import type { CallEvent } from './event.ts';
import type { MoveEffect, MoveEvent } from './move-event.ts';
import {
  type Announced,
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
  openOffer,
  type Origin,
  SHOWN_MS,
  TAKEN_EVERY_MS,
  whyNotMove,
} from './move-state.ts';
import type { Seen, Step } from './region.ts';
import { isBeforeAnswer, type RingState } from './ring-state.ts';

type EventOf<K extends MoveEvent['kind']> = Extract<MoveEvent, { kind: K }> & { readonly atMs: number };
type Asking = Extract<Asked, { kind: 'offered' | 'taken' }>;

/** What an event does to the moving of this call. Undefined if the event does not concern moving. */
export function stepMove(state: MoveState, event: CallEvent, { now }: Seen): Step<MoveState> | undefined {
  if (now.ring.kind === 'ended') return lastNotes(state, now.ring.reason, event.atMs);
  if (now.ring.kind === 'live' && state.origin.kind === 'taken') return isHere(state, state.origin.from);
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
      return to({ ...state, announced: { kind: 'none' } }); // an announcement lets one call in
    case 'taken-over':
      return to({ ...state, origin: { kind: 'taken', from: event.device } });
    case 'offer-over':
      return offerOver(state, event, now.ring);
    case 'follows':
      return to({ ...state, origin: { kind: 'follows', call: event.call } });
    case 'took-place':
      return to({ ...state, origin: { kind: 'took-place' } });
    case 'network':
      return event.change === 'broker' ? brokerBack(state, event.atMs) : undefined;
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

// The peer is told before our other device is asked, so that the peer knows of the new call before that call arrives.
function offer(state: MoveState, { atMs, call, device, voidCall }: EventOf<'move'>): Step<MoveState> {
  const ours: Offer = { device, call, voidCall, atMs };
  const asked: Asked = { kind: 'offered', offer: ours, untilMs: atMs + OFFERED_MS };
  return to({ ...voidAnnounced(state), asked }, [
    ...notesOver(state, 'withdrawn', atMs), // the device that was asked before may still hold its offer
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
      return to(past(next, asked.offer), effects);
    }
  }
}

function unsent(state: MoveState, { atMs, call }: EventOf<'move-unsent'>): Step<MoveState> | undefined {
  const ours = asking(state)?.offer;
  return ours?.call === call ? to(failed(state, ours, atMs)) : undefined;
}

function answered(state: MoveState, event: EventOf<'move-answered'>): Step<MoveState> | undefined {
  const ours = asking(state)?.offer;
  if (ours?.device !== event.device || ours.call !== event.call) return undefined;
  const { atMs, reason } = event;
  if (reason === 'unanswered') return to(failed(state, ours, atMs, false));
  if (reason === 'refused') return to({ ...state, asked: { kind: 'refused', offer: ours, untilMs: atMs + SHOWN_MS } });
  // The peer ends this call; until it does, the call is still there.
  return to({ ...state, asked: { kind: 'taken', offer: ours, checkAtMs: atMs + TAKEN_EVERY_MS } });
}

function announced(state: MoveState, event: EventOf<'move-announced'>, ring: RingState): Step<MoveState> {
  const { atMs, call, device, place } = event;
  const announcement: Announcement = { device, call, atMs };
  if (isBefore(place, state.announcedIn)) return to(withVoid(state, announcement));
  const heard: MoveState = { ...state, announcedIn: place };
  const stands: Announced = { kind: 'stands', announcement };
  const ours = asking(state)?.offer;
  if (ours === undefined) return to({ ...voidAnnounced(heard), announced: stands });
  // If both sides move at once, the caller's move stands.
  if ('role' in ring && ring.role === 'caller') return to(withVoid(heard, announcement));
  const { effects, next } = takeBack(heard, atMs);
  return to({ ...failed(next, ours, atMs), announced: stands }, effects);
}

// If an offer was taken back while the broker was away, or just before, the messages about that may be lost. So they
// are sent again within two minutes of the offer, unless another request is under way.
function brokerBack(state: MoveState, atMs: number): Step<MoveState> | undefined {
  const { takenBack } = state;
  if (takenBack.kind === 'none' || asking(state) !== undefined) return undefined;
  const { offer: withdrawn } = takenBack;
  return isWithin(withdrawn.atMs, atMs, BELIEVED_MS) ? to(state, notesBack(state, withdrawn, atMs)) : undefined;
}

function due(state: MoveState, atMs: number, ring: RingState): Step<MoveState> | undefined {
  const { asked } = state;
  switch (asked.kind) {
    case 'offered':
      return atMs < asked.untilMs ? undefined : to(failed(state, asked.offer, atMs));
    case 'taken':
      return atMs < asked.checkAtMs ? undefined : awaited(state, asked, atMs, ring);
    case 'failed':
    case 'refused':
      return atMs < asked.untilMs ? undefined : to(past(state, asked.offer));
    default:
      return undefined;
  }
}

// If the path to the peer is lost, the peer's `end` may be lost with it. Our other device has the call by then, so the
// call ends here as transferred.
function awaited(state: MoveState, { offer: ours }: Asking, atMs: number, ring: RingState): Step<MoveState> {
  if (!believesMoved(state, atMs)) return to(failed(state, ours, atMs));
  const step = to({ ...state, asked: { kind: 'taken', offer: ours, checkAtMs: atMs + TAKEN_EVERY_MS } });
  return ring.kind === 'reconnecting' ? { ...step, raised: [{ kind: 'fault', reason: 'transferred', atMs }] } : step;
}

// The call was taken over here and is live. The device that offered it is told so, once.
function isHere(state: MoveState, device: string): Step<MoveState> {
  return to({ ...state, origin: { kind: 'own' } }, [{ kind: 'tell-taken', device }]);
}

// The device that offered the call says that the offer is over. That ends the call placed here only before ANSWER. From
// then on the peer decides, because it has both calls.
function offerOver(
  state: MoveState,
  { atMs, device }: EventOf<'offer-over'>,
  ring: RingState,
): Step<MoveState> | undefined {
  const { origin } = state;
  if (origin.kind !== 'taken' || origin.from !== device || !isBeforeAnswer(ring)) return undefined;
  return { ...to(state), raised: [{ kind: 'fault', reason: 'offer-over', atMs }] };
}

// The call has ended. Decides what its end means for a move.
function lastNotes(state: MoveState, reason: EndReason, atMs: number): Step<MoveState> {
  const { asked } = state;
  const isMoved = reason === 'transferred' && believesMoved(state, atMs);
  // If a person ended the call or it was moved, nothing continues it. If it broke off, the call that the peer has
  // announced may still ring.
  const isMeant = reason === 'hung-up' || reason === 'peer-hung-up' || reason === 'transferred';
  const { voided } = isMeant ? voidAnnounced(state) : state;
  const last: Asked = isMoved && asked.kind !== 'none' ? { kind: 'moved', offer: asked.offer } : { kind: 'none' };
  const origin: Origin = state.origin.kind === 'follows' ? { kind: 'own' } : state.origin;
  return to(
    { ...state, asked: last, takenBack: { kind: 'none' }, announced: { kind: 'none' }, voided, origin },
    isMoved ? [] : notesOver(state, 'over', atMs),
  );
}

// The failure is shown for a while. If the offer is open, the device that was asked may still take it.
function failed(state: MoveState, ours: Offer, atMs: number, isOpen = openOffer(state) !== undefined): MoveState {
  return { ...state, asked: { kind: 'failed', offer: ours, isOpen, untilMs: atMs + SHOWN_MS } };
}

function past(state: MoveState, ours: Offer, isOpen = openOffer(state) !== undefined): MoveState {
  return { ...state, asked: { kind: 'past', offer: ours, isOpen } };
}

// The open offer. Undefined if there is none, or if it is so old that nobody would act on it.
function openNow(state: MoveState, atMs: number): Offer | undefined {
  const open = openOffer(state);
  return open !== undefined && isWithin(open.atMs, atMs, BELIEVED_MS) ? open : undefined;
}

/**
 * Tells the device that was asked that its offer is over. That device is not told if it knows, or if too much time has
 * passed.
 */
function notesOver(state: MoveState, reason: MoveEnd['reason'], atMs: number): readonly MoveEffect[] {
  const open = openNow(state, atMs);
  return open === undefined ? [] : [{ kind: 'tell-move-end', device: open.device, call: open.call, reason }];
}

// Takes back the open offer, unless it is too old.
function takeBack(state: MoveState, atMs: number): Step<MoveState> {
  const open = openNow(state, atMs);
  if (open === undefined) return to(state);
  return to({ ...past(state, open, false), takenBack: { kind: 'said', offer: open } }, notesBack(state, open, atMs));
}

// The peer is told as well, because the broker may keep MOVE-END from the device that was asked (protocol §5 rule 16).
// If the peer has announced a move of its own since, that has already voided ours.
function notesBack(state: MoveState, { call, device, voidCall }: Offer, atMs: number): readonly MoveEffect[] {
  const end: MoveEffect = { kind: 'tell-move-end', device, call, reason: 'withdrawn' };
  return announcedNow(state, atMs) === undefined ? [end, { kind: 'announce-move', device, call: voidCall }] : [end];
}

function voidAnnounced(state: MoveState): MoveState {
  const { announced: theirs } = state;
  return theirs.kind === 'none' ? state : { ...withVoid(state, theirs.announcement), announced: { kind: 'none' } };
}

function withVoid(state: MoveState, announcement: Announcement): MoveState {
  return { ...state, voided: [...state.voided, announcement].slice(-MOST_VOID) };
}
