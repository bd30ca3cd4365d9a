// Who the peer turns out to be, as people are looked up for this call (protocol §5 rules 1, 3, 7): what is known of them, what
// contradicts the call, which readings are under way and when the next one is due. A part of trust; steps are in trust-reading.ts. Whom
// a reading has found, and how heads of chains relate, is known outside and comes as facts: no person and no key is in it.
//
//   known     unread ─peer-found (caller), invited (callee)─▶ unconfirmed ◀──readings──▶ confirmed
//   last      none ─ANSWER came, a person accepted─▶ asked ─peer-read─▶ read ─judged─▶ done: ANSWER or CONFIRM may leave
//   readings  while it rings here   every 3 s, and of nobody who is older than what it rings by
//             otherwise             every 10 s until the peer is settled, or contradicts the call

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

/** What was read of the peer of one call. Times in ms since 1970. */
export interface PeerReading {
  /** `confirmed`: read, and the directory has brought something of them. */
  readonly known: 'unread' | 'unconfirmed' | 'confirmed';
  /** What was read last is not whom the call is with; `removed`: the same person had the peer's device, and has it no more. */
  readonly conflict: 'none' | 'disagrees' | 'removed';
  /** The peer has named a head that what is known does not have. */
  readonly isBehind: boolean;
  /** A reading `again` is under way. */
  readonly isAsked: boolean;
  readonly last: 'none' | 'asked' | 'read' | 'done';
  readonly dueAtMs: number | undefined;
}

/** Nobody was found. */
export const UNREAD: PeerReading = {
  known: 'unread',
  conflict: 'none',
  isBehind: false,
  isAsked: false,
  last: 'none',
  dueAtMs: undefined,
};

/** `settled`: read, agrees with the call, and nothing newer is known of; `unread` before anybody was found. */
export function settlementOf({ conflict, isBehind, known }: PeerReading): 'unread' | 'unconfirmed' | 'settled' {
  if (known === 'unread') return 'unread';
  return known === 'confirmed' && conflict === 'none' && !isBehind ? 'settled' : 'unconfirmed';
}

/** What was seen means for a call that knows nothing of the peer yet; undefined: it says nothing of the person. */
export function standingOf(seen: PeerSeen): Standing | undefined {
  if (seen.kind === 'nothing') return undefined;
  if (seen.kind === 'other' || !seen.isTheirs || !seen.isListed) return 'disagrees';
  if (!seen.speaks) return 'version';
  if (seen.isDisputed) return 'changed';
  return seen.isConfirmed ? 'agrees' : 'unconfirmed';
}
