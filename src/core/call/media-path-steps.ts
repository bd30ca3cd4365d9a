// How the path of a call's media is made. A page opens it, both sides send descriptions, candidates are exchanged. The
// path is up once the live DTLS certificate is the authenticated one and sound can be sealed (protocol §5 rules 6, 9,
// 17; §9).
import { ufragOf } from '../signal/sdp.ts';
import type { Effect } from './effect.ts';
import { isRenewed } from './keys-state.ts';
import {
  gathered,
  isRelayOnly,
  type OpenPath,
  openPath,
  passingCandidates,
  passingSdp,
  released,
  rulesOf,
} from './media-path.ts';
import { describedAnew, rateOwed, restarted } from './media-restarts.ts';
import { type MediaState, runsCamera } from './media-state.ts';
import {
  command,
  type EventOf,
  inTurn,
  measuredAnew,
  type Media,
  type Moment,
  raises,
  saying,
  stays,
  withPath,
} from './media-step.ts';
import { saidAgain } from './media-telling.ts';

const MOST_CANDIDATES = 64; // of the peer's, per ICE generation (protocol §9)

/**
 * A page opens. The rules that hold for the call hold for this page, too. If the peer is not verified or the call was
 * answered automatically, only relays are used until READY, provided there are any. If the rules demand a relay and
 * there is none, the call ends.
 */
export function pathOpened(before: MediaState, event: EventOf<'path-opened'>, moment: Moment): Media {
  const { hasRelays, offers } = event;
  const isFirst = before.path.kind === 'none';
  const rules = isFirst ? event : rulesOf(before.path);
  if (rules.mustRelay && !hasRelays) {
    return raises(before, { kind: 'fault', reason: 'relay-required', atMs: moment.atMs });
  }
  const path = openPath(event, rules, before.path);
  const opens: readonly Effect[] = [
    { kind: 'make-connection', offers, relayOnly: isRelayOnly(path), camera: runsCamera(before) },
    ...(offers ? [command({ kind: 'offer', iceRestart: false })] : []),
  ];
  if (isFirst) return stays({ ...before, path }, ...opens);
  // Page and worker are new and count from zero. The new page is told what the page before it was told.
  const { next } = measuredAnew({ ...before, path }, moment.ring);
  return stays(next, command({ kind: 'close' }), ...opens, { kind: 'count-anew', isNewPage: true }, ...saidAgain(next));
}

/**
 * Policy may tighten during a call. A constant rate takes effect with the next restart. If only relays are allowed from
 * now on and this call was free to use other paths, the call ends: an engine stays on a working path even if it is told
 * to leave it (measured).
 */
export function tightened(state: MediaState, event: EventOf<'rules'>, moment: Moment): Media {
  const { path } = state;
  if (path.kind === 'none') return stays(state); // a page that opens later follows policy anyway
  const mustRelay = event.mustRelay && path.uses !== 'relays';
  const isConstantRate = event.isConstantRate && !path.isConstantRate;
  if (mustRelay && !isRelayOnly(path)) {
    return raises(state, { kind: 'fault', reason: 'relay-required', atMs: moment.atMs });
  }
  const next = mustRelay ? withPath(state, { uses: 'relays' }) : state;
  return isConstantRate ? rateOwed(withPath(next, { isConstantRate }), moment) : stays(next);
}

/** The page has described its connection. */
export function pageDescribed(
  before: MediaState,
  { type, sdp: text }: EventOf<'local-description'>,
  moment: Moment,
): Media {
  if (before.path.kind === 'none') return stays(before);
  const state = withPath(before, { made: [...before.path.made, ufragOf(text) ?? ''] });
  const { path } = before;
  if (path.own.kind === 'described') return describedAnew(state, path, type, text, moment);
  if (type !== path.own.type) return stays(state);
  const description = passingSdp(text, path.uses !== 'anything', path);
  const own: Partial<OpenPath> =
    description === undefined ? {} : { own: { kind: 'described', fingerprint: description.fingerprint } };
  return raises(withPath(state, own), { kind: 'page-described', description, atMs: moment.atMs });
}

/** The page gathered these candidates. */
export function pageGathered(state: MediaState, { list }: EventOf<'local-candidates'>): Media {
  const { path } = state;
  if (path.kind === 'none') return stays(state);
  const { candidates, messages } = gathered(path.candidates, list, isRelayOnly(path));
  return stays(withPath(state, { candidates }), ...saying(...messages));
}

/** CONFIRM, READY or the description of a reopening has left: the gathered candidates may follow. */
export function candidatesLeave(state: MediaState): Media {
  const { path } = state;
  if (path.kind === 'none') return stays(state);
  const { candidates, messages } = released(path.candidates, isRelayOnly(path));
  return stays(withPath(state, { candidates }), ...saying(...messages));
}

/** READY: relays are no longer the only allowed path. The caller gathers anew once connected. */
export function directAllowed(state: MediaState): Media {
  const isForNow = state.path.kind === 'open' && state.path.uses === 'relays-for-now';
  if (!isForNow) return stays(state);
  return stays(withPath(state, { uses: 'anything-later' }), command({ kind: 'allow-direct' }));
}

/** Candidates from the peer: filtered, only for the description in force, at most 64. */
export function peerGathered(state: MediaState, { list }: EventOf<'remote-candidates'>): Media {
  const { path } = state;
  if (path.kind === 'none' || path.peer.kind === 'awaited') return stays(state);
  const { peer } = path;
  // Where policy allows only relays, our relay may contact any address that the peer names. This reveals none of ours.
  const fitting = passingCandidates(
    list.filter(({ ufrag }) => ufrag === peer.ufrag),
    path.uses === 'relays-for-now',
  );
  const room = fitting.slice(0, MOST_CANDIDATES - peer.taken);
  if (room.length === 0) return stays(state);
  const next = withPath(state, { peer: { ...peer, taken: peer.taken + room.length } });
  return stays(next, command({ kind: 'candidates', list: room }));
}

/**
 * What the page reports about its connection. Without a known certificate the connection does not count as connected,
 * and the call ends when its time is up.
 */
export function pageConnected(state: MediaState, event: EventOf<'connection'>, moment: Moment): Media {
  const { path } = state;
  if (path.kind === 'none') return stays(state);
  // A pair that is older than the doubt about the path may have an address that is gone (docs/decisions/0027).
  if (event.pair !== undefined && path.doubted.includes(event.pair)) return stays(state);
  if (event.state === 'disconnected' || event.state === 'failed') return broken(state, moment);
  if (event.state !== 'connected' || event.fingerprint === '' || path.peer.kind === 'awaited') return stays(state);
  if (event.fingerprint !== path.peer.fingerprint) {
    return raises(state, { kind: 'fault', reason: 'fingerprint', atMs: moment.atMs });
  }
  return connected(withPath(state, { isConnected: true }), moment);
}

/** A connected path may now be up. This is checked once the other regions have handled the event. */
export function connected(state: MediaState, { atMs }: Moment): Media {
  const isConnected = state.path.kind === 'open' && state.path.isConnected;
  return isConnected ? raises(state, { kind: 'path-checked', atMs }) : stays(state);
}

/** After a reopening the call is not live before sound can be sealed with the new keys. */
export function pathChecked(before: MediaState, { atMs, keys, ring }: Moment): Media {
  const isConnected = before.path.kind === 'open' && before.path.isConnected;
  if (!isConnected || !isRenewed(keys)) return stays(before);
  return { ...measuredAnew(before, ring), raised: [{ kind: 'connected', atMs }] };
}

/** The page reports that the connection is broken. */
export function broken(before: MediaState, moment: Moment): Media {
  const { atMs, ring } = moment;
  return inTurn(
    withPath(before, { isConnected: false }),
    (now) => measuredAnew(now, ring),
    (now) => raises(now, { kind: 'disconnected', atMs }),
    (now) => (ring.kind === 'connecting' ? restarted(now, moment, false) : stays(now)),
  );
}

/** The page is gone, and its connection with it. */
export function pageLeft(state: MediaState): Media {
  return stays(withPath(state, { isConnected: false }));
}

/**
 * The path counts as broken. The page's report that it is connected counts only for descriptions made from now on.
 * Packets that arrive prove the path, too (media-watch.ts; docs/decisions/0018, 0027).
 */
export function interrupted(state: MediaState, { ring }: Moment): Media {
  const made = state.path.kind === 'open' ? state.path.made : [];
  return measuredAnew(withPath(state, { doubted: made }), ring);
}
