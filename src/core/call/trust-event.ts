// What can happen to the trust in a peer, and what it asks for. No code is in it: main compares what was typed, and says whether it is right.
import type { PeerSeen, ReadCause } from './trust-reading-state.ts';
import type { NotMarked, TrustFacts } from './trust-state.ts';

/** Something that happened. */
export type TrustEvent =
  | { readonly kind: 'peer-found'; readonly isConfirmed: boolean; readonly isFromMemory: boolean } // caller: whom the call is bound to; read before this call, or for it
  | { readonly kind: 'head-heard'; readonly isKnown: boolean } // the peer has named the newest head of their devices; what was read has it
  | { readonly kind: 'peer-read'; readonly cause: ReadCause; readonly seen: PeerSeen } // a reading has come
  | { readonly kind: 'peer-held'; readonly seen: PeerSeen } // the book has changed, and this is the pinned person now; `nothing`: still the same
  | { readonly kind: 'peer-checked' } // who answers or calls was read after that, and judged: what waited for it may leave
  | { readonly kind: 'judged'; readonly facts: TrustFacts } // policy, the book or the organisation may have changed
  | { readonly kind: 'organisation-asked' } // the peer was read, and the organisation asked where its word counts
  | { readonly kind: 'code-typed'; readonly isRight: boolean } // a person typed a code
  | { readonly kind: 'code-marked' } // and the book has it that the peer is verified by that
  | { readonly kind: 'code-unmarked'; readonly why: NotMarked }; // and the book does not have it

/** One thing to do. */
export type TrustEffect =
  | { readonly kind: 'read-peer'; readonly cause: ReadCause; readonly timeoutMs: number } // afresh
  | { readonly kind: 'hold-peer'; readonly from: 'reading' | 'book' } // who came now, or is pinned now, is the peer as known from here on
  | { readonly kind: 'pin-peer' } // a person has accepted the peer as known
  | { readonly kind: 'judge-peer' } // something was read: `judged` is to follow, and a caller rings by it
  | { readonly kind: 'tighten' } // policy may have come to want relays only, or a constant rate
  | { readonly kind: 'silence' } // nothing is sent or sealed any more; there is no way back
  | { readonly kind: 'mark-verified'; readonly isFirst: boolean } // into the book; `isFirst`: not typed right in this call before
  | { readonly kind: 'tell-verified' }; // our other devices, that the peer was verified in this call
