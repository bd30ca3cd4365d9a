// A call continues although the page of one side is gone (protocol §5 rule 17). The side that lost its page makes the
// offer. Both sides make a new connection, a new worker and new keys; the session stays the same. `reopen` is sealed
// under the session's keys, so the new certificates are authenticated as well as the first ones.
import type { CallEvent } from './event.ts';
import { onceMore, replaced } from './page-replaced.ts';
import type { NewPage, OpenPage, OwedPage, PageDescription, PageState, PeerDescription, Reopen } from './page-state.ts';
import type { RingState, Role } from './ring-state.ts';
import type { Step } from './region.ts';

const AGAIN_MS = 3000;
/** From READY on, a direct path is allowed whoever the peer is, unless policy forbids it (protocol §5 rule 9). */
const FROM_READY = { isVerified: true, viaRelay: false } as const;

type PageStep = Step<PageState>;
interface At {
  readonly ring: RingState;
  readonly atMs: number;
}

// The former page of either side may have used the keys that were renewed last. If our former page may have
// used them, this side wants a rekey. The pace is lifted once more for the next rekey of each side.
function renewed(atMs: number): readonly CallEvent[] {
  return [
    { kind: 'pace-lifted', atMs },
    { kind: 'keys-needed', atMs },
  ];
}

/** Our page is gone in a call that has agreed on keys. The call ends if the two sides have reopened it too often. */
export function reopened(state: OpenPage | OwedPage, at: At): PageStep {
  const reopenedAtMs = onceMore(state.past.reopenedAtMs, at.atMs);
  if (reopenedAtMs === undefined)
    return { next: state, effects: [], raised: [{ kind: 'fault', reason: 'page-lost', atMs: at.atMs }] };
  const past = { ...state.past, reopenedAtMs };
  const reopening = state.kind === 'owed' ? NONE : state.reopening;
  // The peer's offer still waits for an answer. Until that answer comes, a peer who is the caller drops offers of ours.
  if (reopening.kind === 'taken') return answering({ ...state, past }, reopening.offer, at);
  return replaced(
    { ...state, past: { ...past, ownNr: past.ownNr + 1 } },
    { ...FROM_READY, offers: true, theirs: undefined, reopening: { kind: 'describing', answer: answerOf(reopening) } },
    at,
  );
}

/** A page has described its connection: sends the description in a `reopen`, or binds it for ANSWER or CONFIRM. */
export function described(state: NewPage, description: PageDescription, atMs: number): PageStep {
  const { past, reopening } = state;
  const { fingerprint, sdp } = description;
  if (reopening.kind === 'none')
    return { next: { ...state, kind: 'described', reopening }, effects: [{ kind: 'bind-description', description }] };
  if (reopening.kind === 'taken') {
    const answer: Reopen = { kind: 'reopen', type: 'answer', nr: reopening.offer.nr, fingerprint, sdp };
    return said({ ...state, kind: 'described', reopening: { kind: 'answered', answer } }, answer, 'first');
  }
  const offer: Reopen = { kind: 'reopen', type: 'offer', nr: past.ownNr, fingerprint, sdp };
  const offered = { ...reopening, kind: 'offered', offer, againAtMs: atMs + AGAIN_MS } as const;
  return said({ ...state, kind: 'described', reopening: offered }, offer, 'first');
}

/** The peer's `reopen`. It is dropped if it does not fit the state of the page. */
export function peerReopens(
  state: PageState,
  { atMs, message }: Extract<CallEvent, { kind: 'peer-reopens' }>,
  ring: RingState,
): PageStep | undefined {
  const role = roleOf(ring);
  if (role === undefined || !('reopening' in state)) return undefined;
  return message.type === 'answer' ? answered(state, message, atMs) : offered(state, message, role, { ring, atMs });
}

/** Repeats our unanswered offer: a broker may have lost it. */
export function reopeningTime(state: PageState, atMs: number): PageStep | undefined {
  if (state.kind !== 'described') return undefined;
  const { reopening } = state;
  if (reopening.kind !== 'offered' || atMs < reopening.againAtMs) return undefined;
  return said({ ...state, reopening: { ...reopening, againAtMs: atMs + AGAIN_MS } }, reopening.offer, 'again');
}

function offered(state: OpenPage, message: Reopen, role: Role, at: At): PageStep | undefined {
  const { past, reopening } = state;
  const answer = answerOf(reopening);
  // The peer repeats its offer and gets the same answer, even if our page that gave the answer is gone: a peer who is
  // the caller takes our new offer only after that answer. The candidates of a page that is gone are not sent again.
  if (answer?.nr === message.nr) return said(state, answer, reopening.kind === 'answered' ? 'again' : 'none');
  if (message.nr <= past.peerNr) return undefined;
  const isOffering = reopening.kind === 'describing' || reopening.kind === 'offered';
  if (isOffering && role === 'caller') return undefined; // both offered: the caller's wins
  const reopenedAtMs = onceMore(past.reopenedAtMs, at.atMs);
  return reopenedAtMs && answering({ ...state, past: { ...past, reopenedAtMs, peerNr: message.nr } }, message, at);
}

function answering(state: OpenPage | OwedPage, offer: Reopen, at: At): PageStep {
  const how = {
    ...FROM_READY,
    offers: false,
    theirs: descriptionOf(offer),
    reopening: { kind: 'taken', offer },
  } as const;
  const step = replaced(state, how, at);
  return { ...step, raised: [...(step.raised ?? []), ...renewed(at.atMs)] };
}

function answered(state: OpenPage, answer: Reopen, atMs: number): PageStep | undefined {
  if (state.kind !== 'described') return undefined;
  const { reopening } = state;
  if (reopening.kind !== 'offered' || answer.nr !== reopening.offer.nr) return undefined;
  const description = descriptionOf(answer);
  return {
    next: { ...state, theirs: description, reopening: NONE }, // a peer who took our offer awaits no answer of ours
    effects: [{ kind: 'describe-peer', description }],
    raised: renewed(atMs),
  };
}

const NONE = { kind: 'none' } as const;

// Our answer to the peer's newest offer, until the peer has taken an offer of ours.
function answerOf(reopening: OpenPage['reopening']): Reopen | undefined {
  return 'answer' in reopening ? reopening.answer : undefined;
}

function said(next: PageState, message: Reopen, candidates: 'first' | 'again' | 'none'): PageStep {
  return { next, effects: [{ kind: 'send-reopen', message, candidates }] };
}

function descriptionOf({ type, sdp, fingerprint }: Reopen): PeerDescription {
  return { type, sdp, fingerprint };
}

function roleOf(ring: RingState): Role | undefined {
  return ring.kind === 'connecting' || ring.kind === 'live' || ring.kind === 'reconnecting' ? ring.role : undefined;
}
