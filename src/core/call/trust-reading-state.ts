// Who the peer turns out to be, as people are looked up for this call (protocol §5 rules 1, 3, 7). A part of trust; steps are in
// trust-reading.ts. Whom a reading has found, and how heads of chains relate, is known outside and comes as facts: no person and no key is
// in it. Three machines that run beside each other: who the peer is known to be, the readings that repeat, and the one that is waited for.
//
//   peer    unread ─peer-found (caller), invited (callee)─▶ unconfirmed ◀──readings──▶ settled ◀─head-heard, readings─▶ behind
//             found confirmed is settled at once; a dispute, or silence after ANSWER, makes anybody unconfirmed
//           all of these ─a reading that is not whom the call is with─▶ disagrees, removed ─one that is, or silence about the confirmed─▶ back
//   again   none ─it rings, or who was found was remembered─▶ asked ─peer-read─▶ due ─time─▶ asked; none where nobody needs to be read
//             while it rings here   every 3 s, and of nobody who is older than what it rings by
//             otherwise             every 10 s until the peer is settled, or contradicts the call
//   last    none ─ANSWER came, a person accepted─▶ asked ─peer-read─▶ read ─judged: ANSWER or CONFIRM may leave─▶ none

/** How long a reading may take. */
export const READ_MS = 3000;
/** How long ANSWER waits at most for the reading that begins with the press. */
export const PRESSED_READ_MS = 2000;
/** While it rings here: so much later a device that was removed rings no longer. */
export const WATCH_EVERY_MS = 3000;
/** Until the peer is settled. */
export const SETTLE_EVERY_MS = 10_000;

/**
 * What a reading is for: `check`: whether it may ring here; `again`: until the peer is settled, or while it rings; `last`: what ANSWER or
 * CONFIRM waits for.
 */
export type ReadCause = 'check' | 'again' | 'last';

/** What a reading has found. */
export type PeerSeen =
  /** Nothing of the person: the directory was silent, or has somebody else. */
  | { readonly kind: 'nothing' }
  /** The address is pinned to somebody else than who calls. */
  | { readonly kind: 'other' }
  | {
      readonly kind: 'person';
      /** It is the person to whom this call is bound. */
      readonly isTheirs: boolean;
      /** The peer's device is theirs, or no device has answered yet. */
      readonly isListed: boolean;
      /** That device and ours speak this version of the protocol, as the highest that both do. */
      readonly speaks: boolean;
      /** An earlier state of the person than the one that this call goes by. */
      readonly isOlder: boolean;
      /** The directory has brought something of this person. */
      readonly isConfirmed: boolean;
      /** It contradicts what is pinned, which waits to be read by a person. */
      readonly isDisputed: boolean;
      /** It has the newest head of their own devices that the peer has named, if it has named one (rule 7). */
      readonly hasHeard: boolean;
    };

/**
 * What a reading means for the person to whom this call is bound, and for their device. `unconfirmed`: the directory has brought nothing
 * of them; `version`: the device is theirs, and another version of the protocol is the highest that both speak.
 */
export type Standing = 'agrees' | 'unconfirmed' | 'disagrees' | 'version' | 'changed';

/**
 * What counts of the person to whom the call is bound. `unread`: nobody was found; `unconfirmed`: the directory has brought nothing of them;
 * `behind`: it has, but not the newest head of their own devices that they have named (rule 7); `settled`: it has.
 */
export type Known = 'unread' | 'unconfirmed' | 'behind' | 'settled';

/**
 * Who the peer is known to be. `disagrees`: what was read last is not whom the call is with; `removed`: the same person had the peer's
 * device, and has it no more. `known` is what counts again once that is over.
 */
export type KnownPeer = { readonly kind: Known } | { readonly kind: 'disagrees' | 'removed'; readonly known: Known };

/** The readings `again`: under way, or due at a time in ms since 1970. */
export type ReadingAgain = { readonly kind: 'none' | 'asked' } | { readonly kind: 'due'; readonly atMs: number };

/** The reading that ANSWER or CONFIRM waits for; `read`: it has come, and is to be judged. */
export interface LastReading {
  readonly kind: 'none' | 'asked' | 'read';
}

/** What was read of the peer of one call, and what is being read. */
export interface PeerReading {
  readonly peer: KnownPeer;
  readonly again: ReadingAgain;
  readonly last: LastReading;
}

/** Nobody was found. */
export const UNREAD: PeerReading = { peer: { kind: 'unread' }, again: { kind: 'none' }, last: { kind: 'none' } };

/** What counts of the person, whatever contradicts the call now. */
export function knownOf(peer: KnownPeer): Known {
  return 'known' in peer ? peer.known : peer.kind;
}

/** Whether the directory has brought something of the person. */
export function isConfirmed(known: Known): boolean {
  return known === 'settled' || known === 'behind';
}

/** Whether what was read last contradicts the call. */
export function isContradicted({ peer }: PeerReading): boolean {
  return peer.kind === 'disagrees' || peer.kind === 'removed';
}

/** `settled`: read, agrees with the call, and nothing newer is known of; `unread` before anybody was found. */
export function settlementOf({ peer }: PeerReading): 'unread' | 'unconfirmed' | 'settled' {
  if (knownOf(peer) === 'unread') return 'unread';
  return peer.kind === 'settled' ? 'settled' : 'unconfirmed';
}

/** What was seen means for a call that knows nothing of the peer yet; undefined: it says nothing of the person. */
export function standingOf(seen: PeerSeen): Standing | undefined {
  if (seen.kind === 'nothing') return undefined;
  if (seen.kind === 'other' || !seen.isTheirs || !seen.isListed) return 'disagrees';
  if (!seen.speaks) return 'version';
  if (seen.isDisputed) return 'changed';
  return seen.isConfirmed ? 'agrees' : 'unconfirmed';
}
