// The path of a call's media as data: what a page of ours has described, what the peer has, what may be used (protocol §5 rules 6, 9;
// §9). Neither side is trusted: every description and candidate passes the allow-list both ways. Its restarts are in
// media-restarts-state.ts; whether it lives, and whether what comes by it can be opened, in media-stalls.ts.
//
//   path         none ──a page opens──▶ open ──another page takes its place──▶ open: both sides describe anew, and are not connected
//   own, peer    awaited ──the first description of this page──▶ described
//   uses         relays-for-now ──READY──▶ anything-later. Policy that becomes tighter: relays-for-now ──▶ relays
//   candidates   kept ──CONFIRM, READY or a description of ours has left──▶ leaving
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

/** A description that passed, and the one fingerprint it carries. */
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

/** What policy and settings ask of the path, in force in the whole call: nothing of ours but relayed candidates, a constant rate. */
export interface PathRules {
  readonly mustRelay: boolean;
  readonly isConstantRate: boolean;
}

/** The path by one page. Times in ms since 1970. */
export interface OpenPath {
  readonly kind: 'open';
  readonly uses: Uses;
  readonly isConstantRate: boolean;
  readonly own: OwnSide;
  readonly peer: PeerSide;
  /** The page has said so, by the authenticated certificate, and not that it is broken since. */
  readonly isConnected: boolean;
  /** Our own descriptions by their user fragment, and those that were made before the path was doubted (docs/decisions/0027). */
  readonly made: readonly string[];
  readonly doubted: readonly string[];
  readonly candidates: OwnCandidates;
  readonly restarts: Restarts;
  readonly life: PathLife;
  readonly stalls: Stalls;
}

/** The path of the media. */
export type Path = { readonly kind: 'none' } | OpenPath;

/** Which candidates of ours may be known to the peer. */
export type Uses =
  | 'anything'
  | 'anything-later' // relayed ones in the first descriptions, and anything that follows them
  | 'relays-for-now' // until READY (protocol §5 rule 9)
  | 'relays';

/** Our side: what our page is to describe first (an offer: as the callee of a call, and as whoever has lost its page); its fingerprint. */
export type OwnSide =
  | { readonly kind: 'awaited'; readonly type: 'offer' | 'answer' }
  | { readonly kind: 'described'; readonly fingerprint: string };

/** The peer's: the authenticated fingerprint, the user fragment in force, how many candidates of it were taken. */
export type PeerSide =
  | { readonly kind: 'awaited' }
  | { readonly kind: 'described'; readonly fingerprint: string; readonly ufrag: string; readonly taken: number };

/** Our candidates: kept until they may leave; then the last that left, of whatever ICE generation. */
export type OwnCandidates =
  | { readonly kind: 'kept'; readonly list: readonly NamedCandidate[] }
  | { readonly kind: 'leaving'; readonly left: readonly CandidateField[] };

/** The rules that are in force. */
export function rulesOf(path: Path): PathRules {
  if (path.kind === 'none') return { mustRelay: false, isConstantRate: false };
  return { mustRelay: path.uses === 'relays', isConstantRate: path.isConstantRate };
}

/** A path that a page begins, in place of the one that there was: in that the rules that the call has had go on. */
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

/** How many of the two sides have described: while none has, nobody would miss this connection; an ICE restart needs both. */
export function descriptionsOf(path: Path): number {
  return path.kind === 'none' ? 0 : [path.own, path.peer].filter(({ kind }) => kind === 'described').length;
}

/** Whether nothing of ours but relayed candidates may leave now. */
export function isRelayOnly({ uses }: OpenPath): boolean {
  return uses === 'relays' || uses === 'relays-for-now';
}

/** A description as it may cross the wire, both ways: a constant rate in the peer's binds our encoder, in ours the peer's. */
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

/** The candidates of `list` that may cross the wire: a page may say anything, and a peer too. */
export function passingCandidates(list: readonly NamedCandidate[], relayOnly: boolean): readonly CandidateField[] {
  return list.flatMap(({ mid, ufrag, candidate }) => {
    const field = { mid, ufrag, candidate: filterCandidate(candidate, { relayOnly }) };
    return v.is(CandidateField, field) ? [field] : [];
  });
}

/** What the page gathered: waits, or leaves at once. The messages that leave come with it, as with all that follow. */
export function gathered(own: OwnCandidates, list: readonly NamedCandidate[], relayOnly: boolean): Leaving {
  if (own.kind === 'leaving') return leaving(own.left, passingCandidates(list, relayOnly));
  return { candidates: { kind: 'kept', list: [...own.list, ...list].slice(0, MOST_UNSENT) }, messages: [] };
}

/** From here on they leave. */
export function released(own: OwnCandidates, relayOnly: boolean): Leaving {
  return own.kind === 'kept' ? leaving([], passingCandidates(own.list, relayOnly)) : { candidates: own, messages: [] };
}

/** Those of `ufrag` that left are said once more. Those of another description stay known: that may be said again as well. */
export function repeated(own: OwnCandidates, ufrag: string | undefined): Leaving {
  if (own.kind === 'kept') return { candidates: own, messages: [] };
  const isOf = (candidate: CandidateField): boolean => candidate.ufrag === ufrag;
  return leaving(
    own.left.filter((candidate) => !isOf(candidate)),
    own.left.filter(isOf),
  );
}

/** Our candidates after something left, and what is said. */
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
