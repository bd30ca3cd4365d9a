// What can happen to the trust in a peer, and what the trust region asks for. No event carries the security code: main
// compares what was typed, and reports whether it is right.
import type { PeerSeen, ReadCause } from './trust-reading-state.ts';
import type { NotMarked, TrustFacts } from './trust-state.ts';

/** Something that happened. */
export type TrustEvent =
  // Caller: the person to whom the call is bound was found. `isFromMemory`: they were read before this call.
  | { readonly kind: 'peer-found'; readonly isConfirmed: boolean; readonly isFromMemory: boolean }
  // The peer named the newest head of its devices; `isKnown`: the reading has it.
  | { readonly kind: 'head-heard'; readonly isKnown: boolean }
  | { readonly kind: 'peer-read'; readonly cause: ReadCause; readonly seen: PeerSeen } // a reading arrived
  // The trust book has changed, and this is the pinned person now; `nothing`: nobody, or no change.
  | { readonly kind: 'peer-held'; readonly seen: PeerSeen }
  | { readonly kind: 'peer-checked' } // the peer was read and judged: ANSWER or CONFIRM may leave
  | { readonly kind: 'judged'; readonly facts: TrustFacts } // policy, trust book or organisation may have changed
  // The peer was read, and the organisation was asked. If the organisation's answer counts, it has been awaited.
  | { readonly kind: 'organisation-asked' }
  | { readonly kind: 'code-typed'; readonly isRight: boolean } // a person typed a code
  | { readonly kind: 'code-marked' } // the trust book has marked the peer verified after a right code
  | { readonly kind: 'code-unmarked'; readonly why: NotMarked }; // the trust book has not marked the peer

/** One thing to do. */
export type TrustEffect =
  | { readonly kind: 'read-peer'; readonly cause: ReadCause; readonly timeoutMs: number } // a fresh reading
  // The person who was read, or is now pinned, becomes the known peer.
  | { readonly kind: 'hold-peer'; readonly from: 'reading' | 'book' }
  | { readonly kind: 'pin-peer' } // the call was accepted here, which pins the known peer
  // After a reading or a change in the trust book: `judged` follows, and a caller compares what is known now with the
  // list by which it rings.
  | { readonly kind: 'judge-peer' }
  | { readonly kind: 'tighten' } // policy may now demand relays only or a constant rate, or allow other sharing
  | { readonly kind: 'silence' } // a wrong code was typed: erases the text of the call
  // In the trust book. `isMarked`: the trust book has accepted a right code in this call before. A right code that it
  // did not accept does not count.
  | { readonly kind: 'mark-verified'; readonly isMarked: boolean }
  | { readonly kind: 'tell-verified' }; // tells our other devices that the peer was verified in this call
