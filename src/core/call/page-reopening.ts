// A call whose page is lost goes on in a new one (protocol §5 rule 17). Whoever lost its page offers, and both sides make a new
// connection, a new worker and new keys; the session stays. Its messages travel under the session's keys, so the new certificates are
// as well known as the first ones were.
import type { CallEvent } from './event.ts';
import { onceMore, replaced } from './page-replaced.ts';
import type { OurReopening, PageDescription, PageState, PeerDescription, Reopen } from './page-state.ts';
import type { RingState, Role } from './ring-state.ts';
import type { Step } from './region.ts';

const AGAIN_MS = 3000;
/** A direct path may be looked for, where policy lets it (protocol §5 rule 9). */
const FROM_READY = { isVerified: true, viaRelay: false } as const;

type PageStep = Step<PageState>;
interface At {
  readonly ring: RingState;
  readonly atMs: number;
}

// Renewed keys may have been for the peer's page before: the next rekey of each side waits for no pace once more.
function renewed(atMs: number): readonly CallEvent[] {
  return [
    { kind: 'pace-lifted', atMs },
    { kind: 'keys-needed', atMs },
  ];
}

/** Our page is gone in a call whose keys are agreed on. Where that happens again and again, the call ends. */
export function reopened(state: PageState, at: At): PageStep {
  const reopenedAtMs = onceMore(state.reopenedAtMs, at.atMs);
  if (reopenedAtMs === undefined)
    return { next: state, effects: [], raised: [{ kind: 'fault', reason: 'page-lost', atMs: at.atMs }] };
  const { ownNr, peers } = state;
  // The peer's offer still waits for an answer, and it might take no offer of ours meanwhile.
  if (peers.kind === 'taken') return answering({ ...state, reopenedAtMs }, peers.offer, at);
  const next: PageState = { ...state, reopenedAtMs, ownNr: ownNr + 1, ours: { kind: 'describing' } };
  return replaced(next, { ...FROM_READY, offers: true, theirs: undefined }, at);
}

/** The new page has described its connection: what that is said in, undefined where it is for ANSWER or CONFIRM. */
export function toldAnew(state: PageState, { fingerprint, sdp }: PageDescription, atMs: number): PageStep | undefined {
  const { ours, ownNr, peers } = state;
  if (ours.kind === 'describing') {
    const offer: Reopen = { kind: 'reopen', type: 'offer', nr: ownNr, fingerprint, sdp };
    return said({ ...state, ours: { kind: 'offered', offer, againAtMs: atMs + AGAIN_MS } }, offer, 'first');
  }
  if (peers.kind !== 'taken') return undefined;
  const answer: Reopen = { kind: 'reopen', type: 'answer', nr: peers.nr, fingerprint, sdp };
  return said({ ...state, peers: { kind: 'answered', nr: peers.nr, answer } }, answer, 'first');
}

/** The peer's `reopen`; what does not fit is dropped. */
export function peerReopens(
  state: PageState,
  { atMs, message }: Extract<CallEvent, { kind: 'peer-reopens' }>,
  ring: RingState,
): PageStep | undefined {
  const role = roleOf(ring);
  if (role === undefined) return undefined;
  return message.type === 'answer' ? answered(state, message, atMs) : offered(state, message, role, { ring, atMs });
}

/** Our offer is said again while it has no answer: a broker may have lost it. */
export function reopeningTime(state: PageState, atMs: number): PageStep | undefined {
  const { ours } = state;
  if (ours.kind !== 'offered' || atMs < ours.againAtMs) return undefined;
  return said({ ...state, ours: { ...ours, againAtMs: atMs + AGAIN_MS } }, ours.offer, 'again');
}

function offered(state: PageState, message: Reopen, role: Role, at: At): PageStep | undefined {
  const { ours, peers } = state;
  // Of a page that is gone since, it lets the peer take the offer that we make now, whose candidates are none of its.
  if (message.nr === peers.nr && peers.kind === 'answered')
    return said(state, peers.answer, ours.kind === 'none' ? 'again' : 'none');
  if (message.nr <= peers.nr) return undefined;
  if (ours.kind !== 'none' && role === 'caller') return undefined; // both offered: the caller's stands
  const reopenedAtMs = onceMore(state.reopenedAtMs, at.atMs);
  return reopenedAtMs === undefined ? undefined : answering({ ...state, reopenedAtMs }, message, at);
}

function answering(state: PageState, offer: Reopen, at: At): PageStep {
  const next: PageState = { ...state, ours: NONE, peers: { kind: 'taken', nr: offer.nr, offer } };
  const step = replaced(next, { ...FROM_READY, offers: false, theirs: descriptionOf(offer) }, at);
  return { ...step, raised: [...(step.raised ?? []), ...renewed(at.atMs)] };
}

function answered(state: PageState, answer: Reopen, atMs: number): PageStep | undefined {
  const { ours, ownNr, peers } = state;
  if (ours.kind !== 'offered' || answer.nr !== ownNr) return undefined;
  const description = descriptionOf(answer);
  return {
    next: { ...state, theirs: description, ours: NONE, peers: { kind: 'none', nr: peers.nr } }, // whoever takes ours waits for no answer
    effects: [{ kind: 'describe-peer', description }],
    raised: renewed(atMs),
  };
}

const NONE: OurReopening = { kind: 'none' };

function said(next: PageState, message: Reopen, candidates: 'first' | 'again' | 'none'): PageStep {
  return { next, effects: [{ kind: 'send-reopen', message, candidates }] };
}

function descriptionOf({ type, sdp, fingerprint }: Reopen): PeerDescription {
  return { type, sdp, fingerprint };
}

function roleOf(ring: RingState): Role | undefined {
  return ring.kind === 'connecting' || ring.kind === 'live' || ring.kind === 'mending' ? ring.role : undefined;
}
