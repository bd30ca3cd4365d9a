// What can happen to the trust in a peer, and what it asks for. No code is in it: main compares what was typed, and says whether it is right.
import type { TrustFacts } from './trust-state.ts';

/** Something that happened. */
export type TrustEvent =
  | { readonly kind: 'judged'; readonly facts: TrustFacts } // policy, the book, the organisation or what was read may have changed
  | { readonly kind: 'organisation-asked' } // the peer was read, and the organisation asked where its word counts
  | { readonly kind: 'code-typed'; readonly isRight: boolean } // a person typed a code
  | { readonly kind: 'code-marked' } // and the book has it that the peer is verified by that
  | { readonly kind: 'code-unmarked'; readonly why: 'key-changed' | 'disk' }; // and the book does not have it

/** One thing to do. */
export type TrustEffect =
  | { readonly kind: 'tighten' } // policy may have come to want relays only, or a constant rate
  | { readonly kind: 'silence' } // nothing is sent or sealed any more; there is no way back
  | { readonly kind: 'mark-verified'; readonly isFirst: boolean }; // into the book; `isFirst`: not typed right in this call before
