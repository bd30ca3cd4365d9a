// Decides which call of this device continues on another device of the peer's (protocol §5 rule 15,
// docs/decisions/0022), and when the new call takes the place of the old one. These functions look only at the calls as
// they are now. The move region of a call records which other call it follows. Ids of calls and persons are in hex,
// times in ms since 1970.
//
// In a connected call the peer announces another call. The new call is answered automatically and held, unless a person
// has answered it already. It follows the first:
//     the new call is live ──▶ it takes the place of the first
//     the first call ends before ──▶ the new call is given up
// The two calls are never heard at the same time. If a call that was answered automatically fails, the first was never
// interrupted.
import { isWithin } from '../within.ts';
import type { SwitchChange, Switched } from './media-switches.ts';
import { type Announcement, followed, isAnnounced, isVoid, mayBeFollowed, VOID_MS, voidedNow } from './move-state.ts';
import type { Room } from './room.ts';
import type { CallState } from './state.ts';
import { settlement } from './trust-state.ts';

/** A call that is on, with what must be known of it to judge another call. */
export interface CallOn {
  readonly id: string;
  readonly address: string;
  readonly direction: 'in' | 'out';
  /** With or without pictures, as far as policy allows. */
  readonly media: 'audio' | 'video';
  /** The device at the other end and its person, once known. */
  readonly peer: { readonly device: string; readonly person: string } | undefined;
  readonly call: Pick<CallState, 'ring' | 'move' | 'trust'>;
}

/** The calls of this device at one time. */
export interface CallsNow {
  /** The calls that are on, in the order in which they began. */
  readonly calls: readonly CallOn[];
  /** Announcements in calls that have ended, which came to nothing. */
  readonly past: readonly Announcement[];
  readonly nowMs: number;
}

/** A call that came in. */
export type Coming = Pick<CallOn, 'id' | 'address' | 'media'> & { readonly device: string; readonly person: string };

/** What happens to a call that may ring, given the other calls. */
export type Arrival =
  /** It continues this call, without a person answering. */
  | { readonly kind: 'goes-on'; readonly old: string }
  /** It was to continue a call that must not be continued any more. */
  | { readonly kind: 'too-late' }
  | Room;

/** One thing to do with a call, or between two calls. */
export type FollowUp =
  | { readonly kind: 'refuse'; readonly call: string } // it comes too late to continue another call
  | { readonly kind: 'follow'; readonly call: string; readonly old: string } // it rings, and is answered automatically
  | { readonly kind: 'await'; readonly call: string; readonly old: string } // a person has answered it
  // The call whose place it was to take has ended; people can call again.
  | { readonly kind: 'give-up'; readonly call: string }
  | { readonly kind: 'replace'; readonly call: string; readonly old: string };

/**
 * `past` after a call has ended: adds its voided announcements, and drops those too old for a call to be still on its
 * way.
 */
export function remembered(
  past: readonly Announcement[],
  { move }: Pick<CallState, 'move'>,
  nowMs: number,
): readonly Announcement[] {
  return [...past, ...voidedNow(move, nowMs)].filter(({ atMs }) => isWithin(atMs, nowMs, VOID_MS));
}

/**
 * Whether this call was to continue another call that must not be continued any more: a person has ended the other
 * call, or this call's announcement was replaced, or a move of ours stands instead. A peer can void only an id that it
 * knows, and nobody knows a stranger's call id before it is used.
 */
export function isOver({ calls, nowMs, past }: CallsNow, device: string, id: string): boolean {
  const isPast = past.some(
    ({ atMs, call, device: by }) => by === device && call === id && isWithin(atMs, nowMs, VOID_MS),
  );
  return isPast || calls.some(({ call: { move } }) => isVoid(move, device, id, nowMs));
}

/** Whether this call was or is meant to continue another one, and so was never meant as a call of its own. */
export function isOfMove(now: CallsNow, device: string, id: string): boolean {
  return isOver(now, device, id) || now.calls.some(({ call: { move } }) => isAnnounced(move, device, id, now.nowMs));
}

/**
 * The old call, which the peer continues by the incoming one. The peer must have announced exactly the incoming call in
 * the old one, and no third call may be on.
 */
export function movedBy({ calls, nowMs }: CallsNow, coming: Coming): CallOn | undefined {
  const [old, ...others] = calls;
  if (old === undefined || others.length > 0 || old.address !== coming.address) return undefined;
  return goesOnWith(old, coming, nowMs) ? old : undefined;
}

/**
 * What happens to a call that may ring. It continues another call only if it `agrees` with what was read about its
 * caller. A call that comes too late to continue another one is refused. Any other call is treated as `room` says.
 */
export function arrival(now: CallsNow, coming: Coming, agrees: boolean, room: Room): Arrival {
  const old = agrees ? movedBy(now, coming) : undefined;
  if (old !== undefined) return { kind: 'goes-on', old: old.id };
  return isOver(now, coming.device, coming.id) ? { kind: 'too-late' } : room;
}

/** What is to be done, in order, after the call with this id has changed. */
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

/** The switches of a call that is answered automatically to continue `old`: it is held, and muted if `old` is. */
export function switchesOfFollower(old: Switched): SwitchChange {
  return { hold: true, mute: old.mute };
}

/** The switches of a call that takes the place of `old`. It is muted if either call was, and held only if both were. */
export function switchesOfSuccessor(old: Switched, own: Switched): SwitchChange {
  return { mute: old.mute || own.mute, hold: old.hold && own.hold };
}

// A call may arrive before its announcement, and ring or be answered already: a broker keeps no order between two
// senders.
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
  if (ring.kind === 'live') return isOn ? [{ kind: 'replace', call: id, old }] : []; // else `old` is being replaced
  return isOn ? [] : [{ kind: 'give-up', call: id }];
}

// Whether the incoming call continues the old one: by voice, with the same person, and as announced in the old call.
function goesOnWith(old: CallOn, { device, id, media, person }: Coming, nowMs: number): boolean {
  const isTheirs = mayBeFollowed(old.call) && old.peer?.person === person;
  return media === 'audio' && isTheirs && isAnnounced(old.call.move, device, id, nowMs);
}
