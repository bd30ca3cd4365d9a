// How the keys region steps. The keys begin with ANSWER, and the ring decides when frames may be opened and sealed.
// After each event this file does whatever is due. keys-state.ts draws the states of the keys; keys-grants.ts decides
// what is granted, keys-rekey.ts what is renewed.
import type { CallEvent } from './event.ts';
import {
  attached,
  detached,
  dueGrants,
  firstGrants,
  firstOpened,
  hasSpentPictures,
  hasSpentSealing,
  limited,
  silenced,
} from './keys-grants.ts';
import {
  dueRekeys,
  entered,
  firstRekeys,
  framesOpened,
  heard,
  paceLifted,
  rekeyedReceived,
  rekeyReceived,
  unusable,
  wanted,
} from './keys-rekey.ts';
import { type Grants, isRenewed, keysInUse, type Keys, type KeysState, needsRekey } from './keys-state.ts';
import { toldOf } from './media-state.ts';
import { expectedOf } from './media-switches.ts';
import { isPageLeft, workerOf } from './page-state.ts';
import { andThen, type Seen, type Step } from './region.ts';
import { isAgreed, isSecured, type RingState } from './ring-state.ts';
import type { CallState } from './state.ts';

/** The next state of the keys and what to do, in order. Undefined if the event does not concern them. */
export function stepKeys(state: KeysState, event: CallEvent, seen: Seen): Step<KeysState> | undefined {
  const { now } = seen;
  if (state.kind === 'over' || now.ring.kind === 'ended') {
    // The ring's effects erase all keys (`forget`) and end the worker (`close-media`).
    return { next: { kind: 'over', ...keysInUse(state) }, effects: [] };
  }
  if (state.kind === 'none') {
    const noted = beforeAnswer(state, event);
    return isAgreed(now.ring) ? begun(noted?.next ?? state, now, event.atMs) : noted;
  }
  const keys = withPictures(permitted(withWorker(state, seen), now.ring), seen);
  const taken = takenBy(keys, event, now);
  const step = andThen(taken ?? only(keys), (next) => due(next, event.atMs));
  const isNothing = taken === undefined && step.next === state && step.effects.length === 0;
  return isNothing
    ? undefined
    : { ...step, raised: [...(step.raised ?? []), ...renewal(state, step.next, event.atMs)] };
}

type None = Extract<KeysState, { kind: 'none' }>;

// Remembers what the keys must know once they exist.
function beforeAnswer(state: None, event: CallEvent): Step<None> | undefined {
  return event.kind === 'pictures' ? { next: { ...state, isVoiceOnly: !event.isAllowed }, effects: [] } : undefined;
}

function begun({ isVoiceOnly }: None, { page, ring }: CallState, atMs: number): Step<Keys> {
  const role = ring.kind === 'opening' ? 'caller' : 'callee';
  const keys: Keys = {
    kind: 'agreed',
    role,
    generations: { newest: 0, sending: 0, heard: 0, forgetAtMs: undefined },
    rekeys: firstRekeys(role, atMs),
    grants: firstGrants({ hasWorker: workerOf(page) !== undefined, isVoiceOnly }, atMs),
  };
  return due(permitted(keys, ring), atMs);
}

// When a page is gone, its worker counts as gone too, even if the worker never arrived: the peer's worker is replaced
// as well, and the peer's new worker will not get the keys of the existing generations.
function withWorker(keys: Keys, { before: { page: old }, now: { page } }: Seen): Keys {
  if (isPageLeft(old, page)) return { ...keys, grants: detached(keys.grants) };
  const worker = workerOf(page);
  return worker === undefined || worker.worker === workerOf(old)?.worker
    ? keys
    : { ...keys, grants: attached(keys.grants) };
}

// Keys to open are granted at a valid ANSWER (caller) or a checked CONFIRM (callee), and keys to seal at READY or
// CONFIRM (protocol §5 rule 4).
function permitted(keys: Keys, ring: RingState): Keys {
  const { grants, role } = keys;
  const mayOpen = role === 'caller' || isSecured(ring);
  const maySeal = grants.seal === 'not-yet' && isSecured(ring);
  if (mayOpen === grants.mayOpen && !maySeal) return keys;
  return { ...keys, grants: { ...grants, mayOpen, seal: maySeal ? 'allowed' : grants.seal } };
}

// READY or CONFIRM has come. If pictures were forbidden and allowed again before, the withdrawn keys for the peer's
// pictures can be renewed only now.
function withPictures(keys: Keys, { before, now }: Seen): Keys {
  const isReady = !isSecured(before.ring) && isSecured(now.ring);
  return isReady && hasSpentPictures(keys.grants) ? wanted(keys) : keys;
}

function takenBy(keys: Keys, event: CallEvent, { media, ring }: CallState): Step<Keys> | undefined {
  const { atMs } = event;
  switch (event.kind) {
    case 'first-opened': {
      const opened = { ...keys, grants: firstOpened(keys.grants, event, atMs) };
      return heard(framesOpened(opened), event.generation, atMs);
    }
    case 'frames-opened':
      return only(framesOpened(keys));
    case 'pictures':
      return picturesAllowed(keys, event.isAllowed, ring);
    case 'silenced':
      return withGrants(keys, silenced(keys.grants));
    case 'keys-wanted':
      return only(wanted(keys));
    case 'keys-needed':
      return only(needsRekey(keys) ? wanted(keys) : keys);
    case 'pace-lifted':
      return only(paceLifted(keys));
    case 'peer-heard':
      return heard(keys, event.generation, atMs);
    case 'rekey-received':
      return only(rekeyReceived(keys, event.rekey));
    case 'rekeyed-received': {
      const { generation, e, ct, text } = event;
      return rekeyedReceived(keys, { generation, e, ct, text });
    }
    case 'generation-entered': {
      const how = { ...event, expectsFrames: expectedOf(media.switches).includes(true), told: toldOf(media) };
      return entered(keys, how, (next) => granting(next, atMs));
    }
    case 'rekey-unusable':
      return only(unusable(keys));
    default:
      return undefined;
  }
}

// Picture keys that were withdrawn come back only with the next generation.
function picturesAllowed(keys: Keys, isAllowed: boolean, ring: RingState): Step<Keys> {
  if (isAllowed !== keys.grants.isVoiceOnly) return only(keys);
  const step = withGrants(keys, limited(keys.grants, !isAllowed));
  const isMissing = hasSpentSealing(step.next.grants) && isSecured(ring);
  return isMissing ? { ...step, next: wanted(step.next) } : step;
}

function due(keys: Keys, atMs: number): Step<Keys> {
  return andThen(dueRekeys(keys, atMs), (next) => granting(next, atMs));
}

function granting(keys: Keys, atMs: number): Step<Keys> {
  return withGrants(keys, dueGrants(keys.grants, atMs));
}

function withGrants(keys: Keys, { next, effects }: Step<Grants>): Step<Keys> {
  return { next: next === keys.grants ? keys : { ...keys, grants: next }, effects };
}

function only(keys: Keys): Step<Keys> {
  return { next: keys, effects: [] };
}

function renewal(before: Keys, next: Keys, atMs: number): readonly CallEvent[] {
  return !isRenewed(before) && isRenewed(next) ? [{ kind: 'keys-renewed', atMs }] : [];
}
