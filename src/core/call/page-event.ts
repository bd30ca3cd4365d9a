// What can happen to the page of a call and its worker, and what the page region asks for. Whoever makes an event has dropped what was
// not genuine: descriptions have passed the filter of protocol §9, messages were opened under the session's keys.
import type { PageDescription, PeerDescription, Reopen } from './page-state.ts';

/** Why a page says that it cannot go on. */
export type PageFailure = 'no-transform' | 'description' | 'worker-lost' | 'internal';

/** What can happen to the sealing worker; `worker` is its number in this call. */
export type WorkerEvent =
  | { readonly kind: 'worker-came'; readonly worker: number } // with its port
  | { readonly kind: 'worker-alive'; readonly worker: number; readonly sign: 'ready' | 'pong' }
  | { readonly kind: 'worker-closed'; readonly worker: number } // its port: worker, page or process is gone
  | { readonly kind: 'worker-gap'; readonly worker: number; readonly stream: 1 | 2 } // a picture of the peer's is missing
  | { readonly kind: 'worker-stale'; readonly worker: number }; // a second encryptor or decryptor came: silent until a rekey

/** What can happen to the page. */
export type PageEvent =
  | WorkerEvent
  | { readonly kind: 'page-lost' } // main has found that it has crashed, was loaded anew or has closed itself
  | { readonly kind: 'page-begun' } // its first word on the connection that it was told to open
  | { readonly kind: 'page-described'; readonly description: PageDescription | undefined } // for the first time; undefined: unusable
  | { readonly kind: 'page-failed'; readonly cause: PageFailure }
  | { readonly kind: 'page-replaced' } // raised here: another page takes the place of one in a call that is live
  | { readonly kind: 'peer-described'; readonly description: PeerDescription } // with ANSWER or CONFIRM
  | { readonly kind: 'peer-reopens'; readonly message: Reopen };

/**
 * How a page opens. `isVerified`, `viaRelay`: whether the peer is, and the call answers itself, which decides about a direct path until
 * READY; from there on one may be looked for, as if both spoke for it (protocol §5 rules 8, 9).
 */
export interface PageOpening {
  readonly offers: boolean;
  readonly isVerified: boolean;
  readonly viaRelay: boolean;
  /** The peer's description, where it is known. */
  readonly theirs: PeerDescription | undefined;
}

/** What the page region asks for. */
export type PageEffect =
  // A page makes a connection, in place of the one before if there was one, with the peer's description where it is known.
  | ({
      readonly kind: 'open-page';
      readonly nr: number;
    } & PageOpening)
  | { readonly kind: 'describe-peer'; readonly description: PeerDescription } // to the page that there is
  | { readonly kind: 'bind-description'; readonly description: PageDescription } // ours, for ANSWER or CONFIRM
  // `candidates`: ours may follow for the first time, follow again, or are of a page that is gone.
  | { readonly kind: 'send-reopen'; readonly message: Reopen; readonly candidates: 'first' | 'again' | 'none' }
  | { readonly kind: 'still-worker'; readonly worker: number; readonly isStill: boolean } // still: no frame passes either way
  | { readonly kind: 'ping-worker'; readonly worker: number; readonly id: number }
  | { readonly kind: 'end-worker'; readonly worker: number }
  | { readonly kind: 'key-frame'; readonly stream: 1 | 2 } // of ours
  | { readonly kind: 'ask-key-frame'; readonly stream: 1 | 2 }; // of the peer's
