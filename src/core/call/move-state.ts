// Moving one call to another device of one of the two people (protocol §5 rules 15, 16; docs/decisions/0022). Device ids, call ids in
// hex, times in ms since 1970; never a key, never a sealed note.
//
// Four machines that run beside each other: what we have asked for, what of it is taken back, what the peer has announced, and where
// the call itself comes from.
//
//   asked      none ─move─▶ offered ─"taken" from there─▶ taken
//                              │                            │
//                              │ refused, unanswered, unsent, time, or the peer's move stands
//                              ▼                            ▼
//                           failed or refused ──20 s──▶ past       from past, failed and refused: ─move─▶ offered
//                a person dismisses what is offered, taken, failed or refused: past
//                an offer is open while its device may still take it: while it is offered, and where nobody there has said otherwise
//   takenBack  none ─what is open is taken back─▶ said     and said again when the broker is back: one that was away may have lost it
//   announced  none ─move-announced─▶ stands ─the call has come, or a move of ours is newer─▶ none; a newer announcement stands instead
//                lets one device and one call id in, once, for a minute, and nothing else; what was replaced is `voided`
//   origin     own ─follows─▶ follows ─took-place─▶ took-place     by this call the peer moves another one of ours (successors.ts)
//              own ─taken-over─▶ taken ─live: its device is told, once─▶ own      begun by taking what a device of ours offers
//
// When the call ends, what was asked for not too long ago is `moved` if it ends as transferred, and else none. Nothing is taken back,
// announced or followed any more; what is voided stays, and where a person ended the call what stood announced is voided, too.
import { unreachable } from '../assert.ts';
import { isWithin } from '../within.ts';
import { NO_PLACE, type Place } from '../signal/place.ts';
import { mayConfirm, type TrustedRing } from './trust-state.ts';

/** How long an announcement of the peer lets a call in. */
export const ANNOUNCED_MS = 60_000;
/** How long we wait for the device that was asked: longer than a person may be asked there. */
export const OFFERED_MS = 75_000;
/** How long after the question the peer's `end transferred` is believed: a call let in at the last moment is connected by then. */
export const BELIEVED_MS = 120_000;
/** How long after its announcement a call that came to nothing is known as that: longer than it may be on its way. */
export const VOID_MS = 120_000;
/** How long it is shown that nothing came of it. */
export const SHOWN_MS = 20_000;
/** Our other device has the call: so often it is looked whether the path to the peer is lost, and with it the peer's `end`. */
export const TAKEN_EVERY_MS = 5000;
/** Announcements that came to nothing, the newest; a move that is taken back leaves two. */
export const MOST_VOID = 16;

/** A call that is offered to another device of ours. */
export interface Offer {
  readonly device: string;
  readonly call: string;
  /** A call id that is offered to nobody: announcing it takes the announcement of `call` back. */
  readonly voidCall: string;
  readonly atMs: number;
}

/** A call that the peer has announced in this one. */
export interface Announcement {
  readonly device: string;
  readonly call: string;
  readonly atMs: number;
}

/** What became of what we asked for last. `isOpen`: its device may still take it, as far as we know. */
export type Asked =
  | { readonly kind: 'none' }
  | { readonly kind: 'offered'; readonly offer: Offer; readonly untilMs: number }
  | { readonly kind: 'taken'; readonly offer: Offer; readonly checkAtMs: number }
  | { readonly kind: 'failed'; readonly offer: Offer; readonly isOpen: boolean; readonly untilMs: number }
  | { readonly kind: 'refused'; readonly offer: Offer; readonly untilMs: number }
  | { readonly kind: 'past'; readonly offer: Offer; readonly isOpen: boolean }
  | { readonly kind: 'moved'; readonly offer: Offer };

/** The offer that was taken back last, which may be an older one than what was asked for last. */
export type TakenBack = { readonly kind: 'none' } | { readonly kind: 'said'; readonly offer: Offer };

/** The announcement of the peer that stands. */
export type Announced = { readonly kind: 'none' } | { readonly kind: 'stands'; readonly announcement: Announcement };

/**
 * Where this call comes from. `taken`: begun by taking what this device of ours offers, which is not told yet that it is live here;
 * `follows`: when it is live, it takes the place of this call of ours, which the peer moves by it; `took-place`: it has.
 */
export type Origin =
  | { readonly kind: 'own' }
  | { readonly kind: 'taken'; readonly from: string }
  | { readonly kind: 'follows'; readonly call: string }
  | { readonly kind: 'took-place' };

/** All that is known about moving this call. */
export interface MoveState {
  readonly asked: Asked;
  readonly takenBack: TakenBack;
  readonly announced: Announced;
  /** Where the newest announcement stood. */
  readonly announcedIn: Place;
  /** Announcements that came to nothing, the oldest first: these calls are not to be gone on with. */
  readonly voided: readonly Announcement[];
  readonly origin: Origin;
}

/** Nobody has moved anything. */
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

/** The call of ours whose place this one takes when it is live: the peer moves that by it. */
export function followed({ origin }: MoveState): string | undefined {
  return origin.kind === 'follows' ? origin.call : undefined;
}

/** What the peer has announced, while that lets a call in. */
export function announcedNow({ announced }: MoveState, nowMs: number): Announcement | undefined {
  if (announced.kind === 'none') return undefined;
  const { announcement } = announced;
  return isWithin(announcement.atMs, nowMs, ANNOUNCED_MS) ? announcement : undefined;
}

/** Whether the peer has announced exactly this call, not too long ago, and it has not come yet. */
export function isAnnounced(move: MoveState, device: string, call: string, nowMs: number): boolean {
  const announced = announcedNow(move, nowMs);
  return announced?.device === device && announced.call === call;
}

/** What the peer has announced and what came to nothing not too long ago. */
export function voidedNow({ voided }: MoveState, nowMs: number): readonly Announcement[] {
  return voided.filter(({ atMs }) => isWithin(atMs, nowMs, VOID_MS));
}

/** Whether exactly this call was announced and came to nothing not too long ago. */
export function isVoid(move: MoveState, device: string, call: string, nowMs: number): boolean {
  return voidedNow(move, nowMs).some((each) => each.device === device && each.call === call);
}

/** Whether the peer's word that this call was moved means anything: a person here has asked for it, not too long ago. */
export function believesMoved({ asked }: MoveState, nowMs: number): boolean {
  return asked.kind !== 'none' && isWithin(asked.offer.atMs, nowMs, BELIEVED_MS);
}

/** Why this call may not be offered to another device now, or undefined; `moving` while a move is under way on either side. */
export function whyNotMove(
  { ring, move, trust }: TrustedRing & { readonly move: MoveState },
  nowMs: number,
): 'unknown-call' | 'code-mismatch' | 'moving' | undefined {
  if (ring.kind !== 'live') return 'unknown-call';
  if (trust.code.kind === 'mismatch') return 'code-mismatch';
  if (move.asked.kind === 'offered' || move.asked.kind === 'taken') return 'moving';
  // Both at once: the caller's stands.
  return ring.role === 'callee' && announcedNow(move, nowMs) !== undefined ? 'moving' : undefined;
}

/** Whether the peer may go on with this call on another device: it is up, its person is settled, and no code was typed wrong in it. */
export function mayBeFollowed({ ring, trust }: TrustedRing): boolean {
  const isUp = ring.kind === 'live' || ring.kind === 'reconnecting';
  return isUp && trust.code.kind !== 'mismatch' && mayConfirm(trust);
}

/** Whether there is something to take back, or to put away as read. */
export function mayDismissMove({ asked }: MoveState): boolean {
  return asked.kind === 'offered' || asked.kind === 'taken' || asked.kind === 'failed' || asked.kind === 'refused';
}

/** What a person sees of it: the device that was asked and what became of that; whether this call has taken another one's place. */
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
