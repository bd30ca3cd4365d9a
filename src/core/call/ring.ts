// How the ring region steps: which devices ring, who answers, how the call ends, and what follows from that.
// ring-state.ts draws the states.
import { unreachable } from '../assert.ts';
import type { Effect } from './effect.ts';
import { fromWire } from './end-reason.ts';
import type { CallEvent } from './event.ts';
import { beginsAt } from './media-state.ts';
import { believesMoved } from './move-state.ts';
import type { Seen, Step } from './region.ts';
import { fromAnswering, fromBusy, fromCalling, fromFresh, fromRinging } from './ring-before.ts';
import { fromChecking } from './ring-checking.ts';
import { ending, type RingStep } from './ring-end.ts';
import { fromLooking } from './ring-looking.ts';
import { isAgreed, isBeforeAnswer, isSecured, isSecuring, type RingState } from './ring-state.ts';
import { isWithin } from '../within.ts';
import type { CallState } from './state.ts';
import { fromAnswered, fromConfirming, fromConnecting, fromLive, fromReconnecting, fromOpening } from './ring-talk.ts';
import { hangUpReason, isVerificationOver, isVerified, type TrustState } from './trust-state.ts';

/** How long this device must have known a head of our chain before a peer with an earlier one is suspicious. */
const HEAD_KNOWN_MS = 120_000;

/** The next state of the ring and what to do, in order. Undefined if the event does not concern it. */
export function stepRing(ring: RingState, event: CallEvent, seen: Seen): Step<RingState> | undefined {
  if (ring.kind === 'ended') return undefined;
  // The time to verify the peer is over, so the trust region ends the call. Nothing else that is due matters now.
  if (event.kind === 'time' && isVerificationOver(seen.before.trust, event.atMs)) return undefined;
  const step = fitting(ring, meant(event, seen.before), seen.before) ?? anywhere(ring, event, seen.before);
  return (
    step && {
      next: step.state,
      effects: [...counted(step.effects, seen.before.trust), ...entering(ring, step.state)],
      raised: step.raised ?? [],
    }
  );
}

// If the path begins at a remaining address, losing another address is treated like gaining one.
function meant(event: CallEvent, { media }: CallState): CallEvent {
  const isElsewhere = event.kind === 'network' && event.change === 'lost' && beginsAt(media, event.addresses);
  return isElsewhere ? { kind: 'network', change: 'found', atMs: event.atMs } : event;
}

function entering(before: RingState, next: RingState): readonly Effect[] {
  return !isSecured(before) && isSecured(next) ? [{ kind: 'compare-own-head' }] : [];
}

// A peer may use what it read in the last minute (protocol §5 rule 1), and ring for another minute. Only after that
// does an earlier head mean that the peer is served an old chain.
function isServedOld({ hasMs, isEarlier }: Extract<CallEvent, { kind: 'own-head-compared' }>): boolean {
  return isEarlier && !isWithin(0, hasMs, HEAD_KNOWN_MS);
}

// Nobody is between two people if the peer is verified. Then a hang-up by the peer cannot hide two codes that differ,
// and does not count (docs/decisions/0039).
function counted(effects: readonly Effect[], trust: TrustState): readonly Effect[] {
  if (!isVerified(trust)) return effects;
  return effects.filter((effect) => effect.kind !== 'count-failed' || effect.reason !== 'peer-hung-up');
}

type Open = Exclude<RingState, { kind: 'ended' }>;

function fitting(state: Open, event: CallEvent, call: CallState): RingStep | undefined {
  switch (state.kind) {
    case 'fresh':
      return fromFresh(state, event);
    case 'looking':
      return fromLooking(state, event, call.trust);
    case 'calling':
      return fromCalling(state, event, call);
    case 'opening':
      return fromOpening(state, event);
    case 'confirming':
      return fromConfirming(state, event);
    case 'checking':
      return fromChecking(state, event, call.trust);
    case 'ringing':
      return fromRinging(state, event);
    case 'busy':
      return fromBusy(state, event);
    case 'answering':
      return fromAnswering(state, event);
    case 'answered':
      return fromAnswered(state, event);
    case 'connecting':
      return fromConnecting(state, event);
    case 'live':
      return fromLive(state, event);
    case 'reconnecting':
      return fromReconnecting(state, event);
    default:
      return unreachable(state);
  }
}

// Events that may arrive in every state once the call has begun. Most of them end the call.
function anywhere(state: Open, event: CallEvent, { move, trust }: CallState): RingStep | undefined {
  if (state.kind === 'fresh') return undefined;
  switch (event.kind) {
    case 'hang-up':
      return ending(state, hangUpReason(trust), event.atMs, 'tell');
    case 'removed':
      return isAgreed(state) ? undefined : ending(state, 'device-removed', event.atMs, 'tell');
    case 'fault':
      return ending(state, event.reason, event.atMs, 'tell');
    case 'confirm-unusable': {
      const reason = event.what === 'opening' ? 'tampered' : 'error';
      return isSecuring(state) ? ending(state, reason, event.atMs, 'tell') : undefined;
    }
    case 'own-head-compared':
      if (!isSecured(state)) return undefined;
      return { state, effects: isServedOld(event) ? [{ kind: 'tell-old-chain' }] : [] };
    case 'glare':
      return isBeforeAnswer(state) ? ending(state, 'glare', event.atMs, 'tell') : undefined;
    case 'peer-ended': {
      // If no move was asked for here lately, `transferred` counts as a hang-up (protocol §5 rule 15).
      const isBelieved = event.reason !== 'transferred' || believesMoved(move, event.atMs);
      const reason = isBelieved ? event.reason : 'hangup';
      return isAgreed(state) ? ending(state, fromWire(reason), event.atMs, 'knows') : undefined;
    }
    default:
      return undefined;
  }
}
