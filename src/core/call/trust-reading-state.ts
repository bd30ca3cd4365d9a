// Who the peer turns out to be when people are looked up for this call (protocol §5 rules 1, 3, 7). This is a part of
// trust; its steps are in trust-reading.ts. Which person a reading found, and how chain heads relate, is determined
// outside and arrives as facts: no person and no key is in here.
// Three machines run side by side: who the peer is known to be, the repeated readings, and the reading that ANSWER
// or CONFIRM waits for.
//
//   peer    unread ─peer-found (caller), invited (callee)─▶ unconfirmed ◀─readings─▶ settled
//           settled ◀─head-heard, readings─▶ behind
//             A peer of whom the directory knows is settled at once. A dispute, or an empty reading after ANSWER, makes
//             the peer unconfirmed.
//           any ─a reading finds another person, or the device removed─▶ disagrees, removed
//             The next reading that finds the peer undoes this.
//   again   none ─it rings, or the peer was found in memory─▶ asked ─peer-read─▶ due ─time─▶ asked
//             It is none where nobody needs to be read.
//             while it rings here   every 3 s; a chain older than the one in use is ignored
//             otherwise             every 10 s until the peer is settled, or contradicts the call
//   last    none ─ANSWER came, call accepted─▶ asked ─peer-read─▶ read ─judged: ANSWER or CONFIRM may leave─▶ none

/** How long a reading may take. */
export const READ_MS = 3000;
/** How long ANSWER waits at most for the reading that begins when the call is accepted. */
export const PRESSED_READ_MS = 2000;
/** The interval of readings while it rings here. A removed device's call rings until the next reading arrives. */
export const WATCH_EVERY_MS = 3000;
/** The interval of readings until the peer is settled. */
export const SETTLE_EVERY_MS = 10_000;

/**
 * The purpose of a reading. `check`: whether the call may ring here. `again`: repeated until the peer is settled, and
 * in any case while the call rings here. `last`: the one that ANSWER or CONFIRM waits for.
 */
export type ReadCause = 'check' | 'again' | 'last';

/** What a reading found. */
export type PeerSeen =
  /** Nothing about the person: the directory was silent, or holds somebody else. */
  | { readonly kind: 'nothing' }
  /** The address is pinned to another person than the caller, or the organisation confirms only another one there. */
  | { readonly kind: 'other' }
  | {
      readonly kind: 'person';
      /** This is the person to whom the call is bound. */
      readonly isTheirs: boolean;
      /** The peer's device belongs to that person, or no device has answered yet. */
      readonly isListed: boolean;
      /** The highest version of the protocol that the peer's device and ours both speak is that of this call. */
      readonly speaks: boolean;
      /** The reading shows an earlier state of the person than the one that this call uses. */
      readonly isOlder: boolean;
      /** The directory has returned something about this person. */
      readonly isConfirmed: boolean;
      /** The reading contradicts the pinned state, and the dispute waits for a person's decision. */
      readonly isDisputed: boolean;
      /** The reading contains the newest head that the peer has named, or the peer has named none (rule 7). */
      readonly hasHeard: boolean;
    };

/**
 * What a reading means for the person to whom this call is bound, and for their device. `unconfirmed`: the directory
 * returned nothing about them. `version`: the device is theirs, but the highest common version of the protocol is
 * another one. `changed`: the person is disputed.
 */
export type ListVerdict = 'agrees' | 'unconfirmed' | 'disagrees' | 'version' | 'changed';

/**
 * How much of the person to whom the call is bound was read. `unread`: nobody was found. `unconfirmed`: the directory
 * has returned nothing about them, or they are disputed. `behind`: the directory has returned something, but not the
 * newest head that their device has named (rule 7). `settled`: that head was read, too.
 */
export type Known = 'unread' | 'unconfirmed' | 'behind' | 'settled';

/**
 * Who the peer is known to be. `disagrees`: the last reading did not fit the person of this call. `removed`: it found
 * the same person, whose list no longer has the peer's device. `known` is what counts again once the contradiction is
 * gone.
 */
export type KnownPeer = { readonly kind: Known } | { readonly kind: 'disagrees' | 'removed'; readonly known: Known };

/** The repeated readings: under way, or due at a time in ms since 1970. */
export type ReadingAgain = { readonly kind: 'none' | 'asked' } | { readonly kind: 'due'; readonly atMs: number };

/** The reading that ANSWER or CONFIRM waits for. `read`: it has arrived and is to be judged. */
export interface LastReading {
  readonly kind: 'none' | 'asked' | 'read';
}

/** What was read about the peer of one call, and what is being read. */
export interface PeerReading {
  readonly peer: KnownPeer;
  readonly again: ReadingAgain;
  readonly last: LastReading;
}

/** Nobody was found. */
export const UNREAD: PeerReading = { peer: { kind: 'unread' }, again: { kind: 'none' }, last: { kind: 'none' } };

/** What is known of the person, whatever contradicts the call now. */
export function knownOf(peer: KnownPeer): Known {
  return 'known' in peer ? peer.known : peer.kind;
}

/** Whether the directory has returned something about the person. */
export function isConfirmed(known: Known): boolean {
  return known === 'settled' || known === 'behind';
}

/** Whether the last reading contradicts the call. */
export function isContradicted({ peer }: PeerReading): boolean {
  return peer.kind === 'disagrees' || peer.kind === 'removed';
}

/** `settled`: read, agrees with the call, and nothing newer is known. `unread`: nobody was found yet. */
export function settlementOf({ peer }: PeerReading): 'unread' | 'unconfirmed' | 'settled' {
  if (knownOf(peer) === 'unread') return 'unread';
  return peer.kind === 'settled' ? 'settled' : 'unconfirmed';
}

/** What a reading means for a call that knows nothing of the peer yet. Undefined: it says nothing about the person. */
export function listVerdictOf(seen: PeerSeen): ListVerdict | undefined {
  if (seen.kind === 'nothing') return undefined;
  if (seen.kind === 'other' || !seen.isTheirs || !seen.isListed) return 'disagrees';
  if (!seen.speaks) return 'version';
  if (seen.isDisputed) return 'changed';
  return seen.isConfirmed ? 'agrees' : 'unconfirmed';
}
