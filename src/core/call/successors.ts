// Between the calls of one device: which of them goes on with another one on another device of the peer's (protocol §5 rule 15,
// docs/decisions/0022), and in which moment it takes its place. Questions over the calls as they are now; what a call follows stands in
// its own move region. Ids of calls and persons in hex, times in ms since 1970.
//
//   In a call that is up the peer announces another one. That is answered by itself, held, and follows the first:
//     it is live ──▶ it takes the place of the first        the first ends before ──▶ it is given up
//   At no time are both heard, and where the second comes to nothing the first never stopped.
import { isWithin } from '../within.ts';
import type { SwitchChange, Switched } from './media-switches.ts';
import { type Announcement, followed, isAnnounced, isVoid, mayBeFollowed, VOID_MS, voidedNow } from './move-state.ts';
import type { Room } from './room.ts';
import type { CallState } from './state.ts';
import { settlement } from './trust-state.ts';

/** A call that is on, as far as it matters to another one. */
export interface CallOn {
  readonly id: string;
  readonly address: string;
  readonly direction: 'in' | 'out';
  /** With pictures or without, as far as policy lets it be. */
  readonly media: 'audio' | 'video';
  /** The device at the other end and whose it is, once that is known. */
  readonly peer: { readonly device: string; readonly person: string } | undefined;
  readonly call: Pick<CallState, 'ring' | 'move' | 'trust'>;
}

/** The calls of this device at a moment. */
export interface CallsNow {
  /** Those that are on, in the order in which they began. */
  readonly calls: readonly CallOn[];
  /** What was announced in calls that are over, and came to nothing. */
  readonly past: readonly Announcement[];
  readonly nowMs: number;
}

/** A call that came in. */
export type Coming = Pick<CallOn, 'id' | 'address' | 'media'> & { readonly device: string; readonly person: string };

/** What becomes of a call that may ring, beside those that are on. */
export type Arrival =
  /** It goes on with this one, without a person. */
  | { readonly kind: 'goes-on'; readonly old: string }
  /** It was to go on with one that is not to be gone on with any more. */
  | { readonly kind: 'too-late' }
  | Room;

/** One thing to do with a call, or between two. */
export type FollowUp =
  | { readonly kind: 'refuse'; readonly call: string } // it comes too late to go on with anything
  | { readonly kind: 'follow'; readonly call: string; readonly old: string } // it rings, and is answered by itself
  | { readonly kind: 'await'; readonly call: string; readonly old: string } // a person has answered it
  | { readonly kind: 'give-up'; readonly call: string } // nothing is left to take the place of: who wants to talk calls
  | { readonly kind: 'replace'; readonly call: string; readonly old: string };

/** `past` once a call is over: with what came to nothing in it, and without what no call can be on its way for any more. */
export function remembered(
  past: readonly Announcement[],
  { move }: Pick<CallState, 'move'>,
  nowMs: number,
): readonly Announcement[] {
  return [...past, ...voidedNow(move, nowMs)].filter(({ atMs }) => isWithin(atMs, nowMs, VOID_MS));
}

/**
 * Whether this device goes on by this id with a call that is not to be gone on with any more: a person has ended it, or its move was
 * replaced. A peer can say so of an id it knows only, and nobody knows a stranger's before it is used.
 */
export function isOver({ calls, nowMs, past }: CallsNow, device: string, id: string): boolean {
  const isPast = past.some(
    ({ atMs, call, device: by }) => by === device && call === id && isWithin(atMs, nowMs, VOID_MS),
  );
  return isPast || calls.some(({ call: { move } }) => isVoid(move, device, id, nowMs));
}

/** Whether a call of this device by this id was to go on with another one, or still is: nobody meant it as a call of its own. */
export function isOfMove(now: CallsNow, device: string, id: string): boolean {
  return isOver(now, device, id) || now.calls.some(({ call: { move } }) => isAnnounced(move, device, id, now.nowMs));
}

/** The call that the peer moves by the one that comes, if it has announced exactly that in it, and it is the only one that is on. */
export function movedBy({ calls, nowMs }: CallsNow, coming: Coming): CallOn | undefined {
  const [old, ...others] = calls;
  if (old === undefined || others.length > 0 || old.address !== coming.address) return undefined;
  return goesOnWith(old, coming, nowMs) ? old : undefined;
}

/**
 * What becomes of a call that may ring: it goes on with another one only where it `agrees` with what was read of its caller. One of its
 * own gets the room there is.
 */
export function arrival(now: CallsNow, coming: Coming, agrees: boolean, room: Room): Arrival {
  const old = agrees ? movedBy(now, coming) : undefined;
  if (old !== undefined) return { kind: 'goes-on', old: old.id };
  return isOver(now, coming.device, coming.id) ? { kind: 'too-late' } : room;
}

/** What is to be done, in order, once something has changed in the call of this id. */
export function followUps(now: CallsNow, changed: string): readonly FollowUp[] {
  const { calls } = now;
  const up = calls.filter(
    ({ call: { ring }, id }) => id === changed && (ring.kind === 'live' || ring.kind === 'reconnecting'),
  );
  return [
    ...up.flatMap((old) => calls.flatMap((call) => overtaken(old, call, now))),
    ...calls.flatMap((call) => waited(call, calls)),
  ];
}

/** What is switched in a call that is answered by itself: it is not heard yet. */
export function switchesOfFollower(old: Switched): SwitchChange {
  return { hold: true, mute: old.mute };
}

/** What is switched in a call that takes the place of `old`: the switches are the person's, and go on as they were. */
export function switchesOfSuccessor(old: Switched, own: Switched): SwitchChange {
  return { mute: old.mute || own.mute, hold: old.hold && own.hold };
}

// What was announced just now may be here already, and ring or have been answered: a broker owes no order between two senders.
function overtaken(old: CallOn, { call, peer, ...coming }: CallOn, now: CallsNow): readonly FollowUp[] {
  const { id } = coming;
  if (id === old.id || coming.direction === 'out' || coming.address !== old.address) return [];
  if (peer === undefined || followed(call.move) !== undefined || followed(old.call.move) === id) return [];
  const isRinging = call.ring.kind === 'ringing';
  if (isRinging && isOver(now, peer.device, id)) return [{ kind: 'refuse', call: id }];
  const isSettled = settlement(call.trust) === 'settled';
  if (!isSettled || !goesOnWith(old, { ...coming, ...peer }, now.nowMs)) return [];
  return [{ kind: isRinging ? 'follow' : 'await', call: id, old: old.id }];
}

function waited({ call: { move, ring }, id }: CallOn, calls: readonly CallOn[]): readonly FollowUp[] {
  const old = followed(move);
  if (old === undefined) return [];
  const isOn = calls.some((other) => other.id === old);
  if (ring.kind === 'live') return isOn ? [{ kind: 'replace', call: id, old }] : []; // or it is in the middle of that
  return isOn ? [] : [{ kind: 'give-up', call: id }];
}

// By voice, with whom the old call is, and as announced in it.
function goesOnWith(old: CallOn, { device, id, media, person }: Coming, nowMs: number): boolean {
  const isTheirs = mayBeFollowed(old.call) && old.peer?.person === person;
  return media === 'audio' && isTheirs && isAnnounced(old.call.move, device, id, nowMs);
}
