// What can happen to the page of a call and its worker, and what the page region asks for. Whoever makes an event has
// dropped what was not genuine: descriptions have passed the filter of protocol §9, messages were opened with the
// session's keys.
import type { PageDescription, PeerDescription, Reopen } from './page-state.ts';

/** Why a page says that it cannot go on. */
export type PageFailure = 'no-transform' | 'description' | 'worker-lost' | 'internal';

/** What can happen to the sealing worker; `worker` is its number in this call. */
export type WorkerEvent =
  | { readonly kind: 'worker-came'; readonly worker: number } // with its port
  | { readonly kind: 'worker-alive'; readonly worker: number; readonly sign: 'ready' | 'pong' }
  | { readonly kind: 'worker-closed'; readonly worker: number } // main closed its port because of its messages
  // A frame of the peer's camera or screen is missing.
  | { readonly kind: 'worker-gap'; readonly worker: number; readonly stream: 1 | 2 }
  // A second encryptor or decryptor of a stream began: the stream needs a rekey before it goes on.
  | { readonly kind: 'worker-stale'; readonly worker: number };

/** What can happen to the page. */
export type PageEvent =
  | WorkerEvent
  | { readonly kind: 'page-lost' } // main found that the page crashed, was reloaded or closed itself
  | { readonly kind: 'page-begun' } // the first report of a page about the connection that it was told to open
  // The page has described its connection for the first time. `undefined`: the description cannot be used.
  | { readonly kind: 'page-described'; readonly description: PageDescription | undefined }
  | { readonly kind: 'page-failed'; readonly cause: PageFailure }
  | { readonly kind: 'page-replaced' } // raised here: another page replaces one in a live call
  | { readonly kind: 'peer-described'; readonly description: PeerDescription } // with ANSWER or CONFIRM
  | { readonly kind: 'peer-reopens'; readonly message: Reopen };

/**
 * How a page opens. Until READY, `isVerified` (the peer is verified) and `viaRelay` (the call was answered
 * automatically) decide whether a direct path is looked for. From READY on it may be looked for unless policy forbids
 * direct paths (protocol §5 rules 8, 9, 15).
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
  // A page makes a connection, the first one or a replacement. `theirs`: the peer's description if it is known.
  | ({
      readonly kind: 'open-page';
      readonly nr: number;
    } & PageOpening)
  | { readonly kind: 'describe-peer'; readonly description: PeerDescription } // to the current page
  | { readonly kind: 'bind-description'; readonly description: PageDescription } // ours, for ANSWER or CONFIRM
  // `candidates`: ours follow for the first time, are repeated, or are not sent because their page is gone.
  | { readonly kind: 'send-reopen'; readonly message: Reopen; readonly candidates: 'first' | 'again' | 'none' }
  // `isStill`: no frame passes the worker in either direction.
  | { readonly kind: 'still-worker'; readonly worker: number; readonly isStill: boolean }
  | { readonly kind: 'ping-worker'; readonly worker: number; readonly id: number }
  | { readonly kind: 'end-worker'; readonly worker: number }
  | { readonly kind: 'key-frame'; readonly stream: 1 | 2 } // of ours
  | { readonly kind: 'ask-key-frame'; readonly stream: 1 | 2 }; // of the peer's
