// When the path of a call's media is looked for anew: after a break or a change of network, to apply a constant rate,
// and once relays are no longer the only allowed path (protocol §5 rules 9, 11). At each restart, whichever side offers
// it, the caller renews the keys (§6).
import { ufragOf } from '../signal/sdp.ts';
import type { CallEvent } from './event.ts';
import {
  type DescribingMessage,
  descriptionsOf,
  isRelayOnly,
  type OpenPath,
  passingSdp,
  repeated,
} from './media-path.ts';
import {
  type Answered,
  NO_RESTART,
  NOT_ANSWERED,
  type Restart,
  type RestartMessage,
  type Restarts,
} from './media-restarts-state.ts';
import type { MediaState } from './media-state.ts';
import {
  command,
  inTurn,
  isCaller,
  type Media,
  type Moment,
  raises,
  saying,
  stays,
  withPath,
  withRestarts,
} from './media-step.ts';
import { isFormerFingerprint } from './page-state.ts';
import { askedAgain, withoutWaiting } from './pace.ts';
import { RESTART_EVERY_MS } from './ring-state.ts';

const DROPPED_MS = 15_000;
/**
 * For this long after a restart was agreed, the return of the broker connection causes no other restart. This time is
 * shorter than the interval between the ring's own restarts.
 */
const SETTLING_MS = RESTART_EVERY_MS - 1000;
/** Limits the peer's restarts: an engine that negotiates all the time does nothing else (protocol §9). */
const PEER_PACE = { most: 3, withinMs: 15_000 } as const;

/**
 * The ring asks for a restart. If the addresses changed while one was in progress, another follows.
 * If a restart was agreed just before the broker connection came back, none is made: the peer would queue it, and the
 * path would recover later (measured: after 10 s instead of 3).
 */
export function asked(state: MediaState, cause: 'network' | 'broker' | 'time', moment: Moment): Media {
  const { path } = state;
  if (path.kind === 'none') return stays(state);
  const { agreedAtMs } = path.restarts;
  if (cause === 'broker' && agreedAtMs !== undefined && moment.atMs - agreedAtMs < SETTLING_MS) return stays(state);
  return restarted(state, moment, cause === 'network');
}

/**
 * Offers an ICE restart. An offer that was sent and not answered is repeated, since the broker connection may have lost
 * it (rule 11). `isFresh`: the addresses or the rate have changed. If a restart is already in progress, it predates the
 * change, and another one follows it: an engine does not always gather anew by itself.
 */
export function restarted(before: MediaState, moment: Moment, isFresh: boolean): Media {
  const { atMs } = moment;
  const { path } = before;
  // Until both sides have described their connection, there is nothing to restart.
  if (path.kind === 'none' || descriptionsOf(path) < 2) return stays(before);
  const { current } = path.restarts;
  const isAnotherDue = path.restarts.isAnotherDue || (isFresh && current.kind !== 'none');
  const state = withRestarts(before, { isAnotherDue });
  if (current.kind === 'offered') return said(state, current.message);
  if (current.kind !== 'none') return stays(state);
  return {
    next: withRestarts(state, { current: { kind: 'describing', untilMs: atMs + DROPPED_MS } }),
    effects: [{ kind: 'renew-relays' }, command({ kind: 'offer', iceRestart: true })],
    raised: renewedBy(moment),
  };
}

/**
 * The call is live, for the first time or again. A constant rate that waits for a restart gets one. Once relays are no
 * longer the only allowed path, the caller looks for a direct one, once (rule 9).
 */
export function lives(before: MediaState, moment: Moment): Media {
  const { path } = before;
  if (path.kind === 'none') return stays(before);
  const state = withRestarts(before, { owed: 'nothing' });
  const { owed } = path.restarts;
  if (owed === 'constant-rate') return restarted(state, moment, true);
  const mayBeDirect = owed === 'direct' && path.uses !== 'relays' && isCaller(moment.ring);
  return mayBeDirect ? restarted(state, moment, false) : stays(state);
}

/** A constant rate is required from here on. It takes effect with the next restart, now or when one can be made. */
export function rateOwed(state: MediaState, moment: Moment): Media {
  const { kind } = moment.ring;
  const canBe = (kind === 'live' || kind === 'reconnecting') && descriptionsOf(state.path) === 2;
  return canBe ? restarted(state, moment, true) : stays(withRestarts(state, { owed: 'constant-rate' }));
}

/**
 * Our page has described its connection anew. A description under another certificate is not sent: it would only
 * make the peer end the call.
 */
export function describedAnew(
  state: MediaState,
  path: OpenPath,
  type: 'offer' | 'answer',
  text: string,
  moment: Moment,
): Media {
  const { current } = path.restarts;
  const passed = passingSdp(text, isRelayOnly(path), path);
  const message: RestartMessage | undefined =
    passed !== undefined && path.own.kind === 'described' && passed.fingerprint === path.own.fingerprint
      ? { kind: 'restart', type, fingerprint: passed.fingerprint, sdp: passed.sdp }
      : undefined;
  if (type === 'offer' && current.kind === 'describing') {
    if (message === undefined) return dropped(state);
    const offered = { kind: 'offered', message, untilMs: current.untilMs } as const;
    return said(withRestarts(state, { current: offered, answered: NOT_ANSWERED }), message);
  }
  if (type === 'offer' || current.kind !== 'answering') return stays(state);
  const answered: Answered =
    message === undefined ? NOT_ANSWERED : { kind: 'answered', offer: current.offer, answer: message };
  return inTurn(
    withRestarts(state, { current: NO_RESTART, answered }),
    (now) => (message === undefined ? stays(now) : said(now, message)),
    (now) => dueOne(now, moment),
  );
}

/** A description of ours leaves. A repeat carries the same candidates, because the page reports them only once. */
export function said(state: MediaState, message: DescribingMessage): Media {
  const { path } = state;
  if (path.kind === 'none') return stays(state, ...saying(message));
  const { candidates, messages } = repeated(path.candidates, ufragOf(message.sdp));
  return stays(withPath(state, { candidates }), ...saying(message, ...messages));
}

/**
 * The peer's `restart`. If it belongs to a connection that is gone, it is dropped. Otherwise, any fingerprint but the
 * peer's ends the call.
 */
export function byPeer(state: MediaState, message: RestartMessage, moment: Moment): Media {
  const { path } = state;
  if (path.kind === 'none' || path.peer.kind === 'awaited') return stays(state); // for a connection not described yet
  if (isFormerFingerprint(moment.page, message.fingerprint)) return stays(state);
  // A repeated offer gets the same answer again. A new description would not help: the peer has taken the first answer,
  // and may have sent another offer since. An answer that was already taken is ignored.
  const { answered, heard } = path.restarts;
  if (message.type === 'answer')
    return message.sdp === heard ? stays(state) : answerTaken(state, path, message, moment);
  const isAgain = answered.kind === 'answered' && message.sdp === answered.offer;
  return isAgain ? said(state, answered.answer) : offerTaken(state, path, message, moment, moment.atMs);
}

/** The clock: an unanswered restart is over, and an offer of the peer's that came too soon has its turn. */
export function restartsOnTime(state: MediaState, moment: Moment): Media | undefined {
  const { path } = state;
  if (path.kind === 'none') return undefined;
  const { agreedAtMs, current, peerOffers } = path.restarts;
  const isOver = current.kind !== 'none' && moment.atMs >= current.untilMs;
  // A page that has not answered an offer yet does so before it does anything else, so nothing is rolled back there.
  const over = current.kind === 'answering' ? forgotten : dropped;
  if (isOver) return inTurn(state, over, (now) => dueOne(now, moment));
  if (peerOffers.kind === 'idle' || moment.atMs < peerOffers.dueAtMs) return undefined;
  // The offer no longer waits, even if it is now refused because ours stands: otherwise it would stay due and wake the
  // clock without end.
  const due = withRestarts(state, { peerOffers: withoutWaiting(peerOffers) });
  return offerTaken(due, path, peerOffers.newest, moment, agreedAtMs);
}

function answerTaken(state: MediaState, path: OpenPath, message: RestartMessage, moment: Moment): Media {
  const sdp = usable(path, message);
  if (sdp === false) return wrongFingerprint(state, moment);
  const { current, peerOffers } = path.restarts;
  if (sdp === undefined || current.kind !== 'offered') return stays(state);
  const agreed: Partial<Restarts> = {
    current: NO_RESTART,
    peerOffers: withoutWaiting(peerOffers), // a waiting offer of theirs gave way to ours
    heard: message.sdp,
    agreedAtMs: moment.atMs,
  };
  return inTurn(
    withRestarts(state, agreed),
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
  const sdp = usable(path, message);
  if (sdp === false) return wrongFingerprint(state, moment);
  const { current: before, peerOffers } = path.restarts;
  if (sdp === undefined || before.kind === 'answering') return stays(state);
  const isOurs = before.kind !== 'none';
  if (isOurs && isCaller(moment.ring)) return stays(state); // both offered: the caller's wins
  const paced = askedAgain(peerOffers, message, PEER_PACE, moment.atMs);
  const asked = withRestarts(state, { peerOffers: paced, answered: NOT_ANSWERED });
  const free = isOurs ? dropped(asked) : stays(asked);
  if (paced.kind === 'waiting') return free;
  const current: Restart = { kind: 'answering', offer: message.sdp, untilMs: moment.atMs + DROPPED_MS };
  return inTurn(
    state,
    () => free,
    (now) => stays(withRestarts(now, { current, agreedAtMs }), { kind: 'renew-relays' }),
    (now) => peerSet(now, 'offer', sdp, message.fingerprint),
    (now) => raises(now, ...renewedBy(moment)),
  );
}

/** The peer's description is in force from here on. Only candidates with its user fragment count. */
export function peerSet(state: MediaState, type: 'offer' | 'answer', sdp: string, fingerprint: string): Media {
  const { path } = state;
  if (path.kind === 'none') return stays(state);
  const peer = { kind: 'described', fingerprint, ufrag: ufragOf(sdp) ?? '', taken: 0 } as const;
  return stays(withPath(state, { peer }), command({ kind: 'describe', type, sdp }));
}

// The SDP to use. Undefined: the message is dropped. False: its fingerprint is not the authenticated one, a fault.
function usable(path: OpenPath, message: RestartMessage): string | false | undefined {
  if (path.peer.kind === 'awaited' || message.fingerprint !== path.peer.fingerprint) return false;
  const passed = passingSdp(message.sdp, path.uses === 'relays-for-now', path);
  return passed !== undefined && passed.fingerprint !== message.fingerprint ? false : passed?.sdp;
}

function wrongFingerprint(state: MediaState, { atMs }: Moment): Media {
  return raises(state, { kind: 'fault', reason: 'fingerprint', atMs });
}

function forgotten(state: MediaState): Media {
  return stays(withRestarts(state, { current: NO_RESTART }));
}

function dropped(state: MediaState): Media {
  return stays(withRestarts(state, { current: NO_RESTART }), command({ kind: 'rollback' }));
}

function dueOne(state: MediaState, moment: Moment): Media {
  const { path } = state;
  if (path.kind === 'none' || !path.restarts.isAnotherDue) return stays(state);
  return restarted(withRestarts(state, { isAnotherDue: false }), moment, false);
}

function renewedBy({ atMs, ring }: Moment): readonly CallEvent[] {
  return isCaller(ring) ? [{ kind: 'keys-wanted', atMs }] : [];
}
