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
// Reopening, ours:     none ──our page was lost──▶ describing ──described──▶ offered ──answered, or the peer's offer stands──▶ none
// Reopening, theirs:   none ──offer taken──▶ taken ──our page has described──▶ answered ──it takes an offer of ours──▶ none
// Worker:              none ──its port came──▶ starting ──ready──▶ alive (pinged once a second); gone with an owed page, until the next
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

/** How far the page has come. */
export type PageKind =
  | 'none' // no page was told to open a connection
  | 'opening' // one was; what is reported before its `begun` is of the page before it
  | 'present' // what it reports counts
  | 'described' // and its description is known
  | 'owed' // lost with its description in ANSWER or CONFIRM: another one opens when keys are agreed on
  | 'closed';

/** Our offer to open the call anew. */
export type OurReopening =
  | { readonly kind: 'none' }
  | { readonly kind: 'describing' }
  | { readonly kind: 'offered'; readonly offer: Reopen; readonly againAtMs: number };

/** The peer's newest offer; `nr` is 0 before the first. */
export type TheirReopening =
  | { readonly kind: 'none'; readonly nr: number }
  | { readonly kind: 'taken'; readonly nr: number; readonly offer: Reopen }
  | { readonly kind: 'answered'; readonly nr: number; readonly answer: Reopen };

/** The sealing worker of the page. Main numbers the workers of a call as their ports come. */
export type WorkerState =
  | { readonly kind: 'none' }
  | { readonly kind: 'starting'; readonly worker: number; readonly untilMs: number }
  | {
      readonly kind: 'alive';
      readonly worker: number;
      readonly pings: number; // sent to it
      readonly unanswered: number; // since it was heard last
      readonly pingAtMs: number;
    }
  | { readonly kind: 'gone' };

/** The page of one call. Times in ms since 1970. */
export interface PageState {
  readonly kind: PageKind;
  /** Which page of the call it is: 0 before the first, one more with each. */
  readonly nr: number;
  /** Whether we describe the connection of this page first: as the callee of a call, and as whoever has lost its page. */
  readonly offers: boolean;
  /** Whether a page has, or had when it was lost, a connection that is not closed. */
  readonly isOpen: boolean;
  /** The peer's first description of the connection of this page; its fingerprint is the authenticated one. */
  readonly theirs: PeerDescription | undefined;
  /** Fingerprints that were the peer's on earlier pages. */
  readonly former: readonly string[];
  /** When pages were lost of late before keys were agreed on. */
  readonly lostAtMs: readonly number[];
  /** When the call was opened anew of late, by either side. */
  readonly reopenedAtMs: readonly number[];
  /** How many pages we have lost since keys were agreed on: the `nr` of our newest `reopen` offer. */
  readonly ownNr: number;
  readonly ours: OurReopening;
  readonly peers: TheirReopening;
  readonly worker: WorkerState;
  /** Either side holds the call. */
  readonly isHeld: boolean;
  /** The connection is broken, or new and not connected yet. */
  readonly isInterrupted: boolean;
}

/** A call that has no page yet. */
export const NO_PAGE: PageState = {
  kind: 'none',
  nr: 0,
  offers: false,
  isOpen: false,
  theirs: undefined,
  former: [],
  lostAtMs: [],
  reopenedAtMs: [],
  ownNr: 0,
  ours: { kind: 'none' },
  peers: { kind: 'none', nr: 0 },
  worker: { kind: 'none' },
  isHeld: false,
  isInterrupted: false,
};

/** When the page wants a `time` event next, in ms since 1970; undefined: never. */
export function pageWakeAtMs({ kind, ours, worker }: PageState): number | undefined {
  if (kind === 'closed') return undefined;
  const due = [
    ...(ours.kind === 'offered' ? [ours.againAtMs] : []),
    ...(worker.kind === 'starting' ? [worker.untilMs] : []),
    ...(worker.kind === 'alive' ? [worker.pingAtMs] : []),
  ];
  return due.length === 0 ? undefined : Math.min(...due);
}

// Whether what the page reports is of the connection that there is.
const IS_HEARD: Readonly<Record<PageKind, boolean>> = {
  none: false,
  opening: false,
  present: true,
  described: true,
  owed: false,
  closed: false,
};

/**
 * Whether a report of the page counts. Before `begun` it is a late one of the page before: taken for one of the new connection, its
 * certificate would be a false one.
 */
export function hearsPage({ kind }: PageState): boolean {
  return IS_HEARD[kind];
}

/** Whether this fingerprint was the peer's before the call was opened anew, and is no more (protocol §5 rule 17). */
export function isFormerFingerprint({ former, theirs }: PageState, fingerprint: string): boolean {
  return former.includes(fingerprint) && fingerprint !== theirs?.fingerprint;
}

/** The number of the worker that there is; undefined: none, or none yet. */
export function workerNumber(worker: WorkerState): number | undefined {
  return worker.kind === 'starting' || worker.kind === 'alive' ? worker.worker : undefined;
}

/** Whether no frame may pass the worker, either way: the call is held, or people are told that nothing is sent. */
export function isStill({ isHeld, isInterrupted }: Pick<PageState, 'isHeld' | 'isInterrupted'>): boolean {
  return isHeld || isInterrupted;
}
