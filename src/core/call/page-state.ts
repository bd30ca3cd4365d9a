// The page of one call: the document of its window, with the one connection and the sealing worker that live in it. All of it goes
// when the page goes; the call may outlive it (protocol §5 rule 17, docs/decisions/0026). What the connection itself does is media's.
//
//   none ──the ring opens media──▶ opening ──begun──▶ present ──described──▶ described
//                                  ▲  ▲                                        │
//                                  │  └── replaced: a page was lost, or the ───┤
//                                  │      peer's was; also from present and    │ lost, and keys are not agreed on yet
//                                  │      from opening itself                  ▼
//                                  └─────── keys are agreed on ────────────── owed
//   From every state the end of the call leads to `closed`.
//
// Reopening, by the page that comes in place of one. Until it has described, and from then on:
//   none        the first page, or keys are not agreed on ──ANSWER or CONFIRM has the description──▶ none
//   describing  our page was lost ──────────────────────────our offer has it──▶ offered ──answered──▶ none
//   taken       an offer of the peer's was taken ───────────our answer has it──▶ answered
// Of two offers that cross the caller's stands: the callee's `describing` or `offered` becomes `taken`.
// Worker:       none ──its port came──▶ starting ──ready──▶ alive (pinged once a second); it goes with its page
import type { Session } from '../signal/message.ts';

/** The peer's or our `reopen`. */
export type Reopen = Extract<Session, { kind: 'reopen' }>;

/** A description that has passed the filter of protocol §9, and the one fingerprint that it carries. */
export interface PageDescription {
  readonly sdp: string;
  readonly fingerprint: string;
}

/** A first description of the peer's connection. */
export type PeerDescription = PageDescription & { readonly type: 'offer' | 'answer' };

/**
 * Opening the call anew, while our page has not described its connection. `answer` is ours to the newest offer of the peer's, by a page
 * that is gone since: it is said again where the peer has not heard it.
 */
export type Describing =
  | { readonly kind: 'none' }
  | { readonly kind: 'describing'; readonly answer: Reopen | undefined }
  | { readonly kind: 'taken'; readonly offer: Reopen };

/** The same once it has. */
export type Told =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'offered';
      readonly offer: Reopen;
      readonly againAtMs: number;
      readonly answer: Reopen | undefined;
    }
  | { readonly kind: 'answered'; readonly answer: Reopen };

/** The sealing worker of a page. Main numbers the workers of a call as their ports come. `isStill`: it was told to let no frame pass. */
export type WorkerState =
  | { readonly kind: 'none' }
  | { readonly kind: 'starting'; readonly worker: number; readonly isStill: boolean; readonly untilMs: number }
  | {
      readonly kind: 'alive';
      readonly worker: number;
      readonly isStill: boolean;
      readonly pings: number; // sent to it
      readonly unanswered: number; // since it was heard last
      readonly pingAtMs: number;
    };

/** What is remembered of pages that are gone, and of opening the call anew. */
export interface PagePast {
  /** Fingerprints that were the peer's on earlier pages. */
  readonly former: readonly string[];
  /** When pages were lost of late before keys were agreed on. */
  readonly lostAtMs: readonly number[];
  /** When the call was opened anew of late, by either side. */
  readonly reopenedAtMs: readonly number[];
  /** How many pages we have lost since keys were agreed on: the `nr` of our newest `reopen` offer. */
  readonly ownNr: number;
  /** The `nr` of the newest offer of the peer's that was taken; 0 before the first. */
  readonly peerNr: number;
}

interface Opened {
  /** Which page of the call it is, from 1 on. */
  readonly nr: number;
  /** The peer's first description of the connection of this page; its fingerprint is the authenticated one. */
  readonly theirs: PeerDescription | undefined;
  readonly worker: WorkerState;
  /** The connection is broken, or new and not connected yet. That of the first page counts as whole until it breaks. */
  readonly isInterrupted: boolean;
  readonly past: PagePast;
}

/** A page that makes a connection and has not described it. In `opening` what is reported is of the page before it; in `present` it counts. */
export interface NewPage extends Opened {
  readonly kind: 'opening' | 'present';
  readonly reopening: Describing;
}

/** A page whose description is known. */
export interface DescribedPage extends Opened {
  readonly kind: 'described';
  readonly reopening: Told;
}

/** A page that is there, or was told to be. */
export type OpenPage = NewPage | DescribedPage;

/** A page that was lost with its description in ANSWER or CONFIRM: another one opens when keys are agreed on. */
export interface OwedPage extends Pick<Opened, 'nr' | 'theirs' | 'past'> {
  readonly kind: 'owed';
}

/** The page of one call. Times in ms since 1970. */
export type PageState =
  | { readonly kind: 'none'; readonly worker: WorkerState; readonly past: PagePast } // no page was told to open a connection
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
 * Whether a report of the page counts. Before `begun` it is a late one of the page before: taken for one of the new connection, its
 * certificate would be a false one.
 */
export function hearsPage({ kind }: Pick<PageState, 'kind'>): boolean {
  return kind === 'present' || kind === 'described';
}

/** Whether a page has, or had when it was lost, a connection that is not closed. */
export function hasConnection({ kind }: Pick<PageState, 'kind'>): boolean {
  return kind !== 'none' && kind !== 'closed';
}

/** Whether the page of `before` is gone by now: another one is in its place, or is owed. */
export function isPageLeft(before: PageState, now: PageState): boolean {
  if (!('nr' in before && 'nr' in now)) return false;
  return now.nr !== before.nr || (now.kind === 'owed' && before.kind !== 'owed');
}

/** Whether frames wait for a connection, and people are told that nothing is sent. */
export function isInterrupted(page: PageState): boolean {
  return page.kind === 'owed' || ('isInterrupted' in page && page.isInterrupted);
}

/** Whether this fingerprint was the peer's before the call was opened anew, and is no more (protocol §5 rule 17). */
export function isFormerFingerprint(page: PageState, fingerprint: string): boolean {
  return 'theirs' in page && page.past.former.includes(fingerprint) && fingerprint !== page.theirs?.fingerprint;
}

/** The worker that there is; undefined: none, none yet, or none any more. */
export function workerOf(page: PageState): Exclude<WorkerState, { kind: 'none' }> | undefined {
  return 'worker' in page && page.worker.kind !== 'none' ? page.worker : undefined;
}
