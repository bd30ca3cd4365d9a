// When the path of a call's media is looked for anew: after a break, for a constant rate, and once relays are no longer the only way
// (protocol §5 rules 9, 11). New keys come with a restart of the caller's (§6).
import { ufragOf } from '../signal/sdp.ts';
import type { CallEvent } from './event.ts';
import {
  descriptionsOf,
  isRelayOnly,
  type DescribingMessage,
  type OpenPath,
  passingSdp,
  type RestartMessage,
  repeated,
} from './media-path.ts';
import type { MediaState } from './media-state.ts';
import { command, inTurn, isCaller, type Media, type Moment, raises, stays, withPath } from './media-step.ts';
import { isFormerFingerprint } from './page-state.ts';
import { askedAgain, withoutWaiting } from './pace.ts';
import { RESTART_EVERY_MS } from './ring-state.ts';

const DROPPED_MS = 15_000;
/** Shorter than the ring's own patience, so that its next one is made. */
const SETTLING_MS = RESTART_EVERY_MS - 1000;
/** Of the peer's: an engine that negotiates all the time does nothing else (protocol §9). */
const PEER_PACE = { most: 3, withinMs: 15_000 } as const;

/**
 * The ring asks for one. What waits for an answer since before the addresses changed is followed by another; that the broker is back
 * asks for none where one was agreed a moment ago: one more than the peer takes at once would wait there, and keep this one's path from
 * healing meanwhile (measured: 10 s instead of 3).
 */
export function asked(state: MediaState, cause: 'network' | 'link' | 'time', moment: Moment): Media {
  const { agreedAtMs } = state.restarts;
  if (cause === 'link' && agreedAtMs !== undefined && moment.atMs - agreedAtMs < SETTLING_MS) return stays(state);
  return restarted(state, moment, cause === 'network');
}

/**
 * Offers an ICE restart; one that left already and waits is said again, since a link may have lost it (rule 11). `isFresh`: what is on
 * its way knows an address that is gone, and an engine does not always gather anew by itself: another follows.
 */
export function restarted(before: MediaState, moment: Moment, isFresh: boolean): Media {
  const { atMs } = moment;
  const { path } = before;
  if (path.kind === 'none' || descriptionsOf(path) < 2) return stays(before); // the first descriptions are still on their way
  const { restart } = path;
  const isRestartDue = path.isRestartDue || (isFresh && restart.kind !== 'none');
  const state = withPath(before, { isRestartDue });
  if (restart.kind === 'offered') return said(state, restart.message);
  if (restart.kind !== 'none') return stays(state);
  const next = withPath(state, { isRestartDue, restart: { kind: 'describing', untilMs: atMs + DROPPED_MS } });
  return {
    next,
    effects: [{ kind: 'renew-relays' }, command({ kind: 'offer', iceRestart: true })],
    raised: renewedBy(moment),
  };
}

/** The call is live, or is so again: with relays no longer the only way, the caller looks for a direct one, once (rule 9). */
export function lives(before: MediaState, moment: Moment): Media {
  const { owesRate, wantsDirect } = before.restarts;
  const state: MediaState = { ...before, restarts: { ...before.restarts, owesRate: false, wantsDirect: false } };
  if (owesRate) return restarted(state, moment, true);
  const mayBeDirect = wantsDirect && !state.rules.mustRelay && isCaller(moment.ring);
  return mayBeDirect ? restarted(state, moment, false) : stays(state);
}

/** A constant rate is in force from here on: with the next restart, now or when one can be made. */
export function rateOwed(state: MediaState, moment: Moment): Media {
  const { kind } = moment.ring;
  const canBe = (kind === 'live' || kind === 'mending') && descriptionsOf(state.path) === 2;
  return canBe ? restarted(state, moment, true) : stays({ ...state, restarts: { ...state.restarts, owesRate: true } });
}

/** Our page has described anew. One that changed its certificate would end the call at the peer anyway. */
export function describedAnew(
  state: MediaState,
  path: OpenPath,
  type: 'offer' | 'answer',
  text: string,
  moment: Moment,
): Media {
  const { restart } = path;
  const isExpected = restart.kind === (type === 'offer' ? 'describing' : 'answering');
  if (restart.kind === 'none' || !isExpected) return stays(state);
  const passed = passingSdp(text, isRelayOnly(path), state.rules);
  const message: RestartMessage | undefined =
    passed !== undefined && path.own.kind === 'described' && passed.fingerprint === path.own.fingerprint
      ? { kind: 'restart', type, fingerprint: passed.fingerprint, sdp: passed.sdp }
      : undefined;
  const say = (now: MediaState): Media => (message === undefined ? stays(now) : said(now, message));
  if (type === 'answer') return inTurn(ended(state), say, (now) => dueOne(now, moment));
  if (message === undefined) return dropped(state);
  return said(withPath(state, { restart: { kind: 'offered', message, untilMs: restart.untilMs } }), message);
}

/** A description of ours leaves; said again it has the same candidates, and the page reports them once only. */
export function said(state: MediaState, message: DescribingMessage): Media {
  const { path, restarts } = state;
  const again = path.kind === 'none' ? undefined : repeated(path.candidates, ufragOf(message.sdp));
  const isAnswer = message.kind === 'restart' && message.type === 'answer';
  const next: MediaState = {
    ...state,
    path: path.kind === 'none' || again === undefined ? path : { ...path, candidates: again.candidates },
    // Our page has described anew.
    restarts: message.kind === 'restart' ? { ...restarts, answer: isAnswer ? message : undefined } : restarts,
  };
  return stays(
    next,
    { kind: 'say', message },
    ...(again?.messages ?? []).map((each) => ({ kind: 'say', message: each }) as const),
  );
}

/** The peer's `restart`: one of a connection that is gone is overtaken, one under a fingerprint that is not the peer's ends the call. */
export function byPeer(state: MediaState, message: RestartMessage, moment: Moment): Media {
  const { path, restarts } = state;
  if (path.kind === 'none' || path.peer.kind === 'awaited') return stays(state); // of a connection that is still to be described
  if (isFormerFingerprint(moment.page, message.fingerprint)) return stays(state);
  // An offer said again gets the answer that it had, and no description of its own: its first answer is taken there, and this one would
  // be for an offer that has left since. An answer that was taken once says nothing more.
  if (message.type === 'answer' && message.sdp === restarts.heard) return stays(state);
  if (message.type === 'offer' && message.sdp === restarts.offer && restarts.answer !== undefined) {
    return said(state, restarts.answer);
  }
  return message.type === 'answer'
    ? answerTaken(state, path, message, moment)
    : offerTaken(state, path, message, moment, moment.atMs);
}

/** The clock: what nobody answered is over, and an offer of the peer's that came too soon has its turn. */
export function restartsOnTime(state: MediaState, moment: Moment): Media | undefined {
  const { path } = state;
  if (path.kind === 'none') return undefined;
  const { peerOffers, restart } = path;
  const isOver = restart.kind !== 'none' && moment.atMs >= restart.untilMs;
  if (isOver && restart.kind === 'answering') return stays(ended(state));
  if (isOver) return inTurn(state, dropped, (now) => dueOne(now, moment));
  if (peerOffers.kind === 'idle' || moment.atMs < peerOffers.dueAtMs) return undefined;
  // Also where it is not taken because ours stands: it would stay due, and the clock would ask for it without end.
  const due = { peerOffers: withoutWaiting(peerOffers) };
  return offerTaken(withPath(state, due), { ...path, ...due }, peerOffers.newest, moment, state.restarts.agreedAtMs);
}

function answerTaken(state: MediaState, path: OpenPath, message: RestartMessage, moment: Moment): Media {
  const sdp = usable(state, path, message);
  if (sdp === false) return wrongFingerprint(state, moment);
  if (sdp === undefined || path.restart.kind !== 'offered') return stays(state);
  const heard: MediaState = { ...state, restarts: { ...state.restarts, agreedAtMs: moment.atMs, heard: message.sdp } };
  // An offer of theirs that waits was taken back for ours.
  return inTurn(
    withPath(heard, { restart: { kind: 'none' }, peerOffers: withoutWaiting(path.peerOffers) }),
    (now) => peerSet(now, 'answer', sdp, message.fingerprint),
    (now) => dueOne(now, moment),
  );
}

function offerTaken(
  state: MediaState,
  path: OpenPath,
  message: RestartMessage,
  moment: Moment,
  agreedAtMs: number | undefined,
): Media {
  const sdp = usable(state, path, message);
  if (sdp === false) return wrongFingerprint(state, moment);
  if (sdp === undefined || path.restart.kind === 'answering') return stays(state);
  if (path.restart.kind !== 'none') {
    if (isCaller(moment.ring)) return stays(state); // both offered: the caller's stands
    return inTurn(state, dropped, (now) =>
      offerTaken(now, { ...path, restart: { kind: 'none' } }, message, moment, agreedAtMs),
    );
  }
  const restarts = { ...state.restarts, offer: message.sdp, answer: undefined };
  const peerOffers = askedAgain(path.peerOffers, message, PEER_PACE, moment.atMs);
  if (peerOffers.kind === 'waiting') return stays(withPath({ ...state, restarts }, { peerOffers }));
  const taken = withPath(
    { ...state, restarts: { ...restarts, agreedAtMs } },
    { restart: { kind: 'answering', untilMs: moment.atMs + DROPPED_MS }, peerOffers },
  );
  return inTurn(
    taken,
    (now) => stays(now, { kind: 'renew-relays' }),
    (now) => peerSet(now, 'offer', sdp, message.fingerprint),
    (now) => raises(now, ...renewedBy(moment)),
  );
}

/** The peer's description is in force from here on, and only candidates of its user fragment count. */
export function peerSet(state: MediaState, type: 'offer' | 'answer', sdp: string, fingerprint: string): Media {
  const { path } = state;
  if (path.kind === 'none') return stays(state);
  const peer = { kind: 'described', fingerprint, ufrag: ufragOf(sdp) ?? '', taken: 0 } as const;
  return stays(withPath(state, { peer }), command({ kind: 'describe', type, sdp }));
}

// What cannot be used is dropped; false: another fingerprint than the authenticated one, which is a fault.
function usable({ rules }: MediaState, path: OpenPath, message: RestartMessage): string | false | undefined {
  if (path.peer.kind === 'awaited' || message.fingerprint !== path.peer.fingerprint) return false;
  const passed = passingSdp(message.sdp, path.uses === 'relays-for-now', rules);
  return passed !== undefined && passed.fingerprint !== message.fingerprint ? false : passed?.sdp;
}

function wrongFingerprint(state: MediaState, { atMs }: Moment): Media {
  return raises(state, { kind: 'fault', reason: 'fingerprint', atMs });
}

function ended(state: MediaState): MediaState {
  return withPath(state, { restart: { kind: 'none' } });
}

function dropped(state: MediaState): Media {
  return stays(ended(state), command({ kind: 'rollback' }));
}

function dueOne(state: MediaState, moment: Moment): Media {
  const { path } = state;
  if (path.kind === 'none' || !path.isRestartDue) return stays(state);
  return restarted(withPath(state, { isRestartDue: false }), moment, false);
}

function renewedBy({ atMs, ring }: Moment): readonly CallEvent[] {
  return isCaller(ring) ? [{ kind: 'keys-wanted', atMs }] : [];
}
