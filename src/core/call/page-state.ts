// The page of one call: the document of its window, with the one connection and the sealing worker that live in it.
// Connection and worker end with the page; the call may outlive all three (protocol §5 rule 17, docs/decisions/0026).
// What happens on the connection is a matter of the media region.
//
//   none ──the ring opens media──▶ opening ──begun──▶ present ──described──▶ described
//                                  ▲  ▲                                        │
//                                  │  └── replaced: our page is gone, or the ──┤
//                                  │      peer's is; also from present and     │ gone, and keys are not agreed on yet
//                                  │      from opening itself                  ▼
//                                  └─────── keys are agreed on ────────────── owed
//   From every state the end of the call leads to `closed`. Here keys are agreed on once READY or CONFIRM has come.
//
// Reopening. Each line has the state before the page has described its connection, what led to it, and what follows:
//   none        the first page, or keys are not agreed on ──ANSWER or CONFIRM has the description──▶ none
//   describing  our page is gone ───────────────────────────our offer has it──▶ offered ──answered──▶ none
//   taken       an offer of the peer's was taken ───────────our answer has it──▶ answered
// If two offers cross, the caller's stands: `describing` or `offered` becomes `taken` at the callee.
// Worker:       none ──its port came──▶ starting ──ready──▶ alive (pinged once a second); it goes with its page
import type { Session } from '../signal/message.ts';

/** The peer's or our `reopen`. */
export type Reopen = Extract<Session, { kind: 'reopen' }>;

/** A description that has passed the filter of protocol §9, and its one fingerprint. */
export interface PageDescription {
  readonly sdp: string;
  readonly fingerprint: string;
}

/** A first description of the peer's connection. */
export type PeerDescription = PageDescription & { readonly type: 'offer' | 'answer' };

/**
 * Reopening before our page has described its connection. `answer` is our answer to the peer's newest offer. The page
 * that made the answer is gone; the answer is repeated if the peer has not received it.
 */
export type Describing =
  | { readonly kind: 'none' }
  | { readonly kind: 'describing'; readonly answer: Reopen | undefined }
  | { readonly kind: 'taken'; readonly offer: Reopen };

/** Reopening after our page has described its connection. */
export type Told =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'offered';
      readonly offer: Reopen;
      readonly againAtMs: number;
      readonly answer: Reopen | undefined;
    }
  | { readonly kind: 'answered'; readonly answer: Reopen };

/**
 * The sealing worker of a page. Main numbers the workers of a call as their ports arrive. `isStill`: it was told to let
 * no frame pass.
 */
export type WorkerState =
  | { readonly kind: 'none' }
  | { readonly kind: 'starting'; readonly worker: number; readonly isStill: boolean; readonly untilMs: number }
  | {
      readonly kind: 'alive';
      readonly worker: number;
      readonly isStill: boolean;
      readonly pings: number; // sent to it
      readonly unanswered: number; // since its last reply
      readonly pingAtMs: number;
    };

/** What is remembered of former pages and of reopening the call. */
export interface PagePast {
  /** Fingerprints that the peer had on former pages. */
  readonly former: readonly string[];
  /** When our pages recently crashed, closed or were reloaded before keys were agreed on. */
  readonly lostAtMs: readonly number[];
  /** When either side recently reopened the call. */
  readonly reopenedAtMs: readonly number[];
  /** The `nr` of our newest `reopen` offer, sent or being made; 0 before the first. */
  readonly ownNr: number;
  /** The `nr` of the peer's newest accepted offer; 0 before the first. */
  readonly peerNr: number;
}

interface Opened {
  /** The number of this page in the call, from 1 on. */
  readonly nr: number;
  /** The peer's first description of the connection of this page; its fingerprint is the authenticated one. */
  readonly theirs: PeerDescription | undefined;
  readonly worker: WorkerState;
  /**
   * The connection is broken, or new and not connected yet. The first page's connection counts as whole until it
   * breaks.
   */
  readonly isInterrupted: boolean;
  readonly past: PagePast;
}

/**
 * A page that makes a connection and has not described it. In `opening`, reports come from the page before it; in
 * `present`, they count.
 */
export interface NewPage extends Opened {
  readonly kind: 'opening' | 'present';
  readonly reopening: Describing;
}

/** A page whose description is known. */
export interface DescribedPage extends Opened {
  readonly kind: 'described';
  readonly reopening: Told;
}

/** A page that exists, or was told to open. */
export type OpenPage = NewPage | DescribedPage;

/**
 * A page that is gone, and whose description went into ANSWER or CONFIRM. Another page opens once keys are agreed on.
 */
export interface OwedPage extends Pick<Opened, 'nr' | 'theirs' | 'past'> {
  readonly kind: 'owed';
}

/** The page of one call. Times in ms since 1970. */
export type PageState =
  // No page was told to open a connection.
  | { readonly kind: 'none'; readonly worker: WorkerState; readonly past: PagePast }
  | OpenPage
  | OwedPage
  | { readonly kind: 'closed' };

/** A call that has no page yet. */
export const NO_PAGE: Extract<PageState, { kind: 'none' }> = {
  kind: 'none',
  worker: { kind: 'none' },
  past: { former: [], lostAtMs: [], reopenedAtMs: [], ownNr: 0, peerNr: 0 },
};

/** When the page wants a `time` event next, in ms since 1970; undefined: never. */
export function pageWakeAtMs(page: PageState): number | undefined {
  const worker = workerOf(page);
  const due = [
    ...(page.kind === 'described' && page.reopening.kind === 'offered' ? [page.reopening.againAtMs] : []),
    ...(worker === undefined ? [] : [worker.kind === 'starting' ? worker.untilMs : worker.pingAtMs]),
  ];
  return due.length === 0 ? undefined : Math.min(...due);
}

/**
 * Whether reports of the page count. Before `begun` a report is a late one from the former page. If it counted for the
 * new connection, the certificate in it would seem to be a false one.
 */
export function hearsPage({ kind }: Pick<PageState, 'kind'>): boolean {
  return kind === 'present' || kind === 'described';
}

/** Whether a page has a connection that is not closed, or had one until the page was gone. */
export function hasConnection({ kind }: Pick<PageState, 'kind'>): boolean {
  return kind !== 'none' && kind !== 'closed';
}

/** Whether the page of `before` is gone by now: another one has replaced it, or is owed. */
export function isPageLeft(before: PageState, now: PageState): boolean {
  if (!('nr' in before && 'nr' in now)) return false;
  return now.nr !== before.nr || (now.kind === 'owed' && before.kind !== 'owed');
}

/** Whether the connection is interrupted, or its page is gone. No frame passes then. */
export function isInterrupted(page: PageState): boolean {
  return page.kind === 'owed' || ('isInterrupted' in page && page.isInterrupted);
}

/** Whether the peer had this fingerprint before the call was reopened, and has it no longer (protocol §5 rule 17). */
export function isFormerFingerprint(page: PageState, fingerprint: string): boolean {
  return 'theirs' in page && page.past.former.includes(fingerprint) && fingerprint !== page.theirs?.fingerprint;
}

/** The current worker. Undefined while there is none. */
export function workerOf(page: PageState): Exclude<WorkerState, { kind: 'none' }> | undefined {
  return 'worker' in page && page.worker.kind !== 'none' ? page.worker : undefined;
}
