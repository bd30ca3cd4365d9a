// The path of a call's media as data: the descriptions of our page and of the peer, and which candidates may be used
// (protocol §5 rules 6, 9; §9). Neither side is trusted: every description and candidate passes the allow-list in both
// directions. Restarts are in media-restarts-state.ts; media-stalls.ts judges whether the path is alive and whether
// frames open.
//
//   path         none ──a page opens──▶ open ──another page replaces it──▶ open: not connected, both describe anew
//   own, peer    awaited ──this side's first description since the page opened──▶ described
//   uses         relays-for-now ──READY──▶ anything-later. Policy that becomes tighter: relays-for-now ──▶ relays
//   candidates   kept ──CONFIRM, READY or a `reopen` of ours has left──▶ leaving
import * as v from 'valibot';
import { filterCandidate } from '../signal/candidate.ts';
import { constantRate } from '../signal/constant-rate.ts';
import { CandidateField } from '../signal/field.ts';
import type { Session } from '../signal/message.ts';
import { filterSdp, fingerprintOf } from '../signal/sdp.ts';
import { firstRestarts, type Restarts, restartsInNewPage } from './media-restarts-state.ts';
import { inNewPage, NO_LIFE, NO_STALLS, type PathLife, type Stalls, unmeasured } from './media-stalls.ts';

const MOST_UNSENT = 64;
const MOST_PER_MESSAGE = 32;

/** A description that passed the allow-list, and the one fingerprint in it. */
export interface Description {
  readonly sdp: string;
  readonly fingerprint: string;
}

/** A message that carries a description. */
export type DescribingMessage = Extract<Session, { readonly sdp: string }>;

/** A candidate as a page or a peer names it. */
export interface NamedCandidate {
  readonly mid: string;
  readonly ufrag: string;
  readonly candidate: string;
}

/** Whether policy or settings demand, for the whole call, only relayed candidates of ours, or a constant rate. */
export interface PathRules {
  readonly mustRelay: boolean;
  readonly isConstantRate: boolean;
}

/** The path made by one page. */
export interface OpenPath {
  readonly kind: 'open';
  readonly uses: Uses;
  readonly isConstantRate: boolean;
  readonly own: OwnSide;
  readonly peer: PeerSide;
  /** The page reported a connection with the authenticated certificate, and has not reported it broken since. */
  readonly isConnected: boolean;
  /**
   * User fragments of our own descriptions. `doubted`: those made before the path was doubted (docs/decisions/0027).
   */
  readonly made: readonly string[];
  readonly doubted: readonly string[];
  readonly candidates: OwnCandidates;
  readonly restarts: Restarts;
  readonly life: PathLife;
  readonly stalls: Stalls;
}

/** The path of the media. */
export type Path = { readonly kind: 'none' } | OpenPath;

/** Which of our candidates the peer may learn. */
export type Uses =
  | 'anything'
  | 'anything-later' // only relayed ones in the first descriptions, any of them afterwards
  | 'relays-for-now' // until READY (protocol §5 rule 9)
  | 'relays';

/**
 * Our side: the type of our page's first description, then the fingerprint in that description. Our page offers for
 * ANSWER and for a `reopen` of ours; otherwise it answers.
 */
export type OwnSide =
  | { readonly kind: 'awaited'; readonly type: 'offer' | 'answer' }
  | { readonly kind: 'described'; readonly fingerprint: string };

/**
 * The peer's side: the authenticated fingerprint, the user fragment in force, the number of candidates accepted for it.
 */
export type PeerSide =
  | { readonly kind: 'awaited' }
  | { readonly kind: 'described'; readonly fingerprint: string; readonly ufrag: string; readonly taken: number };

/** Our candidates: kept until they may leave. After that, `left` has the newest of those that left. */
export type OwnCandidates =
  | { readonly kind: 'kept'; readonly list: readonly NamedCandidate[] }
  | { readonly kind: 'leaving'; readonly left: readonly CandidateField[] };

/** The rules that are in force. */
export function rulesOf(path: Path): PathRules {
  if (path.kind === 'none') return { mustRelay: false, isConstantRate: false };
  return { mustRelay: path.uses === 'relays', isConstantRate: path.isConstantRate };
}

/** The path that a new page begins, in place of the path `before`. The rules of the call continue to hold for it. */
export function openPath(
  how: {
    readonly offers: boolean;
    readonly isVerified: boolean;
    readonly viaRelay: boolean;
    readonly hasRelays: boolean;
  },
  { isConstantRate, mustRelay }: PathRules,
  before: Path,
): OpenPath {
  const unverified = how.hasRelays ? 'relays-for-now' : 'anything-later';
  const uses = mustRelay ? 'relays' : how.isVerified && !how.viaRelay ? 'anything' : unverified;
  const owed = uses === 'relays-for-now' ? 'direct' : 'nothing';
  const first = { restarts: firstRestarts(owed), life: NO_LIFE, stalls: NO_STALLS };
  const { restarts, life, stalls } = before.kind === 'open' ? before : first;
  return {
    kind: 'open',
    uses,
    isConstantRate,
    own: { kind: 'awaited', type: how.offers ? 'offer' : 'answer' },
    peer: { kind: 'awaited' },
    isConnected: false,
    made: [],
    doubted: [],
    candidates: { kind: 'kept', list: [] },
    restarts: restartsInNewPage(restarts),
    life: unmeasured(life),
    stalls: inNewPage(stalls),
  };
}

/**
 * How many of the two sides have described their connection. An ICE restart needs both descriptions, and a constant
 * rate waits for them.
 */
export function descriptionsOf(path: Path): number {
  return path.kind === 'none' ? 0 : [path.own, path.peer].filter(({ kind }) => kind === 'described').length;
}

/** Whether only relayed candidates of ours may leave now. */
export function isRelayOnly({ uses }: OpenPath): boolean {
  return uses === 'relays' || uses === 'relays-for-now';
}

/**
 * A description as it may cross the wire in either direction. A constant rate in the peer's description binds our
 * encoder, and one in ours binds the peer's. Undefined if the description cannot be used.
 */
export function passingSdp(
  text: string,
  relayOnly: boolean,
  { isConstantRate }: Pick<PathRules, 'isConstantRate'>,
): Description | undefined {
  const filtered = filterSdp(text, { relayOnly });
  const sdp = filtered === undefined || !isConstantRate ? filtered : constantRate(filtered);
  const fingerprint = sdp === undefined ? undefined : fingerprintOf(sdp);
  return sdp === undefined || fingerprint === undefined ? undefined : { sdp, fingerprint };
}

/** The candidates of `list` that may cross the wire. Neither a page nor a peer is trusted to send only these. */
export function passingCandidates(list: readonly NamedCandidate[], relayOnly: boolean): readonly CandidateField[] {
  return list.flatMap(({ mid, ufrag, candidate }) => {
    const field = { mid, ufrag, candidate: filterCandidate(candidate, { relayOnly }) };
    return v.is(CandidateField, field) ? [field] : [];
  });
}

/** Candidates that the page gathered: they wait, or leave at once. The result includes the messages to send. */
export function gathered(own: OwnCandidates, list: readonly NamedCandidate[], relayOnly: boolean): Leaving {
  if (own.kind === 'leaving') return leaving(own.left, passingCandidates(list, relayOnly));
  return { candidates: { kind: 'kept', list: [...own.list, ...list].slice(0, MOST_UNSENT) }, messages: [] };
}

/** From here on candidates leave. */
export function released(own: OwnCandidates, relayOnly: boolean): Leaving {
  return own.kind === 'kept' ? leaving([], passingCandidates(own.list, relayOnly)) : { candidates: own, messages: [] };
}

/**
 * Repeats the candidates of `ufrag` that left. Those of another description stay known, because that description may be
 * repeated, too.
 */
export function repeated(own: OwnCandidates, ufrag: string | undefined): Leaving {
  if (own.kind === 'kept') return { candidates: own, messages: [] };
  const isOf = (candidate: CandidateField): boolean => candidate.ufrag === ufrag;
  return leaving(
    own.left.filter((candidate) => !isOf(candidate)),
    own.left.filter(isOf),
  );
}

/** Our candidates after some of them left, and the messages to send. */
export interface Leaving {
  readonly candidates: OwnCandidates;
  readonly messages: readonly Session[];
}

function leaving(left: readonly CandidateField[], list: readonly CandidateField[]): Leaving {
  const messages: Session[] = [];
  for (let i = 0; i < list.length; i += MOST_PER_MESSAGE) {
    messages.push({ kind: 'candidates', list: list.slice(i, i + MOST_PER_MESSAGE) });
  }
  return { candidates: { kind: 'leaving', left: [...left, ...list].slice(-MOST_UNSENT) }, messages };
}
