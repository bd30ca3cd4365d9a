// Moving one call to another device of one of the two people (protocol §5 rules 15, 16; docs/decisions/0022).
// This region holds device ids, call ids in hex and times in ms since 1970, and never a key or a sealed note.
//
// Four machines run side by side: what we have asked for, which offer was taken back, what the peer has announced, and
// where the call itself comes from.
//
//   asked      none ─move─▶ offered ─MOVE-END `taken`───▶ taken
//                              │                            │
//                              │ refused, unanswered, unsent, time, or the peer's move stands
//                              ▼                            ▼
//                           failed or refused ──20 s──▶ past       from past, failed and refused: ─move─▶ offered
//                When a person dismisses what is shown, offered, taken, failed and refused become past.
//                An offer is open while its device may still take it: while it is offered, and afterwards until that
//                device has answered or we take the offer back.
//   takenBack  none ─an open offer is taken back─▶ said
//                The messages about this are repeated when the broker is back: it may have lost them while away.
//   announced  none ─move-announced─▶ stands ─the call has come, or a move of ours is newer─▶ none
//                For a minute, the announced device may place the announced call here, once. A newer announcement
//                replaces this one, which is then `voided`.
//   origin     own ─follows─▶ follows ─took-place─▶ took-place     the peer moves another call of ours by this one
//                                                                  (successors.ts)
//              own ─taken-over─▶ taken ─live─▶ own     we took an offer of a device of ours. Once the call is live,
//                                                      that device is told
//
// When the call ends, a recent request becomes `moved` if the call ends as transferred, and `none` otherwise. From then
// on nothing is taken back, announced or followed. What is voided stays voided. If a person ended the call, or it was
// transferred, a standing announcement is voided, too.
import { unreachable } from '../assert.ts';
import { isWithin } from '../within.ts';
import { NO_PLACE, type Place } from '../signal/place.ts';
import { mayConfirm, type TrustedRing } from './trust-state.ts';

/** How long an announcement of the peer lets a call in. */
export const ANNOUNCED_MS = 60_000;
/** How long we wait for the device that was asked: longer than it may ask its person. */
export const OFFERED_MS = 75_000;
/**
 * How long the peer's `end transferred` is believed after our request: a call let in at the last moment is connected by
 * then.
 */
export const BELIEVED_MS = 120_000;
/** How long an announcement that came to nothing is remembered: longer than its call may be under way. */
export const VOID_MS = 120_000;
/** How long a person is shown that the move failed. */
export const SHOWN_MS = 20_000;
/**
 * How often to check the path to the peer once our other device has the call: if the path is lost, the peer's `end` may
 * be lost with it.
 */
export const TAKEN_EVERY_MS = 5000;
/** How many voided announcements are kept, the newest ones. Taking a move back leaves two. */
export const MOST_VOID = 16;

/** A call that is offered to another device of ours. */
export interface Offer {
  readonly device: string;
  readonly call: string;
  /** A call id that is offered to nobody: announcing it withdraws the announcement of `call`. */
  readonly voidCall: string;
  readonly atMs: number;
}

/** A call that the peer has announced in this one. */
export interface Announcement {
  readonly device: string;
  readonly call: string;
  readonly atMs: number;
}

/** What became of our last request. `isOpen`: its device may still take the offer, as far as we know. */
export type Asked =
  | { readonly kind: 'none' }
  | { readonly kind: 'offered'; readonly offer: Offer; readonly untilMs: number }
  | { readonly kind: 'taken'; readonly offer: Offer; readonly checkAtMs: number }
  | { readonly kind: 'failed'; readonly offer: Offer; readonly isOpen: boolean; readonly untilMs: number }
  | { readonly kind: 'refused'; readonly offer: Offer; readonly untilMs: number }
  | { readonly kind: 'past'; readonly offer: Offer; readonly isOpen: boolean }
  | { readonly kind: 'moved'; readonly offer: Offer };

/** The offer that was taken back last. It may be older than our last request. */
export type TakenBack = { readonly kind: 'none' } | { readonly kind: 'said'; readonly offer: Offer };

/** The peer's announcement that stands. */
export type Announced = { readonly kind: 'none' } | { readonly kind: 'stands'; readonly announcement: Announcement };

/**
 * Where this call comes from.
 * `taken`: it began by taking an offer of our device `from`, which has not been told yet that the call is live here.
 * `follows`: the peer moves another call of ours by this one, which takes the place of that call once it is live.
 * `took-place`: it has taken that place.
 */
export type Origin =
  | { readonly kind: 'own' }
  | { readonly kind: 'taken'; readonly from: string }
  | { readonly kind: 'follows'; readonly call: string }
  | { readonly kind: 'took-place' };

/** Everything known about moving this call. */
export interface MoveState {
  readonly asked: Asked;
  readonly takenBack: TakenBack;
  readonly announced: Announced;
  /** The place of the newest announcement in the session. */
  readonly announcedIn: Place;
  /** Announcements that came to nothing, the oldest first. The calls that they name must not continue any call. */
  readonly voided: readonly Announcement[];
  readonly origin: Origin;
}

/** Nothing has been moved. */
export const UNMOVED: MoveState = {
  asked: { kind: 'none' },
  takenBack: { kind: 'none' },
  announced: { kind: 'none' },
  announcedIn: NO_PLACE,
  voided: [],
  origin: { kind: 'own' },
};

/** When this region wants a `time` event next, in ms since 1970; undefined: never. */
export function moveWakeAtMs({ asked }: MoveState): number | undefined {
  switch (asked.kind) {
    case 'none':
    case 'past':
    case 'moved':
      return undefined;
    case 'offered':
    case 'failed':
    case 'refused':
      return asked.untilMs;
    case 'taken':
      return asked.checkAtMs;
    default:
      return unreachable(asked);
  }
}

/** The offer that its device may still take, as far as we know. */
export function openOffer({ asked }: MoveState): Offer | undefined {
  const isOpen = asked.kind === 'offered' || ('isOpen' in asked && asked.isOpen);
  return isOpen ? asked.offer : undefined;
}

/** The call of ours that the peer moves: this call takes the place of that call once this call is live. */
export function followed({ origin }: MoveState): string | undefined {
  return origin.kind === 'follows' ? origin.call : undefined;
}

/** The peer's announcement, while it lets a call in. */
export function announcedNow({ announced }: MoveState, nowMs: number): Announcement | undefined {
  if (announced.kind === 'none') return undefined;
  const { announcement } = announced;
  return isWithin(announcement.atMs, nowMs, ANNOUNCED_MS) ? announcement : undefined;
}

/** Whether the peer has recently announced exactly this call, and the call has not arrived yet. */
export function isAnnounced(move: MoveState, device: string, call: string, nowMs: number): boolean {
  const announced = announcedNow(move, nowMs);
  return announced?.device === device && announced.call === call;
}

/** Recent announcements of the peer that came to nothing. */
export function voidedNow({ voided }: MoveState, nowMs: number): readonly Announcement[] {
  return voided.filter(({ atMs }) => isWithin(atMs, nowMs, VOID_MS));
}

/** Whether exactly this call was recently announced and came to nothing. */
export function isVoid(move: MoveState, device: string, call: string, nowMs: number): boolean {
  return voidedNow(move, nowMs).some((each) => each.device === device && each.call === call);
}

/** Whether the peer is believed if it ends this call as moved: only if a person here recently asked for the move. */
export function believesMoved({ asked }: MoveState, nowMs: number): boolean {
  return asked.kind !== 'none' && isWithin(asked.offer.atMs, nowMs, BELIEVED_MS);
}

/**
 * Why this call may not be offered to another device now, or undefined. `moving`: a move is under way on either side.
 */
export function whyNotMove(
  { ring, move, trust }: TrustedRing & { readonly move: MoveState },
  nowMs: number,
): 'unknown-call' | 'code-mismatch' | 'moving' | undefined {
  if (ring.kind !== 'live') return 'unknown-call';
  if (trust.code.kind === 'mismatch') return 'code-mismatch';
  if (move.asked.kind === 'offered' || move.asked.kind === 'taken') return 'moving';
  // If both sides move at once, the caller's move stands.
  return ring.role === 'callee' && announcedNow(move, nowMs) !== undefined ? 'moving' : undefined;
}

/**
 * Whether the peer may continue this call on another device: the call is connected, its peer is settled and undisputed,
 * and no wrong code was typed in it.
 */
export function mayBeFollowed({ ring, trust }: TrustedRing): boolean {
  const isUp = ring.kind === 'live' || ring.kind === 'reconnecting';
  return isUp && trust.code.kind !== 'mismatch' && mayConfirm(trust);
}

/** Whether there is something to take back, or an outcome to dismiss. */
export function mayDismissMove({ asked }: MoveState): boolean {
  return asked.kind === 'offered' || asked.kind === 'taken' || asked.kind === 'failed' || asked.kind === 'refused';
}

/**
 * What a person sees about moving: the device that was asked, the outcome, and whether this call has taken another
 * one's place.
 */
export function movingOf({ asked, origin }: MoveState): {
  readonly moving?: { readonly device: string; readonly state: 'asked' | 'failed' | 'refused' | 'moved' };
  readonly tookPlace?: true;
} {
  const place = origin.kind === 'took-place' ? ({ tookPlace: true } as const) : {};
  switch (asked.kind) {
    case 'none':
    case 'past':
      return place;
    case 'offered':
    case 'taken':
      return { moving: { device: asked.offer.device, state: 'asked' }, ...place };
    case 'failed':
    case 'refused':
    case 'moved':
      return { moving: { device: asked.offer.device, state: asked.kind }, ...place };
    default:
      return unreachable(asked);
  }
}
